/** Turns passwords into hashes that carry their scheme and cost. */
export interface PasswordHash {
  /** The longest password, in UTF-8 bytes, that the hash covers as a whole. */
  readonly maxBytes: number;
  hash(password: string): Promise<string>;
  /** Costs the same whether there is a hash to compare with or not. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** The hash is of an older scheme or a lower cost than `hash` would make now. */
  isOutdated(hash: string): boolean;
}
