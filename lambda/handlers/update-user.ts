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
import { found, userIdOf } from '../http/path.ts';
import { userChanges } from '../http/user-input.ts';
import { publicUser } from '../users/custom-fields.ts';
import { updateUser } from '../users/update-user.ts';

const model = await userModel();
const store = userStore();
const allowedOrigins = environment.allowedOrigins();
const requireVerification = environment.requireVerification();
const deps = { store, hash: passwordHash(), policy: passwordPolicy(), model, clock, ids };

export const handler = signedInHandler(
  'update-user',
  {
    body: {
      schema: userChanges,
      custom: { model, writer: 'admin', changed: ({ signedIn }) => signedIn?.target },
    },
    ...authentication(),
    allowedOrigins,
    requireVerification,
    alongside: userIdOf,
  },
  async ({ event, input, signedIn }) => {
    const changes = { ...input, custom: event.custom };
    const user = await updateUser(deps, { profile: found(signedIn.target), changes });
    return { statusCode: 200, body: publicUser(model, user) };
  },
);
