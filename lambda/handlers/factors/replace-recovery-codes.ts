import * as z from 'zod/mini';
import { replaceRecoveryCodes as row } from '../../../lib/contract/factor-routes.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { codeGuessing } from '../../composition/factors.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { proofSchema } from '../../http/current-password.ts';
import { codeFields, givenCode } from '../../http/given-code.ts';
import { takes } from '../../http/takes.ts';
import { replaceRecoveryCodes } from '../../users/factors/replace-recovery-codes.ts';

export const schema = z.object({ ...proofSchema.shape, ...codeFields });

export async function make(rt: Runtime) {
  const { randomness } = rt;
  const deps = { ...codeGuessing(rt), store: userStore(rt), randomness };
  const options = { body: takes(schema), freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ event, input, caller: profile }) => {
    const sender = senderOf(event, rt.clock);
    const asked = { profile, given: givenCode(input), sender };
    const recovery_codes = await replaceRecoveryCodes(deps, asked);
    return { statusCode: 200, body: { recovery_codes } };
  });
}
