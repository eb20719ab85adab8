import * as z from 'zod/mini';
import { clock, ids, passwordHash, passwordPolicy, userStore } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { email, password } from '../http/validation.ts';
import { createUser } from '../users/create-user.ts';

const schema = z.object({ email, password });
const deps = { store: userStore(), hash: passwordHash(), policy: passwordPolicy(), clock, ids };

export const handler = publicHandler('register', { body: { schema } }, async ({ event, input }) => {
  const user = await createUser(deps, input);
  event.logged = { user_id: user.id };
  return { statusCode: 201, body: user };
});
