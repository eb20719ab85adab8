import type { Proof } from './proof.ts';
import type { CustomFields } from './user.ts';

/** A login, and its user. */
export interface SessionKey {
  readonly userId: string;
  /** UUID, version 7. */
  readonly sessionId: string;
}

/** A stored login: its credentials are valid as long as it exists. */
export interface Session extends SessionKey {
  /** Name of the authentication backend. */
  readonly backend: string;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** RFC 3339, UTC. */
  readonly last_used_at: string;
  /** Source address of the login. */
  readonly ip: string;
  /** `User-Agent` of the login. */
  readonly user_agent: string;
  /** Of the login; absent for one of before there was proof. */
  readonly proof?: Proof;
  /** The profile's at the login. */
  readonly tokenVersion: number;
  /** Seconds since 1970 at which it expires; has to be checked, as DynamoDB deletes late. */
  readonly expiresAt: number;
  /** Of the secret half of a session token: SHA-256, base64url. */
  readonly secretHash?: string;
  /** What a hook added to the claims at the login; those that are fields are the profile's. */
  readonly claims?: CustomFields;
  /**
   * How often its tokens were refreshed, if they can be: only the newest refresh token can refresh.
   */
  readonly generation?: number;
  /** When that was last, RFC 3339, UTC. */
  readonly rotated_at?: string;
  /**
   * When a replaced refresh token was used again, or the user was refused at a refresh, which ended
   * the session. RFC 3339, UTC.
   */
  readonly ended_at?: string;
}
