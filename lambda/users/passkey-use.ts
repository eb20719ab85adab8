/** A use of a passkey, noted with the login that it proves: the authenticator's challenge is good once. */
export interface PasskeyUse {
  readonly userId: string;
  /** The passkey's id in base64url. */
  readonly id: string;
  readonly challenge: string;
  /** Seconds since 1970; nobody can come with the challenge later than that. */
  readonly expiresAt: number;
  /** As the authenticator says: higher than it was, or 0 as it was. */
  readonly signCount: number;
  readonly backedUp: boolean;
  /** RFC 3339, UTC. */
  readonly at: string;
}
