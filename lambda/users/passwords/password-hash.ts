/** One way to hash passwords, by a library: texts are hashed as they are. */
export interface PasswordScheme {
  /** The longest password, in UTF-8 bytes, that the hash covers as a whole. */
  readonly maxBytes: number;
  hash(password: string): Promise<string>;
  /** Costs the same whether there is a hash to compare with or not. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** The hash is of an older scheme or a lower cost than `hash` would make now. */
  isOutdated(hash: string): boolean;
}

/** Turns passwords into hashes that carry their scheme and cost. */
export interface PasswordHash extends Pick<PasswordScheme, 'maxBytes' | 'hash' | 'verify'> {
  /**
   * As `verify`: `outdated` if the password is right and `hash` would make another hash of it now.
   * Costs the same whether there is a hash to compare with or not.
   */
  compare(password: string, hash: string | undefined): Promise<'wrong' | 'right' | 'outdated'>;
}
