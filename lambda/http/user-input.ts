import * as z from 'zod/mini';
import { email, password } from './validation.ts';

/** A user as an operator creates one. */
export const newUser = z.object({
  email,
  password,
  is_superuser: z._default(z.boolean(), false),
  is_verified: z._default(z.boolean(), false),
});

/** Changes of a user by a superuser; what is absent stays as it is. */
export const userChanges = z.object({
  email: z.optional(email),
  password: z.optional(password),
  is_active: z.optional(z.boolean()),
  is_superuser: z.optional(z.boolean()),
  is_verified: z.optional(z.boolean()),
});
