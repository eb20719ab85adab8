import type { AccountStore } from '../accounts/account-store.ts';
import { credentialOfNew, fieldsOfNewUser, newUser } from '../accounts/new-account.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UsedCode } from '../used-code.ts';
import type { LoginCredential } from '../user.ts';

export interface SignUpDeps {
  readonly store: Pick<AccountStore, 'create'>;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Makes a user without a password for an address that a code has proved.
 *
 * @throws UsersError `LOGIN_REGISTRATION_REQUIRED`; `LOGIN_BAD_CODE` when the code was used, or the address got a user, a
 * moment ago; HookRefusal
 */
export async function signUp(deps: SignUpDeps, code: UsedCode): Promise<LoginCredential> {
  const { email } = code;
  const custom = await fieldsOfNewUser(deps.model, email, 'LOGIN_REGISTRATION_REQUIRED');
  const flags = { is_superuser: false, is_verified: true };
  const begun = newUser(deps, { email, by: 'user', ...flags, custom });
  const outcome = await deps.store.create({ ...begun, usedCode: code });
  if (outcome !== 'created') throw new UsersError('LOGIN_BAD_CODE');
  return credentialOfNew(begun);
}
