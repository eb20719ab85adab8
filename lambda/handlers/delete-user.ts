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
const options = {
  backends: backends(),
  store: deps.store,
  allowedOrigins: environment.allowedOrigins(),
  sessions: sessionStore(),
  clock,
  requireVerification: environment.requireVerification(),
  alongside: userIdOf,
};

export const handler = signedInHandler('delete-user', options, async ({ signedIn }) => {
  await deleteUser(deps, { profile: found(signedIn.target) });
  return { statusCode: 204 };
});
