import * as z from 'zod/mini';
import { clock, emailChangeTokens, ids, userModel, userStore } from '../composition.ts';
import { publicHandler } from '../http/handler.ts';
import { confirmEmailChange } from '../users/confirm-email-change.ts';
import { publicUser } from '../users/custom-fields.ts';

const schema = z.object({ token: z.string() });
const model = await userModel();
const deps = { store: userStore(), tokens: emailChangeTokens(), model, clock, ids };

export const handler = publicHandler(
  'confirm-email-change',
  { body: { schema } },
  async ({ input }) => ({
    statusCode: 200,
    body: publicUser(model, await confirmEmailChange(deps, input)),
  }),
);
