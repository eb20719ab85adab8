import { createUser as row } from '../../../lib/contract/accounts.ts';
import { userModel } from '../../composition/model.ts';
import { passwordHash, passwordPolicy } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { validateBody } from '../../http/custom-fields.ts';
import { newUser } from '../../http/user-input.ts';
import { createUser } from '../../users/accounts/create-user.ts';
import { type PublicUser, publicUser } from '../../users/model/user-model.ts';

/**
 * Has no route: callers that may invoke the function may create users, superusers included.
 *
 * @throws UsersError, ValidationError: Lambda hands name and message to the invoker
 */
export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = {
    store: userStore(rt),
    hash: passwordHash(rt),
    policy: passwordPolicy(rt),
    ...{ model, clock, ids },
  };
  return async (fields: Record<string, unknown>): Promise<PublicUser> => {
    const change = model.change(fields, 'admin', 'new');
    const { input, custom } = await validateBody(newUser, fields, change);
    const { email, password, ...flags } = input;
    const user = await createUser(deps, { email, password, custom: custom?.fields, flags });
    console.info({ message: 'invocation', action: row.name, user_id: user.id, ...flags });
    return publicUser(model, user);
  };
}
