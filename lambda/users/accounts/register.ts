import type { User } from '../user.ts';
import { createAccount, type NewAccount, type NewAccountDeps } from './new-account.ts';

/**
 * A user registers. Whatever the request says, it makes an ordinary user.
 *
 * @throws UsersError `REGISTER_INVALID_PASSWORD`, `REGISTER_USER_ALREADY_EXISTS`; HookRefusal
 */
export function register(deps: NewAccountDeps, account: NewAccount): Promise<User> {
  return createAccount(deps, account, { by: 'user', is_superuser: false, is_verified: false });
}
