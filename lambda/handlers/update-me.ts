import * as z from 'zod/mini';
import {
  backends,
  clock,
  environment,
  ids,
  passwordHash,
  passwordPolicy,
  userStore,
} from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { email, password } from '../http/validation.ts';
import { updateUser } from '../users/update-user.ts';

const schema = z.object({
  email: z.optional(email),
  password: z.optional(password),
  current_password: z.optional(password),
});
const store = userStore();
const requireCurrentPassword = environment.requireCurrentPassword();
const allowedOrigins = environment.allowedOrigins();
const deps = { store, hash: passwordHash(), policy: passwordPolicy(), clock, ids };

export const handler = signedInHandler(
  'update-me',
  { body: { schema }, backends: backends(), store, allowedOrigins },
  async ({ input: { current_password: currentPassword, ...changes }, signedIn }) => {
    const { caller: profile, claims } = signedIn;
    const own = { tokenId: claims.tokenId, requireCurrentPassword, currentPassword };
    return { statusCode: 200, body: await updateUser(deps, { profile, changes, own }) };
  },
);
