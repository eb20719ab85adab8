import * as z from 'zod/mini';
import { verify as row } from '../../../lib/contract/verification.ts';
import { failures } from '../../actions/failures.ts';
import { publicAction } from '../../actions/public.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { verificationTokens } from '../../composition/verification.ts';
import { takes } from '../../http/takes.ts';
import { publicUser } from '../../users/model/user-model.ts';
import { verify } from '../../users/verification/verify.ts';

export const schema = z.object({ token: z.string() });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = { store: userStore(rt), tokens: verificationTokens(rt), clock, ids };
  const counted = failures(rt, row);
  return publicAction(rt, row, { body: takes(schema) }, async ({ event, input, identified }) => {
    const user = await counted(event, () => verify(deps, { ...input, identified }));
    return { statusCode: 200, body: publicUser(model, user) };
  });
}
