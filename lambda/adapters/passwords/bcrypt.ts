import bcrypt from 'bcryptjs';
import { type BcryptCost, MAX_PASSWORD_BYTES } from '../../../lib/contract/password-hash.ts';
import type { PasswordScheme } from '../../users/passwords/password-hash.ts';
import { type CostedScheme, declared } from './costed-scheme.ts';

/**
 * The versions differ in how libraries made them, and not in what a password comes to. bcrypt has costs from 4 to 31, and
 * bcryptjs throws at any other.
 */
const HASH = /^\$2[aby]\$(?:0[4-9]|[12]\d|3[01])\$[./A-Za-z\d]{53}$/;

/** Hashes of bcrypt, `$2b$10$...`, of any library. */
export const bcryptScheme: CostedScheme<BcryptCost> = {
  recognises: (hash) => HASH.test(hash),
  costOf: (hash) => ({ cost: bcrypt.getRounds(hash) }),
  async verify(password, hash) {
    // bcrypt reads 72 bytes and ignores the rest, which could then be anything.
    return (await bcrypt.compare(password, hash)) && !bcrypt.truncates(password);
  },
  async spend(password, { cost }) {
    await bcrypt.hash(password, cost);
  },
  /** `2^c + 2^c + 2^(c+1) + ... + 2^(whole-1) = 2^whole`. */
  missing: ({ cost }, { cost: whole }) =>
    cost > whole
      ? undefined
      : Array.from({ length: whole - cost }, (_, more) => ({ cost: cost + more })),
};

/** bcrypt with `2^cost` rounds (OWASP Password Storage Cheat Sheet: a cost of 10 or more). */
export function bcryptHash({ cost }: BcryptCost): PasswordScheme {
  return {
    ...declared(bcryptScheme, { cost }),
    maxBytes: MAX_PASSWORD_BYTES.bcrypt,
    hash: (password) => bcrypt.hash(password, cost),
    isOutdated: (hash) => bcrypt.getRounds(hash) !== cost,
  };
}
