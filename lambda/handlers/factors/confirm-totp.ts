import * as z from 'zod/mini';
import { confirmTotp as row } from '../../../lib/contract/factor-routes.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { codeGuessing } from '../../composition/factors.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { takes } from '../../http/takes.ts';
import { confirmTotp } from '../../users/factors/confirm-totp.ts';

export const schema = z.object({ code: z.string() });

export async function make(rt: Runtime) {
  const { randomness } = rt;
  const deps = { ...codeGuessing(rt), store: userStore(rt), randomness };
  const options = { body: takes(schema) };
  return signedInAction(rt, row, options, async ({ event, input, caller: profile }) => {
    const sender = senderOf(event, rt.clock);
    const recovery_codes = await confirmTotp(deps, { profile, ...input, sender });
    return { statusCode: 200, body: { recovery_codes } };
  });
}
