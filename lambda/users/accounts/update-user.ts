import { UsersError } from '../errors.ts';
import { wholeUser } from '../model/hooks.ts';
import {
  changedFields,
  claimsOf,
  type UserModel,
  type ValidatedChange,
} from '../model/user-model.ts';
import { assertCurrentPassword, type Proof } from '../passwords/current-password.ts';
import { assertNewPassword, type PasswordPolicy } from '../passwords/password-policy.ts';
import type { Clock, Ids, PasswordHash, UserChange, UserStore } from '../ports.ts';
import type { Profile, User } from '../user.ts';
import { unlessSignedOut, unlessStale } from './stale.ts';

export interface UpdateUserDeps {
  readonly store: Pick<UserStore, 'credential' | 'lookup' | 'update'>;
  readonly hash: PasswordHash;
  readonly policy: PasswordPolicy;
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A field that is absent stays as it is. */
export interface UserChanges {
  /** As `parseEmail` returns it. */
  readonly email?: string;
  readonly password?: string;
  readonly is_active?: boolean;
  readonly is_superuser?: boolean;
  readonly is_verified?: boolean;
  readonly custom?: ValidatedChange;
}

/** A user's change of their own address or password. */
export interface OwnChange extends Proof {
  /** The login in use, which outlives a change of password. */
  readonly sessionId: string;
  /** A new address has to be confirmed before it is in force. */
  readonly confirmEmail?: boolean;
}

export interface UpdateUserInput {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  readonly changes: UserChanges;
  /** Given when users change themselves, absent when a superuser changes someone. */
  readonly own?: OwnChange;
}

/** What differs from the stored user; a new address is unverified unless the change says otherwise. */
function difference(
  user: User,
  { password, custom, ...changes }: UserChanges,
): Partial<Omit<User, 'custom'>> {
  const wanted: Partial<Omit<User, 'custom'>> =
    changes.email !== undefined && changes.email !== user.email
      ? { is_verified: false, ...changes }
      : changes;
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && value !== user[field as keyof User],
    ),
  );
}

/** Sets apart a new address that has to be confirmed first; the other changes are made at once. */
function deferred(
  user: User,
  changes: UserChanges,
  own: OwnChange | undefined,
): { readonly newEmail?: string; readonly changes: UserChanges } {
  const { email, ...others } = changes;
  if (!own?.confirmEmail || email === undefined) return { changes };
  return { changes: others, ...(email !== user.email && { newEmail: email }) };
}

/**
 * Access tokens end with a new password and with deactivation. The token that changed its own
 * user's password survives: it "ends every other session".
 */
function tokensAfter(
  { tokenVersion, survivingToken }: Profile,
  difference: Partial<User>,
  { password }: UserChanges,
  own: OwnChange | undefined,
): Pick<UserChange, 'tokenVersion' | 'survivingToken'> {
  if (password === undefined && difference.is_active !== false) {
    return { tokenVersion, survivingToken };
  }
  return { tokenVersion: tokenVersion + 1, survivingToken: own?.sessionId };
}

async function tryUpdate(
  deps: UpdateUserDeps,
  { profile, changes: asked, own }: UpdateUserInput,
  isAsRead: boolean,
): Promise<User | 'stale'> {
  const { newEmail, changes } = deferred(profile.user, asked, own);
  const { password } = changes;
  const changed = difference(profile.user, changes);
  const custom = isAsRead
    ? changes.custom?.fields
    : await changes.custom?.onto(profile.user.custom);
  const fields = [
    ...Object.keys(changed),
    ...(custom ? changedFields(profile.user.custom, custom) : []),
    ...(password === undefined ? [] : ['password']),
  ];
  if (fields.length === 0 && newEmail === undefined) return profile.user;

  const now = deps.clock.now().toISOString();
  const user: User = {
    ...profile.user,
    ...changed,
    ...(custom && { custom }),
    ...(fields.length > 0 && { updated_at: now }),
  };
  let credential: UserChange['credential'];
  let emailChange: UserChange['emailChange'];
  if (changed.email !== undefined || newEmail !== undefined || password !== undefined) {
    const before = await deps.store.credential(profile.user.email);
    if (before?.userId !== user.id) return 'stale';
    if (own) await assertCurrentPassword(deps.hash, own, before);
    if (password !== undefined) {
      await assertNewPassword(
        deps,
        { password, email: newEmail ?? user.email },
        'UPDATE_USER_INVALID_PASSWORD',
      );
    }
    const passwordHash =
      password === undefined ? before.passwordHash : await deps.hash.hash(password);
    if (changed.email !== undefined || password !== undefined) {
      credential = { before, passwordHash };
    }
    if (newEmail !== undefined) {
      emailChange = {
        newEmail,
        credentialVersion: before.credentialVersion + (credential ? 1 : 0),
        event: { id: deps.ids.next(), type: 'after-request-email-change', at: now },
      };
    }
  }

  // A hook sees the address that is asked for: once it is confirmed nobody could be told of a refusal.
  const after = newEmail === undefined ? user : { ...user, email: newEmail };
  await deps.model.hooks.beforeUpdate(wholeUser(profile.user), wholeUser(after), {
    by: own ? 'user' : 'superuser',
    changed: [...fields, ...(newEmail === undefined ? [] : ['email'])].sort(),
  });

  const outcome = await deps.store.update({
    before: profile,
    user,
    claims: claimsOf(deps.model, user.custom),
    ...tokensAfter(profile, changed, changes, own),
    credential,
    emailChange,
    ...(fields.length > 0 && {
      event: {
        id: deps.ids.next(),
        type: 'after-update',
        at: now,
        changed: fields.sort(),
        ...(changed.email !== undefined && { previous_email: profile.user.email }),
      },
    }),
  });
  if (outcome === 'email_taken') throw new UsersError('UPDATE_USER_EMAIL_ALREADY_EXISTS');
  if (outcome === 'too_soon') throw new UsersError('TOO_MANY_REQUESTS');
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
  return outcome === 'stale' ? 'stale' : user;
}

/**
 * Changes a user; what asks for no change writes nothing and raises no event. Where another change
 * came first, custom fields are merged and validated again.
 *
 * @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD`, `UPDATE_USER_INVALID_PASSWORD`,
 * `UPDATE_USER_EMAIL_ALREADY_EXISTS`, `LAST_SUPERUSER`, `TOO_MANY_REQUESTS`; InvalidFieldsError,
 * HookRefusal; `UNAUTHORIZED` or `NOT_FOUND` when the user was signed out or deleted meanwhile
 */
export function updateUser(deps: UpdateUserDeps, input: UpdateUserInput): Promise<User> {
  const change = (profile: Profile) =>
    tryUpdate(deps, { ...input, profile }, profile.version === input.profile.version);
  return input.own
    ? unlessSignedOut(deps.store, input.profile, change)
    : unlessStale(deps.store, input.profile, 'NOT_FOUND', change);
}
