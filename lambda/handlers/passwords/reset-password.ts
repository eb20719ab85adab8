import * as z from 'zod/mini';
import { bruteForce } from '../../../lib/contract/limits.ts';
import { resetPassword as row } from '../../../lib/contract/passwords.ts';
import { knownBreaches } from '../../actions/breached-passwords.ts';
import { failures } from '../../actions/failures.ts';
import { publicAction } from '../../actions/public.ts';
import { userModel } from '../../composition/model.ts';
import { newPasswordHash, passwordPolicy } from '../../composition/passwords.ts';
import { resetTokens } from '../../composition/reset-tokens.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passwordStore } from '../../composition/stores/password-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { takes } from '../../http/takes.ts';
import { password } from '../../http/validation.ts';
import { resetPassword } from '../../users/passwords/reset-password.ts';

export const schema = z.object({ token: z.string(), password });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = {
    passwords: passwordStore(rt),
    tokens: resetTokens(rt),
    hash: newPasswordHash(rt),
    policy: passwordPolicy(rt),
    breached: knownBreaches(rt),
    model: await userModel(rt, row),
    bruteForce: rt.get(bruteForce),
    ...{ clock, ids },
  };
  const counted = failures(rt, row);
  return publicAction(rt, row, { body: takes(schema) }, async ({ event, input, identified }) => {
    const sender = senderOf(event, clock);
    await counted(event, () => resetPassword(deps, { ...input, identified, sender }));
    return { statusCode: 200, body: null };
  });
}
