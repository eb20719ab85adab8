import * as z from 'zod/mini';
import {
  clock,
  ids,
  passwordHash,
  passwordPolicy,
  resetTokens,
  userModel,
  userStore,
} from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { password } from '../http/validation.ts';
import { resetPassword } from '../users/reset-password.ts';

const schema = z.object({ token: z.string(), password });
const deps = {
  store: userStore(),
  tokens: resetTokens(),
  hash: passwordHash(),
  policy: passwordPolicy(),
  model: await userModel(),
  clock,
  ids,
};

export const handler = publicHandler('reset-password', { body: { schema } }, async ({ input }) => {
  await resetPassword(deps, input);
  return { statusCode: 200, body: null };
});
