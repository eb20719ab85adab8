import type { User } from '../user.ts';
import { createAccount, type Flags, type NewAccount, type NewAccountDeps } from './new-account.ts';

/**
 * An operator creates a user, a superuser for example.
 *
 * @throws UsersError `REGISTER_INVALID_PASSWORD`, `REGISTER_USER_ALREADY_EXISTS`; HookRefusal
 */
export function createUser(
  deps: NewAccountDeps,
  { flags, ...account }: NewAccount & { readonly flags: Flags },
): Promise<User> {
  return createAccount(deps, account, { ...flags, by: 'operator' });
}
