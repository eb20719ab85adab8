import * as z from 'zod/mini';
import { clock, ids, userModel, userStore, verificationTokens } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { publicUser } from '../users/custom-fields.ts';
import { verify } from '../users/verify.ts';

const schema = z.object({ token: z.string() });
const model = await userModel();
const deps = { store: userStore(), tokens: verificationTokens(), clock, ids };

export const handler = publicHandler('verify', { body: { schema } }, async ({ input }) => ({
  statusCode: 200,
  body: publicUser(model, await verify(deps, input)),
}));
