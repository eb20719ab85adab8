import * as v from 'valibot';

export default v.object({
  name: v.pipe(v.string(), v.minLength(2)),
  plan: v.optional(v.picklist(['free', 'pro']), 'free'),
  address: v.optional(v.object({ city: v.string() })),
  notes: v.optional(v.string()),
});

export const adminFields = ['plan', 'notes'];
export const privateFields = ['notes'];
export const claimFields = ['plan'];
