import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { wholeUser } from '../model/hooks.ts';
import { claimsOf, type UserModel, type ValidatedChange } from '../model/user-model.ts';
import { type NewHashDeps, newHash } from '../passwords/new-hash.ts';
import type { NewPasswordHash } from '../passwords/password-hash.ts';
import {
  assertNewPassword,
  assertPasswordAllowed,
  type PasswordPolicy,
} from '../passwords/password-policy.ts';
import type { Credential, CustomFields, Profile, User } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import type { AccountStore, UserChange } from './account-store.ts';
import type { ChangePlan } from './plan-change.ts';
import { type Renewal, renewed } from './renewal.ts';

/** Of a new password that is refused. */
const REFUSED = 'UPDATE_USER_INVALID_PASSWORD';

export interface ChangeDeps extends NewHashDeps {
  readonly store: UserReads & Pick<AccountStore, 'update'>;
  readonly hash: NewPasswordHash;
  readonly policy: PasswordPolicy;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The custom fields that a change results in, validated again if another change came first. */
export async function customOnto(
  change: ValidatedChange | undefined,
  asRead: Profile,
  current: Profile,
): Promise<CustomFields | undefined> {
  if (change === undefined || current.version === asRead.version) return change?.fields;
  return change.onto(current.user.custom);
}

/** Whether a planned change writes the credential or asks for proof of it. */
export function needsCredential({ newCredential, endsOwnLogins }: ChangePlan): boolean {
  return newCredential || endsOwnLogins;
}

/**
 * The credential that a planned change writes or asks for proof of; `stale` if it is no longer the user's.
 *
 * @returns `undefined` if the plan needs none
 */
export async function credentialFor(
  store: Pick<UserReads, 'credential'>,
  plan: ChangePlan,
): Promise<Credential | undefined | 'stale'> {
  if (!needsCredential(plan)) return undefined;
  const { user } = plan.before;
  const credential = await store.credential(user.email);
  return credential?.userId === user.id ? credential : 'stale';
}

/**
 * Writes a planned change, in one conditional write, after the policy and the hooks have agreed.
 *
 * @throws UsersError `UPDATE_USER_INVALID_PASSWORD`, `UPDATE_USER_EMAIL_ALREADY_EXISTS`,
 * `LAST_SUPERUSER`, `TOO_MANY_REQUESTS`; HookRefusal
 */
export async function writeChange(
  deps: ChangeDeps,
  plan: ChangePlan,
  credential: Credential | undefined,
  renewal?: Renewal,
): Promise<User | 'stale'> {
  const { before, user, password, newEmail, fields, tokenVersion, survivingToken, by } = plan;
  const { endsAccounts } = plan;
  if (password !== undefined) {
    const email = newEmail ?? user.email;
    // Until a new address is confirmed, the user signs in by this one.
    if (newEmail !== undefined)
      assertPasswordAllowed(deps, { password, email: user.email }, REFUSED);
    await assertNewPassword(deps, { password, email }, REFUSED);
  }
  const change = credential && (await credentialChange(deps, plan, credential));

  // The hook sees the requested address: nobody could be told of a refusal at confirmation.
  const after = newEmail === undefined ? user : { ...user, email: newEmail };
  await deps.model.hooks.beforeUpdate(wholeUser(before.user), wholeUser(after), {
    by,
    changed: [...fields, ...(newEmail === undefined ? [] : ['email'])].sort(),
  });

  const isRenewed = renewal && change?.credential && password !== undefined && user.is_active;
  const credentialVersion = (credential?.credentialVersion ?? 0) + 1;
  const session = isRenewed
    ? await renewed(deps.model, renewal, { user, tokenVersion, credentialVersion })
    : undefined;

  const outcome = await deps.store.update({
    before,
    user,
    claims: claimsOf(deps.model, user.custom),
    tokenVersion,
    survivingToken,
    endsAccounts,
    ...change,
    session,
    ...(fields.length > 0 && { event: changeEvent(deps, plan) }),
  });
  if (outcome === 'email_taken') throw new UsersError('UPDATE_USER_EMAIL_ALREADY_EXISTS');
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
  if (typeof outcome === 'object') throw new UsersError('TOO_MANY_REQUESTS', outcome);
  return outcome === 'stale' ? 'stale' : user;
}

/**
 * How the credential changes: a new hash or a new place, and an address that is to be confirmed.
 */
async function credentialChange(
  deps: ChangeDeps,
  { before, user, password, newEmail, at, actor }: ChangePlan,
  credential: Credential,
): Promise<Pick<UserChange, 'credential' | 'emailChange'>> {
  const passwordHash =
    password === undefined ? credential.passwordHash : await newHash(deps, password, REFUSED);
  const isWritten = password !== undefined || user.email !== before.user.email;
  return {
    ...(isWritten && { credential: { before: credential, passwordHash } }),
    ...(newEmail !== undefined && {
      emailChange: {
        newEmail,
        credentialVersion: credential.credentialVersion + (isWritten ? 1 : 0),
        event: { id: deps.ids.next(), type: 'after-request-email-change', at, actor },
      },
    }),
  };
}

function changeEvent({ ids }: ChangeDeps, { before, user, fields, at, actor }: ChangePlan) {
  return {
    id: ids.next(),
    type: 'after-update',
    at,
    actor,
    changed: fields,
    ...(user.email !== before.user.email && { previous_email: before.user.email }),
  } as const;
}
