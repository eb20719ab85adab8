import type { ExportGroup, ItemsOfUser } from '../../lib/contract/items.ts';
import type { PublicEvent, StoredEvent } from './events/event.ts';
import type { CustomFields } from './model/user-model.ts';
import type { OAuthAccount } from './oauth/provider.ts';
import type { AccessClaims, Session, SessionKey, SessionUse } from './sessions/session.ts';
import type { Credential, Profile, User } from './user.ts';

/** A user to be stored with a first credential, and the event that says so. */
export interface NewUser {
  readonly user: User;
  /** Custom fields for access tokens, to be copied to the credential. */
  readonly claims?: CustomFields;
  /** Absent for a user who came by an account at a provider. */
  readonly passwordHash?: string;
  /** The account at a provider that the user came by. */
  readonly account?: OAuthAccount;
  readonly event: StoredEvent;
}

/** One change of a user, profile and credential together. */
export interface UserChange {
  /** As read: the change is refused as `stale` if the stored profile is no longer at this version. */
  readonly before: Profile;
  readonly user: User;
  /** As in `NewUser`; absent where the credential keeps what it has. */
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
   * `too_soon` within a minute of another request for the address. A change of `user.email` drops it.
   */
  readonly emailChange?: EmailChangeRequest;
  /** Absent where nothing changes that subscribers could see. */
  readonly event?: StoredEvent;
}

/** A new address that a user asked for, with the event that has its token mailed. */
export interface EmailChangeRequest {
  readonly newEmail: string;
  /** After the change that the request is a part of. */
  readonly credentialVersion: number;
  readonly event: StoredEvent;
}

export interface PasswordReset {
  readonly userId: string;
  readonly email: string;
  /** The reset is refused as `stale` unless the stored credential is at this version. */
  readonly credentialVersion: number;
  readonly passwordHash: string;
  readonly event: StoredEvent;
}

/** What a successful login leaves behind; nothing is written where all three are absent. */
export interface LoginRecord {
  readonly credential: LoginCredential;
  /** The same password under the current scheme and cost. */
  readonly upgradedHash?: string;
  readonly session?: Session;
  readonly event?: StoredEvent;
}

/** What a login goes by once it is known whose it is: everything but the hash. */
export type LoginCredential = Omit<Credential, 'passwordHash'>;

/** An account at a provider, to be added to a user. */
export interface AccountLink {
  readonly account: OAuthAccount;
  readonly userId: string;
  /** As read: the link is refused as `stale` if the profile is no longer at it, or the user inactive. */
  readonly tokenVersion: number;
  /** Given where the link is for this address: refused as `stale` unless it is verified and the user's. */
  readonly verifiedEmail?: string;
  readonly event: StoredEvent;
}

/** What to read in the round trip that reads profiles. */
export interface LookupKeys {
  /** Whose an address is. */
  readonly email?: string;
  readonly sessions?: readonly SessionKey[];
  /** Whether logins, by their ids, were revoked. */
  readonly revocations?: readonly SessionKey[];
}

export interface Lookup {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Id of the user with the address that was asked for. */
  readonly owner?: string;
  /** By their ids, expired ones included. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Ids of the logins that were revoked. */
  readonly revoked: ReadonlySet<string>;
}

/**
 * Users and their credentials. Reads are strongly consistent, `list` excepted. Every write is one
 * conditional write: it happens whole or not at all, and says which condition refused it. A store
 * that can't be reached throws `SERVICE_UNAVAILABLE`.
 */
export interface UserStore {
  /** Profiles by id and, in the same round trip, what else is asked for. */
  lookup(ids: readonly string[], alongside?: LookupKeys): Promise<Lookup>;
  credential(email: string): Promise<Credential | undefined>;
  create(newUser: NewUser): Promise<'created' | 'email_taken' | 'account_taken'>;
  update(
    change: UserChange,
  ): Promise<'updated' | 'stale' | 'email_taken' | 'last_superuser' | 'too_soon'>;
  delete(profile: Profile): Promise<'deleted' | 'stale' | 'last_superuser'>;
  resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'>;
  recordLogin(login: LoginRecord): Promise<'recorded' | 'stale'>;
  /** Users by age, `limit` at the most, from just after the id `after`. Eventually consistent. */
  list(page: { limit: number; after?: string }): Promise<readonly User[]>;
}

/** Logins, as far as they are stored. Each write is one conditional write, like those of `UserStore`. */
export interface SessionStore {
  /**
   * Ends the login of a credential, whose user has to be active and still honour it: its session goes,
   * or it is listed as revoked.
   */
  end(claims: AccessClaims, at: Date): Promise<'ended' | 'refused'>;
  /** All that are stored of a user, newest first, expired ones included; without their secrets and claims. */
  sessionsOf(userId: string): Promise<readonly Session[]>;
  /** Ends one, whoever's credential it has. */
  remove(key: SessionKey): Promise<'removed' | 'absent'>;
  /** Notes a use, unless the session has ended meanwhile. */
  noteUse(use: SessionUse): Promise<void>;
  /** Replaces the refresh token of a session, if it is the one to replace. */
  rotate(rotation: Rotation): Promise<Rotated>;
  /** Ends a session whose refresh token was used again after it was replaced; once, with its event. */
  endReused(reuse: RefreshClaims, event: StoredEvent): Promise<'ended' | 'refused'>;
}

