/**
 * How passwords are hashed: what functions need that make a hash, and what those that compare a password with one
 * need besides.
 */
import { derivedJson, optionalJson } from './setting.ts';

/** Parameters of argon2: `memory` in KiB, as in the hash. */
export interface Argon2Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** bcrypt does `2^cost` rounds. */
export interface BcryptCost {
  readonly cost: number;
}

/** Parameters of scrypt (RFC 7914), N by its logarithm to base 2. */
export interface ScryptCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

export interface Pbkdf2Cost {
  readonly iterations: number;
}

/** How hashes are made: the current scheme, with its cost. */
export type PasswordHashSettings =
  | ({ readonly scheme: 'argon2id' } & Argon2Cost)
  | ({
      readonly scheme: 'bcrypt';
      /** Only the deployment knows the cost, so that synth could not check it. */
      readonly unchecked?: true;
    } & BcryptCost);

/** A scheme of hashes that were made elsewhere or before, with the cost of the dearest of them. */
export type ImportedHashSettings =
  | ({ readonly scheme: 'argon2' } & Argon2Cost)
  | ({ readonly scheme: 'bcrypt' } & BcryptCost)
  | ({ readonly scheme: 'scrypt' } & ScryptCost)
  | ({ readonly scheme: 'pbkdf2-sha256' | 'pbkdf2-sha512' } & Pbkdf2Cost)
  | ({ readonly scheme: 'firebase'; readonly signerKeySecretArn: string } & ScryptCost);

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet). */
export const DEFAULT_HASH = {
  scheme: 'argon2id',
  memory: 19 * 1024,
  passes: 2,
  parallelism: 1,
} as const satisfies PasswordHashSettings;

/** Costs of bcrypt for new hashes. */
export const BCRYPT_COSTS = {
  default: 10,
  min: 10,
  max: 14,
  why: 'below 10 a leaked hash is cheap to crack, above 14 a login takes seconds',
} as const;

/** The longest password, in UTF-8 bytes, that a hash covers as a whole. */
export const MAX_PASSWORD_BYTES = { argon2id: 1024, bcrypt: 72 } as const;

export const passwordHash = derivedJson<PasswordHashSettings>()('passwordHash');

export const importedHashes = optionalJson<readonly ImportedHashSettings[]>()('importedHashes');

/** What a function needs that compares a password with a stored hash. */
export const COMPARED_PASSWORD = [passwordHash, importedHashes] as const;
