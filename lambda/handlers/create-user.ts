import { clock, ids, passwordHash, passwordPolicy, userModel, userStore } from '../composition.ts';
import { validateBody } from '../http/custom-fields.ts';
import { newUser } from '../http/user-input.ts';
import { createUser } from '../users/create-user.ts';
import { type PublicUser, publicUser } from '../users/custom-fields.ts';

const model = await userModel();
const deps = {
  store: userStore(),
  hash: passwordHash(),
  policy: passwordPolicy(),
  model,
  clock,
  ids,
};

/**
 * Has no route: whoever may invoke the function may create users, superusers included.
 *
 * @throws UsersError, ValidationError: Lambda hands name and message to the invoker
 */
export async function handler(input: Record<string, unknown>): Promise<PublicUser> {
  const change = model.change(input, 'admin', 'new');
  const { email, password, ...flags } = await validateBody(newUser, input, change);
  const custom = await change?.onto(undefined);
  const user = await createUser(deps, { email, password, custom, flags });
  console.info({ message: 'invocation', action: 'create-user', user_id: user.id, ...flags });
  return publicUser(model, user);
}
