import { backends, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';

const options = { backends: backends(), store: userStore(), alongside: userIdOf };

export const handler = signedInHandler('get-user', options, async ({ signedIn }) => ({
  statusCode: 200,
  body: found(signedIn.target).user,
}));
