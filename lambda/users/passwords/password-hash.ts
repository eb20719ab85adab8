/** Compares texts with hashes of one kind, by a library; texts are compared as they are. */
export interface HashScheme {
  /** Whether the hash is of this kind, whatever it costs. */
  recognises(hash: string): boolean;
  verify(password: string, hash: string): Promise<boolean>;
}

/** In words of the hash's own parameters, such as `cost 12`: nothing of what is secret. */
export interface Costs {
  readonly got: string;
  /** That of the dearest hash. */
  readonly most: string;
}

/** A scheme whose dearest hash is known, so that it can take as long for every user. */
export interface DeclaredScheme extends Pick<HashScheme, 'recognises'> {
  /** Such a hash takes longer than the others, and so tells by time whose it is. */
  isDearer(hash: string): boolean;
  /** Of a hash that the scheme recognises. */
  costsOf(hash: string): Costs;
  /** Costs as much as the dearest hash, whether there is a hash to compare with or not. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** The scheme by which hashes are made now. */
export interface PasswordScheme extends DeclaredScheme {
  /** The longest password, in UTF-8 bytes, that the hash covers as a whole. */
  readonly maxBytes: number;
  /** Costs the same as `verify`. */
  hash(password: string): Promise<string>;
  /** `hash` would make one of another cost now. */
  isOutdated(hash: string): boolean;
}

/** Turns passwords into hashes that carry their scheme and cost. */
export type NewPasswordHash = Pick<PasswordScheme, 'maxBytes' | 'hash'>;

/** What a comparison of a password with a hash shows. */
export type Compared =
  | { readonly matches: false }
  | {
      readonly matches: true;
      /**
       * Present where `hash` would make another hash of the password now: makes it. Only for a user who is let in,
       * since it may take as long as the comparison.
       */
      readonly replacement?: () => Promise<string>;
    };

export interface PasswordHash extends NewPasswordHash {
  /** Costs the same whether there is a hash to compare with or not, and whatever its scheme. */
  compare(password: string, hash: string | undefined): Promise<Compared>;
  /** As `compare`, where it only matters whether the password is right. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}
