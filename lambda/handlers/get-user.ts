import { authentication, environment, userModel } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';
import { publicUser } from '../users/custom-fields.ts';

const model = await userModel();
const options = {
  ...authentication(),
  requireVerification: environment.requireVerification(),
  alongside: userIdOf,
};

export const handler = signedInHandler('get-user', options, async ({ signedIn }) => ({
  statusCode: 200,
  body: publicUser(model, found(signedIn.target).user),
}));
