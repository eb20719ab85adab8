import type { Compared, NewPasswordHash, PasswordHash, PasswordScheme } from './password-hash.ts';
import { type HashSchemes, StoredHashes } from './stored-hashes.ts';

/**
 * The one form in which a password is checked and hashed: one keyboard types `ü` as one character,
 * another as two that look the same (NIST SP 800-63B-4, 3.1.1.2; RFC 8265, 4.2.2).
 */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/** bcrypt repeats its key with this character between, so `abc` would be `abc\0abc`. */
export const NUL = '\u0000';

/** New hashes of passwords by one scheme, whichever way their characters are typed. */
export class NewUnicodePasswords implements NewPasswordHash {
  readonly maxBytes: number;
  readonly #scheme: Pick<PasswordScheme, 'maxBytes' | 'hash'>;

  constructor(scheme: Pick<PasswordScheme, 'maxBytes' | 'hash'>) {
    this.maxBytes = scheme.maxBytes;
    this.#scheme = scheme;
  }

  hash(password: string): Promise<string> {
    return this.#scheme.hash(normalised(password));
  }
}

/** The same, and comparisons with what is stored. */
export class UnicodePasswords extends NewUnicodePasswords implements PasswordHash {
  readonly #stored: StoredHashes;
  readonly #replaced: () => void;

  /** @param replaced is told of each hash of before that a user who is let in has */
  constructor(schemes: HashSchemes, replaced: () => void = () => {}) {
    super(schemes.current);
    this.#stored = new StoredHashes(schemes);
    this.#replaced = replaced;
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    return (await this.compare(password, hash)).matches;
  }

  async compare(password: string, hash: string | undefined): Promise<Compared> {
    const text = normalised(password);
    const first = await this.#stored.compare(text, hash);
    // Before 0.2.0 texts were hashed as they came, and so they are elsewhere. It depends only on the text that was
    // sent whether this is tried, and not on the user or on the first try, so that the time tells nothing.
    const asSent = text === password ? undefined : await this.#stored.compare(password, hash);
    const matches = first.matches || asSent?.matches;
    if (hash === undefined || !matches || password.includes(NUL)) return { matches: false };
    // A few characters have a longer normal form, and others' schemes take longer passwords.
    const fits = Buffer.byteLength(text, 'utf8') <= this.maxBytes;
    if (!fits || (first.matches && !this.#stored.isOutdated(hash))) return { matches: true };
    const replacement = async () => {
      this.#replaced();
      return first.made ?? this.hash(password);
    };
    return { matches: true, replacement };
  }
}
