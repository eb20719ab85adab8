/** Which login of whom. */
export interface SessionKey {
  readonly userId: string;
  /** UUID, version 7. */
  readonly sessionId: string;
}

/** A login that is stored: its credentials hold as long as it is there. */
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
  /** The profile's at the login. */
  readonly tokenVersion: number;
  /** Seconds since 1970 from which it holds no more; to be looked at, as DynamoDB deletes late. */
  readonly expiresAt: number;
  /** Of the secret half of a session token: SHA-256, base64url. */
  readonly secretHash?: string;
}

/** Where the table says that a credential ended before its time. */
export type Keeping =
  /** It holds as long as this session is stored, of this very backend and secret. */
  | { readonly by: 'session'; readonly backend: string; readonly secretHash?: string }
  /** It holds until it expires, in seconds since 1970, unless it was put on the list of the revoked. */
  | { readonly by: 'revocation'; readonly expiresAt: number };

/** What a credential says before the table is asked. */
export interface AccessClaims extends SessionKey {
  /** The profile's at the login: a later one voids the credential. */
  readonly tokenVersion: number;
  readonly keeping: Keeping;
  /** What the user model put into the token besides. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** What a login hands out. */
export interface Issued {
  readonly credential: string;
  /** To be stored with the login. */
  readonly session?: Session;
}
