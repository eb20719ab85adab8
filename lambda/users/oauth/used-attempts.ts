/** An attempt that comes back from the provider. */
export interface ReturnedAttempt {
  /** Name of the OAuth client. */
  readonly client: string;
  readonly state: string;
  /** Seconds since the epoch; nobody can bring the attempt back later than that. */
  readonly expiresAt: number;
}

/** Which attempts came back, so that each is used only once (RFC 9700, 4.7.1). */
export interface UsedAttempts {
  /** One conditional write; `SERVICE_UNAVAILABLE` while the store is out of reach. */
  use(attempt: ReturnedAttempt): Promise<'used' | 'replayed'>;
}
