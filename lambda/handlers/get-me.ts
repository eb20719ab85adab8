import { authentication, environment, userModel } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { publicUser } from '../users/custom-fields.ts';

const model = await userModel();
const options = {
  ...authentication(),
  requireVerification: environment.requireVerification(),
};

export const handler = signedInHandler('get-me', options, async ({ signedIn }) => ({
  statusCode: 200,
  body: publicUser(model, signedIn.caller.user),
}));
