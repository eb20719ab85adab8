import bcrypt from 'bcryptjs';
import type { PasswordScheme } from '../users/passwords/password-hash.ts';

/** bcrypt reads this much of a password and ignores the rest. */
const MAX_BYTES = 72;

/** bcrypt with `2^cost` rounds (OWASP Password Storage Cheat Sheet: a cost of 10 or more). */
export class BcryptPasswordHash implements PasswordScheme {
  readonly maxBytes = MAX_BYTES;
  readonly #cost: number;
  /** What an unknown user's password is compared with. */
  #decoy: Promise<string> | undefined;

  constructor(cost: number) {
    this.#cost = cost;
  }

  hash(password: string): Promise<string> {
    return bcrypt.hash(password, this.#cost);
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    // Made on the first verification, known user or not, so that the time tells nothing.
    this.#decoy ??= this.hash('decoy');
    const decoy = await this.#decoy;
    const matches = await bcrypt.compare(password, hash ?? decoy);
    if (hash === undefined) return false;
    // Also after a match: the right password of an inactive user must take as long as a wrong one.
    await this.#spendTheRest(password, bcrypt.getRounds(hash));
    return matches && !bcrypt.truncates(password);
  }

  isOutdated(hash: string): boolean {
    return bcrypt.getRounds(hash) < this.#cost;
  }

  /**
   * Makes a comparison with a hash of lower cost take as long as one with the decoy:
   * `2^c + 2^c + 2^(c+1) + ... + 2^(cost-1) = 2^cost`.
   */
  async #spendTheRest(password: string, cost: number): Promise<void> {
    for (let spent = cost; spent < this.#cost; spent++) await bcrypt.hash(password, spent);
  }
}
