import type { NewEvent } from '../events/event.ts';
import type { FoundUsers } from '../user-reads.ts';
import type { AccessClaims, Session, SessionKey, SessionUse } from './session.ts';

/** What else to read in the round trip that reads profiles. */
export interface SignInKeys {
  /** An address, to find its user. */
  readonly email?: string;
  readonly sessions?: readonly SessionKey[];
  /** Whether logins, by their ids, were revoked. */
  readonly revocations?: readonly SessionKey[];
}

export interface SignInState extends FoundUsers {
  /** By their ids, expired ones included. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Ids of the logins that were revoked. */
  readonly revoked: ReadonlySet<string>;
}

export interface SignInStateReads {
  /** Users and what their credentials depend on, in one strongly consistent round trip. */
  signInState(ids: readonly string[], alongside: SignInKeys): Promise<SignInState>;
}

/** Stored logins, each written in one conditional write; `SERVICE_UNAVAILABLE` during an outage. */
export interface SessionStore {
  /**
   * Ends the login of a credential, whose user has to be active and still honour it: its session
   * goes, or it is listed as revoked.
   */
  end(claims: AccessClaims, at: Date): Promise<'ended' | 'refused'>;
  /** The same, whatever the user is by now; nothing is stored of one who was deleted. */
  endPresented(claims: AccessClaims, at: Date): Promise<'ended' | 'refused'>;
  /** All stored sessions, newest first, expired ones included; without secrets, proofs and claims. */
  sessionsOf(userId: string): Promise<readonly Session[]>;
  /** Deletes the session, whichever backend issued it. */
  remove(key: SessionKey): Promise<'removed' | 'absent'>;
  /** Notes a use, unless the session has ended by then. */
  noteUse(use: SessionUse): Promise<void>;
  /** Replaces the refresh token of a session, if it is the one to replace. */
  rotate(rotation: Rotation): Promise<Rotated>;
  /**
   * Ends a session whose refresh token was used again after it was replaced; once, with its event.
   */
  endReused(reuse: RefreshClaims, event: NewEvent): Promise<'ended' | 'refused'>;
  /** Ends a session whose refresh token was replaced, without an event: nobody got the replacement. */
  endReplaced(replaced: RefreshClaims, at: Date): Promise<'ended' | 'refused'>;
}

/** What a refresh token proves: which one of a session it is. */
export interface RefreshClaims extends SessionKey {
  readonly generation: number;
  /** The profile's at the login. */
  readonly tokenVersion: number;
  /** Seconds since 1970 from which the session is over. */
  readonly expiresAt: number;
}

export interface RefreshTokens {
  /** The same claims make the same token, so that all who share a replacement share one token. */
  issue(claims: RefreshClaims): Promise<string>;
  /** `undefined` for anything but an unexpired token of this kind. */
  verify(token: string): Promise<RefreshClaims | undefined>;
}

export interface Rotation {
  readonly claims: RefreshClaims;
  readonly backend: string;
  /** Of this attempt: a write that is repeated because it got no response finds its own. */
  readonly id: string;
  readonly at: Date;
}

export interface Rotated {
  readonly replaced: boolean;
  /** As it is now; absent if there is none. */
  readonly session?: Session;
}
