import * as z from 'zod/mini';
import { register as row } from '../../../lib/contract/accounts.ts';
import { knownBreaches } from '../../actions/breached-passwords.ts';
import { failures } from '../../actions/failures.ts';
import { publicAction } from '../../actions/public.ts';
import { guessing } from '../../composition/limits.ts';
import { userModel } from '../../composition/model.ts';
import { newPasswordHash, passwordPolicy } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { takes } from '../../http/takes.ts';
import { email, password } from '../../http/validation.ts';
import { register } from '../../users/accounts/register.ts';
import { publicUser } from '../../users/model/user-model.ts';

export const schema = z.object({ email, password });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = {
    store: userStore(rt),
    hash: newPasswordHash(rt),
    policy: passwordPolicy(rt),
    breached: knownBreaches(rt),
    ...guessing(rt),
    ...{ model, clock, ids },
  };
  const counted = failures(rt, row);
  return publicAction(
    rt,
    row,
    { body: takes(schema), model },
    async ({ event, input, custom, identified }) => {
      const sender = senderOf(event, clock);
      const account = { ...input, custom: custom?.fields, sender };
      const user = await counted(event, () => register(deps, account));
      identified(user.id);
      return { statusCode: 201, body: publicUser(model, user) };
    },
  );
}
