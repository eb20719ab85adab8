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
