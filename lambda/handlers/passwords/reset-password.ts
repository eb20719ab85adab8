import * as z from 'zod/mini';
import { resetPassword as row } from '../../../lib/contract/passwords.ts';
import { knownBreaches } from '../../actions/breached-passwords.ts';
import { publicAction } from '../../actions/public.ts';
import { userModel } from '../../composition/model.ts';
import { newPasswordHash, passwordPolicy } from '../../composition/passwords.ts';
import { resetTokens } from '../../composition/reset-tokens.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passwordStore } from '../../composition/stores.ts';
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
    ...{ clock, ids },
  };
  return publicAction(rt, row, { body: { schema } }, async ({ input, identified }) => {
    await resetPassword(deps, { ...input, identified });
    return { statusCode: 200, body: null };
  });
}
