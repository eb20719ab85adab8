import * as z from 'zod/mini';
import {
  clock,
  environment,
  ids,
  passwordHash,
  passwordPolicy,
  userModel,
  userStore,
} from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { email, password } from '../http/validation.ts';
import { createUser } from '../users/create-user.ts';
import { publicUser } from '../users/custom-fields.ts';

const schema = z.object({ email, password });
const model = await userModel();
const deps = {
  store: userStore(),
  hash: passwordHash(),
  policy: passwordPolicy(),
  model,
  clock,
  ids,
};

const counts = {
  succeeded: 'Registrations',
  tableName: environment.tableName(),
  clock,
} as const;

export const handler = publicHandler(
  'register',
  { body: { schema, custom: { model, writer: 'user' } }, counts },
  async ({ event, input }) => {
    const custom = await event.custom?.onto(undefined);
    const user = await createUser(deps, { ...input, custom });
    event.logged = { user_id: user.id };
    return { statusCode: 201, body: publicUser(model, user) };
  },
);
