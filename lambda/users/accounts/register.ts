import { writeUnlessLocked } from '../limits/failures.ts';
import { type GuessDeps, limitedBy } from '../limits/guess.ts';
import type { Sender } from '../origin.ts';
import type { User } from '../user.ts';
import type { NewUser } from './account-store.ts';
import { createAccount, type NewAccount, type NewAccountDeps } from './new-account.ts';

export type RegisterDeps = NewAccountDeps & GuessDeps;

/**
 * A user registers. Whatever the request says, it makes an ordinary user.
 *
 * That an address is free is refused like that it is taken, where too many were: either tells who has a user.
 *
 * @throws UsersError `REGISTER_INVALID_PASSWORD`, `REGISTER_USER_ALREADY_EXISTS`, `TOO_MANY_REQUESTS`; HookRefusal
 */
export function register(
  deps: RegisterDeps,
  { sender, ...account }: NewAccount & { readonly sender: Sender },
): Promise<User> {
  const limited = limitedBy(deps, { item: 'register-failures', sender });
  const store = {
    create: (newUser: NewUser) =>
      writeUnlessLocked(deps, limited, (unlessLocked) =>
        deps.store.create({ ...newUser, unlessLocked }),
      ),
  };
  const flags = { is_superuser: false, is_verified: false };
  return createAccount({ ...deps, store }, account, { by: 'user', ...flags });
}
