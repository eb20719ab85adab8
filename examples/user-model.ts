/** The custom fields of `custom-user-model.ts`. */
import * as z from 'zod';

export default z.object({
  name: z.string().min(1).max(100),
  plan: z.enum(['free', 'pro']).default('free'),
  newsletter: z.boolean().default(false),
  /** What the support team notes about a user. */
  notes: z.string().max(2000).optional(),
});

/** Only a superuser may write these; in any other body they are ignored. */
export const adminFields = ['plan', 'notes'];
/** Stored, and never part of a response or an event. */
export const privateFields = ['notes'];
/** Put into access tokens. */
export const claimFields = ['plan'];
