import { authentication, environment, userModel, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';
import { deleteUser } from '../users/delete-user.ts';

const deps = { store: userStore(), model: await userModel() };
const options = {
  ...authentication(),
  allowedOrigins: environment.allowedOrigins(),
  requireVerification: environment.requireVerification(),
  alongside: userIdOf,
};

export const handler = signedInHandler('delete-user', options, async ({ signedIn }) => {
  await deleteUser(deps, { profile: found(signedIn.target) });
  return { statusCode: 204 };
});
