/** What the client of `cdk-users-api/admin` takes and gives. */
import type { ImportResult } from '../../../lib/contract/transfer.ts';
import type { PublicFactors } from '../../users/factors/public-factors.ts';
import type { WholeUser } from '../../users/model/hooks.ts';
import type { PublicAccount } from '../../users/oauth/linked-account.ts';
import type { PublicPasskey } from '../../users/public-passkey.ts';
import type { PublicSession } from '../../users/sessions/session.ts';
import type { ImportedUserInput, ImportUsersOptions } from './import.ts';

/** A user with all custom fields, including those that the API never returns. */
export type User = WholeUser;

export interface UserPage {
  readonly users: readonly User[];
  /** Cursor of the next page, while there is one. */
  readonly next?: string;
}

/** A session of a user, at a backend that stores its logins. */
export type UserSession = PublicSession;

/** An account of a user at a provider; what is not known is `null`. */
export type UserAccount = PublicAccount;

/** A passkey of a user; what is not known is `null`. */
export type UserPasskey = PublicPasskey;

/** Second factors of a user. */
export type UserFactors = PublicFactors;

/** Custom fields are properties next to these. */
export interface NewUserInput {
  readonly email: string;
  readonly password: string;
  /** @default false */
  readonly is_superuser?: boolean;
  /** @default false */
  readonly is_verified?: boolean;
  readonly [customField: string]: unknown;
}

/** A property that is absent stays as it is. Custom fields are properties next to these. */
export interface UserChanges {
  readonly email?: string;
  readonly password?: string;
  readonly is_active?: boolean;
  readonly is_superuser?: boolean;
  readonly is_verified?: boolean;
  readonly [customField: string]: unknown;
}

/**
 * Reads need `users.grants.readUsers`, everything else `users.grants.manageUsers`.
 *
 * Every method throws `UsersError` with the code `SERVICE_UNAVAILABLE` while the table is out of
 * reach.
 */
export interface UsersAdmin {
  /** The user with an id. */
  get(id: string): Promise<User | undefined>;
  /** The user with an address, in upper or lower case. */
  findByEmail(email: string): Promise<User | undefined>;
  /**
   * A page of all users, oldest first: 50 unless a limit is given. `next` is the cursor of the
   * following one.
   *
   * @throws InvalidInputError for a cursor that no page had
   */
  list(page?: { readonly limit?: number; readonly cursor?: string }): Promise<UserPage>;
  /**
   * Sessions that a user can still use, newest first; empty if no backend stores its logins.
   *
   * @throws UsersError `NOT_FOUND`
   */
  sessions(id: string): Promise<readonly UserSession[]>;
  /**
   * Accounts at providers that sign the user in, oldest first.
   *
   * @throws UsersError `NOT_FOUND`
   */
  accounts(id: string): Promise<readonly UserAccount[]>;
  /**
   * Passkeys that sign the user in, oldest first.
   *
   * @throws UsersError `NOT_FOUND`
   */
  passkeys(id: string): Promise<readonly UserPasskey[]>;
  /**
   * Raises `after-register`.
   *
   * @throws ValidationError; UsersError `REGISTER_USER_ALREADY_EXISTS`, `REGISTER_INVALID_PASSWORD`
   */
  create(user: NewUserInput): Promise<User>;
  /**
   * Stores users of another system with the hashes of their passwords: at most 500 a call, in the format of
   * `docs/import.md`. Nobody who is there is changed. The result says who was not imported, and why; it raises
   * no event unless asked.
   *
   * @throws RangeError for more users, and for options that are none, such as a scheme or cost that the construct would refuse
   */
  importUsers(
    users: readonly ImportedUserInput[],
    options?: ImportUsersOptions,
  ): Promise<ImportResult>;
  /**
   * Changes what is given. Raises `after-update` unless nothing changes. A new password and a
   * deactivation end the user's sessions.
   *
   * @throws ValidationError; UsersError `NOT_FOUND`, `UPDATE_USER_EMAIL_ALREADY_EXISTS`,
   * `UPDATE_USER_INVALID_PASSWORD`, `LAST_SUPERUSER`
   */
  update(id: string, changes: UserChanges): Promise<User>;
  /**
   * Raises `after-delete`.
   *
   * @throws UsersError `NOT_FOUND`, `LAST_SUPERUSER`
   */
  delete(id: string): Promise<void>;
  /**
   * Signs the user out everywhere, at all backends, whether their logins are stored or not.
   *
   * @throws UsersError `NOT_FOUND`
   */
  revokeSessions(id: string): Promise<void>;
  /**
   * Lets a user sign in again at once, after too many wrong passwords or codes.
   *
   * @throws UsersError `NOT_FOUND`
   */
  liftLockout(id: string): Promise<void>;
  /**
   * Which second factors a user has.
   *
   * @throws UsersError `NOT_FOUND`
   */
  factors(id: string): Promise<UserFactors>;
  /**
   * Removes authenticator app and recovery codes from a user who has lost them: the next login takes one factor. Raises
   * `after-mfa-disable`, unless there are none.
   *
   * @throws UsersError `NOT_FOUND`
   */
  removeMfa(id: string): Promise<void>;
  /**
   * Removes an account at a provider, by the names that `accounts` has. Raises `after-account-unlink`.
   *
   * @throws UsersError `NOT_FOUND`, `LAST_CREDENTIAL` for a user who could not sign in without it
   */
  unlinkAccount(
    id: string,
    account: { readonly client: string; readonly subject: string },
  ): Promise<void>;
  /**
   * Removes a passkey, by the id that `passkeys` has. Raises `after-passkey-delete`.
   *
   * @throws UsersError `NOT_FOUND`, `LAST_CREDENTIAL` for a user who could not sign in without it
   */
  removePasskey(id: string, passkey: { readonly id: string }): Promise<void>;
}
