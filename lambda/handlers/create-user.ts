import * as z from 'zod/mini';
import { clock, ids, passwordHash, passwordPolicy, userStore } from '../composition.ts';
import { email, password, validate } from '../http/validation.ts';
import { createUser } from '../users/create-user.ts';
import type { User } from '../users/user.ts';

const schema = z.object({
  email,
  password,
  is_superuser: z._default(z.boolean(), false),
  is_verified: z._default(z.boolean(), false),
});
const deps = { store: userStore(), hash: passwordHash(), policy: passwordPolicy(), clock, ids };

/**
 * Has no route: whoever may invoke the function may create users, superusers included.
 *
 * @throws UsersError, ValidationError: Lambda hands name and message to the invoker
 */
export async function handler(input: Record<string, unknown>): Promise<User> {
  const { email, password, ...flags } = validate(schema, input, 'body');
  const user = await createUser(deps, { email, password, flags });
  console.info({ message: 'invocation', action: 'create-user', user_id: user.id, ...flags });
  return user;
}
