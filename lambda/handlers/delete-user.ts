import { backends, environment, userStore } from '../composition.ts';
import { signedInHandler } from '../http/handler.ts';
import { found, userIdOf } from '../http/path.ts';
import { deleteUser } from '../users/delete-user.ts';

const store = userStore();
const allowedOrigins = environment.allowedOrigins();

export const handler = signedInHandler(
  'delete-user',
  { backends: backends(), store, allowedOrigins, alongside: userIdOf },
  async ({ signedIn }) => {
    await deleteUser({ store }, { profile: found(signedIn.target) });
    return { statusCode: 204 };
  },
);
