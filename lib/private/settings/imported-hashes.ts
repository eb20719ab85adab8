import type { Size } from 'aws-cdk-lib';
import type { ImportedHashSettings } from '../../contract/password-hash.ts';
import { checkKnownInteger, kibibytesOf } from './password-hash';

/** Bounds of what libraries make, and of what a function has memory and time for. */
const ARGON2 = {
  memory: {
    min: 8,
    max: 1024 * 1024,
    why: 'give the m of the dearest hash, as in Size.kibibytes(65536) for m=65536; functions have memory for no more',
  },
  passes: { min: 1, max: 64, why: 'give the t of the dearest hash; more takes too long' },
  parallelism: { min: 1, max: 64, why: 'give the p of the dearest hash, which is 1 in most' },
};

const BCRYPT = {
  min: 4,
  max: 15,
  why: 'give the number behind the prefix of the dearest hash, such as 12 for $2b$12$; a login with more takes too long',
};

interface Argon2 {
  readonly memory: Size;
  readonly passes: number;
  readonly parallelism?: number | undefined;
}

export function importedArgon2Settings(
  scheme: 'argon2id',
  { memory, passes, parallelism = 1 }: Argon2,
): ImportedHashSettings {
  const kibibytes = kibibytesOf('ImportedHash.memory', memory, ARGON2.memory);
  checkKnownInteger('ImportedHash.passes', passes, ARGON2.passes);
  checkKnownInteger('ImportedHash.parallelism', parallelism, ARGON2.parallelism);
  return { scheme, memory: kibibytes, passes, parallelism };
}

export function importedBcryptSettings({ cost }: { readonly cost: number }): ImportedHashSettings {
  checkKnownInteger('ImportedHash.cost', cost, BCRYPT);
  return { scheme: 'bcrypt', cost };
}
