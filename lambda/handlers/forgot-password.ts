import * as z from 'zod/mini';
import { clock, ids, requestStore } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { email } from '../http/validation.ts';
import { requestToken } from '../users/request-token.ts';

const schema = z.object({ email });
const deps = { requests: requestStore(), clock, ids };

export const handler = publicHandler('forgot-password', { body: { schema } }, async ({ input }) => {
  await requestToken(deps, { kind: 'forgot-password', email: input.email });
  return { statusCode: 202, body: null };
});
