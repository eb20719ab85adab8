import { UsersError } from '../errors.ts';
import type { CustomFields, UserModel } from '../model/user-model.ts';
import { assertNewPassword, type PasswordPolicy } from '../passwords/password-policy.ts';
import type { Clock, Ids, PasswordHash, UserStore } from '../ports.ts';
import type { User } from '../user.ts';
import { newUser } from './new-user.ts';

export interface CreateUserDeps {
  readonly store: Pick<UserStore, 'create'>;
  readonly hash: PasswordHash;
  readonly policy: PasswordPolicy;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface CreateUserInput {
  /** As `parseEmail` returns it. */
  readonly email: string;
  readonly password: string;
  /** As the user model returned them. */
  readonly custom?: CustomFields;
  /** Registration passes no flags: whatever its caller says, it makes an ordinary user. */
  readonly flags?: { readonly is_superuser: boolean; readonly is_verified: boolean };
}

/**
 * A user comes to be, by registration or by an operator's hand.
 *
 * @throws UsersError `REGISTER_INVALID_PASSWORD`, `REGISTER_USER_ALREADY_EXISTS`; HookRefusal
 */
export async function createUser(deps: CreateUserDeps, input: CreateUserInput): Promise<User> {
  const { email, password, flags = { is_superuser: false, is_verified: false } } = input;
  await assertNewPassword(deps, { email, password }, 'REGISTER_INVALID_PASSWORD');
  const by = input.flags ? 'operator' : 'user';
  const custom =
    (await deps.model.hooks.beforeRegister({ ...input.custom, email }, { by })) ?? input.custom;
  const passwordHash = await deps.hash.hash(password);
  const begun = newUser(deps, { email, ...flags, custom });
  if ((await deps.store.create({ ...begun, passwordHash })) === 'email_taken') {
    throw new UsersError('REGISTER_USER_ALREADY_EXISTS');
  }
  return begun.user;
}
