/** A secret as it was sealed, opened. */
export interface Opened {
  readonly secret: Uint8Array;
  /** It is sealed with an earlier key than what is sealed now. */
  readonly isOutdated: boolean;
}

/** Seals what has to be stored and must be of no use to anyone who reads the table. */
export interface Sealing {
  seal(secret: Uint8Array, userId: string): Promise<string>;
  /**
   * @throws for what was not sealed for this user, or was sealed with a key that is gone: nobody but an operator can do
   * anything about it
   */
  open(sealed: string, userId: string): Promise<Opened>;
}
