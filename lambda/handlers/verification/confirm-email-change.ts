import * as z from 'zod/mini';
import { confirmEmailChange as row } from '../../../lib/contract/verification.ts';
import { failures } from '../../actions/failures.ts';
import { publicAction } from '../../actions/public.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { emailChangeTokens } from '../../composition/verification.ts';
import { takes } from '../../http/takes.ts';
import { publicUser } from '../../users/model/user-model.ts';
import { confirmEmailChange } from '../../users/verification/confirm-email-change.ts';

export const schema = z.object({ token: z.string() });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = { store: userStore(rt), tokens: emailChangeTokens(rt), model, clock, ids };
  const counted = failures(rt, row);
  return publicAction(rt, row, { body: takes(schema) }, async ({ event, input, identified }) => {
    const user = await counted(event, () => confirmEmailChange(deps, { ...input, identified }));
    return { statusCode: 200, body: publicUser(model, user) };
  });
}
