import * as z from 'zod/mini';
import { register as row } from '../../../lib/contract/accounts.ts';
import { knownBreaches } from '../../actions/breached-passwords.ts';
import { publicAction } from '../../actions/public.ts';
import { userModel } from '../../composition/model.ts';
import { newPasswordHash, passwordPolicy } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
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
    ...{ model, clock, ids },
  };
  return publicAction(
    rt,
    row,
    { body: { schema }, model },
    async ({ input, custom, identified }) => {
      const user = await register(deps, { ...input, custom: custom?.fields });
      identified(user.id);
      return { statusCode: 201, body: publicUser(model, user) };
    },
  );
}
