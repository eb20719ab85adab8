import type { PasswordHash, PasswordScheme } from './password-hash.ts';

/**
 * The one form in which a password is checked and hashed: one keyboard types `ü` as one character,
 * another as two that look the same (NIST SP 800-63B-4, 3.1.1.2; RFC 8265, 4.2.2).
 */
export function normalised(password: string): string {
  return password.normalize('NFC');
}

/** bcrypt repeats its key with this character between, so `abc` would be `abc\0abc`. */
export const NUL = '\u0000';

/** Hashes of passwords by one scheme, whichever way their characters are typed. */
export class UnicodePasswords implements PasswordHash {
  readonly maxBytes: number;
  readonly #scheme: PasswordScheme;

  constructor(scheme: PasswordScheme) {
    this.maxBytes = scheme.maxBytes;
    this.#scheme = scheme;
  }

  hash(password: string): Promise<string> {
    return this.#scheme.hash(normalised(password));
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    return (await this.compare(password, hash)) !== 'wrong';
  }

  async compare(
    password: string,
    hash: string | undefined,
  ): Promise<'wrong' | 'right' | 'outdated'> {
    const text = normalised(password);
    const matches = await this.#scheme.verify(text, hash);
    // Before 0.2.0 texts were hashed as they came. It depends only on the text that was sent whether
    // this is tried, and not on the user or on the first try, so that the time tells nothing.
    const matchesAsSent = text !== password && (await this.#scheme.verify(password, hash));
    if (hash === undefined || !(matches || matchesAsSent) || password.includes(NUL)) return 'wrong';
    // A few characters have a longer normal form, of which the scheme may not take all.
    const fits = Buffer.byteLength(text, 'utf8') <= this.maxBytes;
    return fits && (!matches || this.#scheme.isOutdated(hash)) ? 'outdated' : 'right';
  }
}
