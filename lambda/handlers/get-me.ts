import {
  backends,
  clock,
  environment,
  sessionStore,
  userModel,
  userStore,
} from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { publicUser } from '../users/custom-fields.ts';

const model = await userModel();
const options = {
  backends: backends(),
  store: userStore(),
  sessions: sessionStore(),
  clock,
  requireVerification: environment.requireVerification(),
};

export const handler = signedInHandler('get-me', options, async ({ signedIn }) => ({
  statusCode: 200,
  body: publicUser(model, signedIn.caller.user),
}));
