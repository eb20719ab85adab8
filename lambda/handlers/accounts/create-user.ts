import { createUser as row } from '../../../lib/contract/accounts.ts';
import { newUsers } from '../../actions/new-users.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { type PublicUser, publicUser } from '../../users/model/user-model.ts';

/**
 * Has no route: callers that may invoke the function may create users, superusers included.
 *
 * @throws UsersError, ValidationError: Lambda hands name and message to the invoker
 */
export async function make(rt: Runtime) {
  const { model, create } = await newUsers(rt, row);
  return async (fields: Record<string, unknown>): Promise<PublicUser> => {
    const user = await create(fields);
    const { id: user_id, is_superuser, is_verified } = user;
    console.info({ message: 'invocation', action: row.name, user_id, is_superuser, is_verified });
    return publicUser(model, user);
  };
}
