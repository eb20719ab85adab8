import {
  backends,
  clock,
  environment,
  sessionStore,
  userModel,
  userStore,
} from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';
import { deleteUser } from '../users/delete-user.ts';

const deps = { store: userStore(), model: await userModel() };
const allowedOrigins = environment.allowedOrigins();

export const handler = signedInHandler(
  'delete-user',
  {
    backends: backends(),
    store: deps.store,
    sessions: sessionStore(),
    clock,
    allowedOrigins,
    alongside: userIdOf,
  },
  async ({ signedIn }) => {
    await deleteUser(deps, { profile: found(signedIn.target) });
    return { statusCode: 204 };
  },
);
