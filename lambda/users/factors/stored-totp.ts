/** The secret of a user's authenticator app, as it is stored. */
export interface StoredTotp {
  readonly sealed: string;
  /** That of the last code that was used: earlier ones are of no more use. */
  readonly lastStep: number;
}

/** One that is not in force before its first code comes. */
export interface PendingTotp {
  readonly sealed: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}
