import * as z from 'zod/mini';
import { readFields, type SentBody } from './body.ts';
import { password, validate } from './validation.ts';

/** Body of a route that takes nothing but proof. */
export const proofSchema = z.object({ current_password: z.optional(password) });

/**
 * The current password in a body that has nothing else.
 *
 * @throws HttpError, ValidationError for an unreadable body
 */
export function currentPasswordIn(event: SentBody): string | undefined {
  return validate(proofSchema, readFields(event, { optional: true }), 'body').current_password;
}
