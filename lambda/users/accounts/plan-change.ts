import type { Actor } from '../events/event.ts';
import { changedFields, type ValidatedChange } from '../model/user-model.ts';
import type { CustomFields, Profile, User } from '../user.ts';
import type { UserChange } from './account-store.ts';
import type { Renewal } from './renewal.ts';

/** Changes that are asked for; a field that is absent stays as it is. */
export interface UserChanges {
  /** As `parseEmail` returns it. */
  readonly email?: string;
  readonly password?: string;
  readonly is_active?: boolean;
  readonly is_superuser?: boolean;
  readonly is_verified?: boolean;
  readonly custom?: ValidatedChange;
}

/** Who changes a user. */
export type ChangedBy =
  /** The user, by a login; `superuser` by a superuser's route. */
  | {
      readonly themselves: true;
      readonly by: 'user' | 'superuser';
      /** The login in use, which outlives a change of password unless another takes its place. */
      readonly sessionId: string;
      readonly renewal?: Renewal | undefined;
      /** A new address has to be confirmed before it is in force. */
      readonly confirmEmail: boolean;
    }
  | {
      readonly themselves: false;
      readonly by: 'superuser';
      /** The superuser, or an operator who has the same powers. */
      readonly actor: Actor;
    };

/** What a change amounts to, for a profile as read. */
export interface ChangePlan
  extends Pick<UserChange, 'tokenVersion' | 'survivingToken' | 'endsAccounts'> {
  readonly before: Profile;
  readonly user: User;
  /** Names of the fields that change at once, `password` among them. */
  readonly fields: readonly string[];
  readonly password?: string;
  /** An address that has to be confirmed first. */
  readonly newEmail?: string;
  /** The address or the password changes, or a new address is requested. */
  readonly newCredential: boolean;
  /** Users deactivate themselves, which ends every login of theirs. */
  readonly endsOwnLogins: boolean;
  readonly by: ChangedBy['by'];
  readonly actor: Actor;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/**
 * Works out a change, without reading or writing anything; `undefined` if nothing would change.
 *
 * @param custom the custom fields that result, if the change names some
 */
export function planChange(
  before: Profile,
  { custom: _, ...asked }: UserChanges,
  custom: CustomFields | undefined,
  who: ChangedBy,
  at: string,
): ChangePlan | undefined {
  const { newEmail, changes } = deferred(before.user, asked, who);
  const { password } = changes;
  const changed = difference(before.user, changes);
  const fields = [
    ...Object.keys(changed),
    ...(custom ? changedFields(before.user.custom, custom) : []),
    ...(password === undefined ? [] : ['password']),
  ].sort();
  if (fields.length === 0 && newEmail === undefined) return undefined;
  return {
    before,
    user: {
      ...before.user,
      ...changed,
      ...(custom && { custom }),
      ...(fields.length > 0 && { updated_at: at }),
    },
    fields,
    ...(password !== undefined && { password }),
    ...(newEmail !== undefined && { newEmail }),
    newCredential: changed.email !== undefined || newEmail !== undefined || password !== undefined,
    endsOwnLogins: who.themselves && changed.is_active === false,
    ...tokensAfter(before, changed, password, who),
    // A superuser gives somebody their account back: who linked another account may be the thief.
    ...(!who.themselves && password !== undefined && { endsAccounts: true }),
    by: who.by,
    actor: who.themselves ? { id: before.user.id, by: who.by } : who.actor,
    at,
  };
}

type PlainChanges = Omit<UserChanges, 'custom'>;

/** Separates a new address that has to be confirmed first; the other changes are made at once. */
function deferred(
  user: User,
  changes: PlainChanges,
  who: ChangedBy,
): { readonly newEmail?: string; readonly changes: PlainChanges } {
  const { email, ...others } = changes;
  if (!who.themselves || !who.confirmEmail || email === undefined) return { changes };
  return { changes: others, ...(email !== user.email && { newEmail: email }) };
}

/**
 * What differs from the stored user; a new address is unverified unless the change says otherwise.
 */
function difference(
  user: User,
  { password, ...changes }: PlainChanges,
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

/**
 * Access tokens end with a new password and with deactivation. The token that changed its own
 * user's password survives: it "ends every other session".
 */
function tokensAfter(
  { tokenVersion, survivingToken }: Profile,
  difference: Partial<User>,
  password: string | undefined,
  who: ChangedBy,
): Pick<UserChange, 'tokenVersion' | 'survivingToken'> {
  if (password === undefined && difference.is_active !== false) {
    return { tokenVersion, survivingToken };
  }
  const survives = who.themselves && !who.renewal && difference.is_active !== false;
  const survivor = survives ? who.sessionId : undefined;
  return { tokenVersion: tokenVersion + 1, survivingToken: survivor };
}
