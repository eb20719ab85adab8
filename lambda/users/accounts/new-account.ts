import type { Clock } from '../clock.ts';
import { InvalidFieldsError, UsersError, type UsersErrorCode } from '../errors.ts';
import { OPERATOR } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import { claimsOf, type UserModel } from '../model/user-model.ts';
import { type NewHashDeps, newHash } from '../passwords/new-hash.ts';
import type { NewPasswordHash } from '../passwords/password-hash.ts';
import { assertNewPassword, type PasswordPolicy } from '../passwords/password-policy.ts';
import type { CustomFields, LoginCredential, User } from '../user.ts';
import type { AccountStore, NewUser } from './account-store.ts';

interface NewUserDeps {
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface NewAccountDeps extends NewUserDeps, NewHashDeps {
  readonly store: Pick<AccountStore, 'create'>;
  readonly hash: NewPasswordHash;
  readonly policy: PasswordPolicy;
}

export interface NewAccount {
  /** As `parseEmail` returns it. */
  readonly email: string;
  readonly password: string;
  /** As the user model returned them. */
  readonly custom?: CustomFields;
}

/** Flags that users can't give themselves. */
export type Flags = Pick<User, 'is_superuser' | 'is_verified'>;

/** Who makes a user: the user, by a registration or a login at a provider, or an operator. */
type MadeBy = 'user' | 'provider' | 'operator';

/** A new active user, its claims and its event. */
export function newUser(
  { model, clock, ids }: NewUserDeps,
  {
    email,
    custom,
    by,
    ...flags
  }: Flags & Pick<NewAccount, 'email' | 'custom'> & { readonly by: MadeBy },
): Pick<NewUser, 'user' | 'claims' | 'event'> {
  const now = clock.now().toISOString();
  const user: User = {
    id: ids.next(),
    email,
    is_active: true,
    ...flags,
    created_at: now,
    updated_at: now,
    ...(custom && { custom }),
  };
  const actor = by === 'operator' ? OPERATOR : { id: user.id, by };
  const event = { id: ids.next(), type: 'after-register', at: now, actor } as const;
  return { user, claims: claimsOf(model, custom), event };
}

/** What a login reads of a user who was just made. */
export function credentialOfNew({
  user,
  claims,
}: Pick<NewUser, 'user' | 'claims'>): LoginCredential {
  return {
    email: user.email,
    userId: user.id,
    credentialVersion: 1,
    tokenVersion: 1,
    isActive: user.is_active,
    isVerified: user.is_verified,
    ...(claims && { claims }),
  };
}

/**
 * Custom fields of a user who gave none, as somebody else vouches for the address: required ones can't be given.
 *
 * @throws UsersError `missing` where the user model requires some; HookRefusal
 */
export async function fieldsOfNewUser(
  model: UserModel,
  email: string,
  missing: UsersErrorCode,
): Promise<CustomFields | undefined> {
  const custom = await model
    .change({}, 'user', 'new')
    ?.onto(undefined)
    .catch((error: unknown) => {
      if (!(error instanceof InvalidFieldsError)) throw error;
      throw new UsersError(missing, { cause: error });
    });
  return (await model.hooks.beforeRegister({ ...custom, email }, { by: 'user' })) ?? custom;
}

/**
 * Creates a user with a password.
 *
 * @throws UsersError `REGISTER_INVALID_PASSWORD`, `REGISTER_USER_ALREADY_EXISTS`; HookRefusal
 */
export async function createAccount(
  deps: NewAccountDeps,
  { email, password, custom: given }: NewAccount,
  { by, ...flags }: Flags & { readonly by: 'user' | 'operator' },
): Promise<User> {
  const code = 'REGISTER_INVALID_PASSWORD';
  await assertNewPassword(deps, { email, password }, code);
  const custom = (await deps.model.hooks.beforeRegister({ ...given, email }, { by })) ?? given;
  const passwordHash = await newHash(deps, password, code);
  const created = newUser(deps, { email, by, ...flags, custom });
  if ((await deps.store.create({ ...created, passwordHash })) === 'email_taken') {
    throw new UsersError('REGISTER_USER_ALREADY_EXISTS');
  }
  return created.user;
}
