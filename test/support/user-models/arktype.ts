import { type } from 'arktype';

export default type({
  name: 'string >= 2',
  plan: "'free' | 'pro' = 'free'",
  'address?': { city: 'string' },
  'notes?': 'string',
});

export const adminFields = ['plan', 'notes'];
export const privateFields = ['notes'];
export const claimFields = ['plan'];
