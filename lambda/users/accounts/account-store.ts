import type { NewEvent } from '../events/event.ts';
import type { Watched } from '../limits/counter.ts';
import type { TooSoon } from '../passwords/mail-limit.ts';
import type { Session } from '../stored-session.ts';
import type { UsedCode } from '../used-code.ts';
import type { Credential, CustomFields, NewLink, Profile, User } from '../user.ts';
import type { DeletionNote } from './deletions.ts';

/** A user to be stored with a first credential, and the event that says so. */
export interface NewUser {
  readonly user: User;
  /** Custom fields for access tokens, to be copied to the credential. */
  readonly claims?: CustomFields;
  /** Absent for a user who registered through a provider. */
  readonly passwordHash?: string;
  /** Counters that must be open, or the user is refused as `locked`. */
  readonly unlessLocked?: readonly Watched[];
  /** The account at that provider, and its version, as `versionOfFirst` says. */
  readonly link?: { readonly account: NewLink; readonly linkVersion: number };
  /** The code that proved the address; the user is refused as `code_used` if it was used. */
  readonly usedCode?: UsedCode;
  readonly event: NewEvent;
}

/** One change of a user, profile and credential together. */
export interface UserChange {
  /**
   * As read: the change is refused as `stale` if the stored profile is no longer at this version.
   */
  readonly before: Profile;
  readonly user: User;
  /** As in `NewUser`; absent if the credential keeps what it has. */
  readonly claims?: CustomFields;
  readonly tokenVersion: number;
  readonly survivingToken?: string;
  /**
   * Given when the address or the password changes: the credential as read, which must still be
   * the stored one, and the hash to store; no hash for a user who has no password.
   */
  readonly credential?: { readonly before: Credential; readonly passwordHash?: string };
  /**
   * Notes a new address that waits to be confirmed, in place of one that was noted before; refused as
   * `TooSoon` where the user asked for the same address too often. A change of `user.email` drops it.
   */
  readonly emailChange?: EmailChangeRequest;
  /** Removes every account at a provider that was linked so far. */
  readonly endsAccounts?: boolean;
  /** Of a login that takes the place of the one in use. */
  readonly session?: Session | undefined;
  /** Absent where nothing changes that subscribers could see. */
  readonly event?: NewEvent;
}

/** A new address that a user asked for, with the event that has its token mailed. */
export interface EmailChangeRequest {
  readonly newEmail: string;
  /** After the change that the request is a part of. */
  readonly credentialVersion: number;
  readonly event: NewEvent;
}

/**
 * Users, created, changed and deleted. Each write is one conditional write: it happens whole or not
 * at all, and says which condition refused it. A store that can't be reached throws
 * `SERVICE_UNAVAILABLE`.
 */
export interface AccountStore {
  create(
    newUser: NewUser,
  ): Promise<'created' | 'locked' | 'email_taken' | 'account_taken' | 'code_used'>;
  update(
    change: UserChange,
  ): Promise<'updated' | 'stale' | 'email_taken' | 'last_superuser' | TooSoon>;
  delete(profile: Profile, note: DeletionNote): Promise<'deleted' | 'stale' | 'last_superuser'>;
}
