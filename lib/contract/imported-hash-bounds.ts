/** What a declared cost of imported hashes can be: what libraries make, and what a function has memory and time for. */
import type { ImportedHashSettings, ScryptCost } from './password-hash.ts';

/** Whole numbers, both ends allowed. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Why a value is refused: the second half of the error. */
  readonly why: string;
}

type Costs = {
  readonly [S in ImportedHashSettings as S['scheme']]: {
    readonly [Parameter in Exclude<keyof S, 'scheme' | 'signerKeySecretArn'>]: Bounds;
  };
};

const ITERATIONS = {
  min: 1,
  max: 10_000_000,
  why: 'give the number behind the prefix of the dearest hash; a login with more takes too long',
};

const LANES = { min: 1, max: 64, why: 'give the p of the dearest hash, which is 1 in most' };

export const IMPORTED_HASH_BOUNDS: Costs = {
  argon2: {
    // KiB.
    memory: {
      min: 8,
      max: 1024 * 1024,
      why: 'give the m of the dearest hash, as in Size.kibibytes(65536) for m=65536; functions have memory for no more',
    },
    passes: { min: 1, max: 64, why: 'give the t of the dearest hash; more takes too long' },
    parallelism: LANES,
  },
  bcrypt: {
    cost: {
      min: 4,
      max: 15,
      why: 'give the number behind the prefix of the dearest hash, such as 12 for $2b$12$; a login with more takes too long',
    },
  },
  scrypt: {
    logN: {
      min: 1,
      max: 20,
      why: 'give the ln of the dearest hash, or the logarithm to base 2 of N: 14 for 16384; a login with more takes too long',
    },
    r: { min: 1, max: 64, why: 'give the r of the dearest hash, which is 8 in most' },
    p: LANES,
  },
  'pbkdf2-sha256': { iterations: ITERATIONS },
  'pbkdf2-sha512': { iterations: ITERATIONS },
  firebase: {
    logN: {
      min: 1,
      max: 14,
      why: 'give mem_cost of the password hash parameters, as the console of Firebase shows it',
    },
    r: {
      min: 1,
      max: 8,
      why: 'give rounds of the password hash parameters, as the console of Firebase shows it',
    },
    p: { min: 1, max: 1, why: 'Firebase has no other' },
  },
};

/** MiB that a function has for a hash of scrypt. */
export const MOST_SCRYPT_MEBIBYTES = 1024;

/** MiB: scrypt takes 128 bytes for each of `N * r` (RFC 7914, 2). */
export function scryptMebibytes({ logN, r }: Pick<ScryptCost, 'logN' | 'r'>): number {
  return (2 ** logN * r * 128) / 2 ** 20;
}
