import * as z from 'zod/mini';
import { verify as row } from '../../../lib/contract/verification.ts';
import { publicAction } from '../../actions/public.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { verificationTokens } from '../../composition/verification.ts';
import { publicUser } from '../../users/model/user-model.ts';
import { verify } from '../../users/verification/verify.ts';

export const schema = z.object({ token: z.string() });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = { store: userStore(rt), tokens: verificationTokens(rt), clock, ids };
  return publicAction(rt, row, { body: { schema } }, async ({ input, identified }) => ({
    statusCode: 200,
    body: publicUser(model, await verify(deps, { ...input, identified })),
  }));
}
