import { backends, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';

const options = { backends: backends(), store: userStore() };

export const handler = signedInHandler('get-me', options, async ({ signedIn }) => ({
  statusCode: 200,
  body: signedIn.caller.user,
}));
