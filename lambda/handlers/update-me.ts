import * as z from 'zod/mini';
import {
  authentication,
  clock,
  environment,
  ids,
  passwordHash,
  passwordPolicy,
  userModel,
  userStore,
} from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { email, password } from '../http/validation.ts';
import { publicUser } from '../users/custom-fields.ts';
import { updateUser } from '../users/update-user.ts';

const schema = z.object({
  email: z.optional(email),
  password: z.optional(password),
  current_password: z.optional(password),
});
const model = await userModel();
const store = userStore();
const requireCurrentPassword = environment.requireCurrentPassword();
const allowedOrigins = environment.allowedOrigins();
const confirmEmail = environment.confirmEmailChange();
const requireVerification = environment.requireVerification();
const deps = { store, hash: passwordHash(), policy: passwordPolicy(), model, clock, ids };

export const handler = signedInHandler(
  'update-me',
  {
    body: {
      schema,
      custom: { model, writer: 'user', changed: ({ signedIn }) => signedIn?.caller },
    },
    ...authentication(),
    allowedOrigins,
    requireVerification,
  },
  async ({ event, input: { current_password: currentPassword, ...input }, signedIn }) => {
    const { caller: profile, claims } = signedIn;
    const own = {
      sessionId: claims.sessionId,
      requireCurrentPassword,
      currentPassword,
      confirmEmail,
    };
    const changes = { ...input, custom: event.custom };
    const user = await updateUser(deps, { profile, changes, own });
    return { statusCode: 200, body: publicUser(model, user) };
  },
);