/** What a refresh token proves: which one of a session it is. */
export interface RefreshClaims extends SessionKey {
  readonly generation: number;
  /** The profile's at the login. */
  readonly tokenVersion: number;
  /** Seconds since 1970 from which the session holds no more. */
  readonly expiresAt: number;
}

export interface RefreshTokens {
  /** The same claims make the same token, so that whoever shares a replacement shares one token. */
  issue(claims: RefreshClaims): Promise<string>;
  /** `undefined` for anything but an unexpired token of this kind. */
  verify(token: string): Promise<RefreshClaims | undefined>;
}

export interface Rotation {
  readonly claims: RefreshClaims;
  readonly backend: string;
  /** Of this very attempt: a write that got no answer and is repeated finds its own. */
  readonly id: string;
  readonly at: Date;
}

export interface Rotated {
  readonly replaced: boolean;
  /** As it is now; absent where there is none. */
  readonly session?: Session;
}

/** Accounts at providers, and whose they are. Each write is one conditional write, like those of `UserStore`. */
export interface OAuthAccountStore {
  /** Whose the account is, and the credential of an address, in one strongly consistent read. */
  find(
    account: OAuthAccount | undefined,
    email?: string,
  ): Promise<{ readonly userId?: string; readonly credential?: LoginCredential }>;
  link(link: AccountLink): Promise<'linked' | 'stale' | 'account_taken'>;
}

/** What is stored of a user besides profile and credential. */
export interface Leftovers {
  /**
   * Deletes all of it, for a user who was deleted; to be called again after a failure, and harmless then.
   *
   * @param until a request for the address that was made later is not the user's
   * @throws UsersError `SERVICE_UNAVAILABLE`, also where there is more than one call can do
   */
  sweep(
    user: { readonly id: string; readonly email: string; readonly pendingEmail?: string },
    until: Date,
  ): Promise<void>;
}

/** What is stored of a user besides the profile that was read; never a hash or a token. */
export interface PersonalData {
  /** On the profile: the last event about the user. */
  readonly lastEvent: StoredEvent;
  readonly credentialVersion: number;
  /** Items of each group, as an export has them. */
  readonly groups: Readonly<Record<ExportGroup, readonly object[]>>;
}

export interface PersonalDataStore {
  /** In one round trip, while none of the kinds is more than a page; `undefined` for who is not there. */
  read(user: { readonly id: string; readonly email: string }): Promise<PersonalData | undefined>;
}

/** What anyone may ask to be mailed to any address. */
export type RequestKind = Exclude<ItemsOfUser<'address'>, 'email-change'>;

export interface TokenRequest {
  readonly kind: RequestKind;
  readonly email: string;
  readonly event: StoredEvent;
}

/** Requests for tokens; of each kind at most one a minute is kept for an address. */
export interface RequestStore {
  record(request: TokenRequest): Promise<void>;
}

/** Passwords to hashes that carry their scheme and cost. */
export interface PasswordHash {
  /** Most UTF-8 bytes of a password that the hash takes whole. */
  readonly maxBytes: number;
  hash(password: string): Promise<string>;
  /** Costs the same whether there is a hash to compare with or not. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** The hash is of an older scheme or a lower cost than `hash` would make now. */
  isOutdated(hash: string): boolean;
}

/** What tokens that are mailed prove; each purpose names some of it. */
export interface MailedClaims {
  readonly userId: string;
  /** Where the token was mailed to. */
  readonly email: string;
  readonly credentialVersion: number;
  /** Where the user wants to move; the token was mailed there, and `email` is the address until then. */
  readonly newEmail: string;
}

/** Tokens of one purpose. */
export interface MailedTokens<Claims> {
  /** The same arguments make the same token, so that an event that is sent again is the same event. */
  issue(claims: Claims, event: StoredEvent): Promise<{ token: string; expiresAt: Date }>;
  /** `undefined` for anything that is not a valid token of this kind. */
  verify(token: string): Promise<Claims | undefined>;
}

export type ResetTokens = MailedTokens<Omit<MailedClaims, 'newEmail'>>;
/** Void once the user has another address. */
export type VerificationTokens = MailedTokens<Pick<MailedClaims, 'userId' | 'email'>>;
export type EmailChangeTokens = MailedTokens<MailedClaims>;

/** Signed positions in the list of users, so that a client can't make one up. */
export interface Cursors {
  issue(afterId: string): Promise<string>;
  verify(cursor: string): Promise<string | undefined>;
}

export interface EventBus {
  /**
   * Publishes in order and stops at the first event that the bus does not take; never throws.
   *
   * @returns how many, from the first on, it took, and why no more
   */
  publish(events: readonly PublicEvent[]): Promise<{ taken: number; error?: unknown }>;
}

export interface Clock {
  now(): Date;
}

export interface Ids {
  /** A new UUID, version 7. */
  next(): string;
}

export interface Randomness {
  /** Of a generator that is fit for keys (CSPRNG). */
  bytes(length: number): Buffer;
}
