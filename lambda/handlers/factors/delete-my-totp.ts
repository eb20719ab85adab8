import * as z from 'zod/mini';
import { deleteMyTotp as row } from '../../../lib/contract/factor-routes.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { codeGuessing } from '../../composition/factors.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { proofSchema } from '../../http/current-password.ts';
import { codeFields, givenCode } from '../../http/given-code.ts';
import { takes } from '../../http/takes.ts';
import { deleteMyTotp } from '../../users/factors/delete-my-totp.ts';

export const schema = z.object({ ...proofSchema.shape, ...codeFields });

export async function make(rt: Runtime) {
  const deps = { ...codeGuessing(rt), store: userStore(rt) };
  const options = { body: takes(schema), freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ event, input, caller: profile }) => {
    const sender = senderOf(event, rt.clock);
    await deleteMyTotp(deps, { profile, given: givenCode(input), sender });
    return { statusCode: 204 };
  });
}
