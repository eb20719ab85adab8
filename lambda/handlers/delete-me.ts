import * as z from 'zod/mini';
import { authentication, environment, passwordHash, userModel, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { publicBasePath } from '../http/public-base-path.ts';
import { password } from '../http/validation.ts';
import { deleteMe } from '../users/delete-me.ts';

const schema = z.object({ current_password: z.optional(password) });
const store = userStore();
const requireCurrentPassword = environment.requireCurrentPassword();
const allowedOrigins = environment.allowedOrigins();
const deps = { store, hash: passwordHash(), model: await userModel() };

export const handler = signedInHandler(
  'delete-me',
  {
    body: { schema, optional: !requireCurrentPassword },
    ...authentication(),
    allowedOrigins,
  },
  async ({ event, input: { current_password: currentPassword }, signedIn }) => {
    const { caller: profile, backend } = signedIn;
    await deleteMe(deps, { profile, proof: { requireCurrentPassword, currentPassword } });
    return backend.transport.clear(publicBasePath('delete-me', event));
  },
);
