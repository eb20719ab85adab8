import * as z from 'zod';

export default z.object({
  name: z.string().min(2),
  plan: z.enum(['free', 'pro']).default('free'),
  address: z.object({ city: z.string() }).optional(),
  notes: z.string().optional(),
});

export const adminFields = ['plan', 'notes'];
export const privateFields = ['notes'];
export const claimFields = ['plan'];
