import type { PasswordScheme } from '../../../lambda/users/passwords/password-hash.ts';

/** Hashes that can be read, so that a step finds the password to send; their cost rises by steps. */
export class PlainHash implements PasswordScheme {
  readonly maxBytes = 4096;
  cost = 1;

  async hash(password: string): Promise<string> {
    return `${this.cost}$${password}`;
  }

  recognises(): boolean {
    return true;
  }

  isDearer(): boolean {
    return false;
  }

  costsOf() {
    return { got: '', most: '' };
  }

  async verify(password: string, hash: string | undefined): Promise<boolean> {
    return passwordOf(hash) === password;
  }

  isOutdated(hash: string): boolean {
    return Number.parseInt(hash, 10) < this.cost;
  }
}

export function passwordOf(hash: string | undefined): string | undefined {
  return hash?.slice(hash.indexOf('$') + 1);
}
