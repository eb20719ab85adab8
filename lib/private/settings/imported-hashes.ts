import type { Size } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { ImportedHashSettings } from '../../contract/password-hash.ts';
import { Found, UsersApiError } from '../errors';
import { checkKnownInteger, kibibytesOf } from './password-hash';
import { checkNoJson, checkSecret, inPlaceOfSecret, isSecretRef } from './secret-value';

type Firebase = Extract<ImportedHashSettings, { readonly scheme: 'firebase' }>;

/** As it is given: with the secret itself, whose ARN the functions get. */
export type GivenImportedHash =
  | Exclude<ImportedHashSettings, Firebase>
  | (Omit<Firebase, 'signerKeySecretArn'> & {
      readonly signerKey: aws_secretsmanager.ISecretRef;
    });

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

/** GiB take 2^30 bytes; scrypt takes 128 for each of `N * r`. */
const MOST_SCRYPT_BLOCKS = 2 ** 30 / 128;

const SCRYPT = {
  logN: {
    min: 1,
    max: 20,
    why: 'give the ln of the dearest hash, or the logarithm to base 2 of N: 14 for 16384; a login with more takes too long',
  },
  blockSize: { min: 1, max: 64, why: 'give the r of the dearest hash, which is 8 in most' },
  parallelism: { min: 1, max: 64, why: 'give the p of the dearest hash, which is 1 in most' },
};

const PBKDF2 = {
  min: 1,
  max: 10_000_000,
  why: 'give the number behind the prefix of the dearest hash; a login with more takes too long',
};

const FIREBASE = {
  memoryCost: {
    min: 1,
    max: 14,
    why: 'give mem_cost of the password hash parameters, as the console of Firebase shows it',
  },
  rounds: {
    min: 1,
    max: 8,
    why: 'give rounds of the password hash parameters, as the console of Firebase shows it',
  },
};

interface Argon2 {
  readonly memory: Size;
  readonly passes: number;
  readonly parallelism?: number | undefined;
}

export function importedArgon2Settings({
  memory,
  passes,
  parallelism = 1,
}: Argon2): GivenImportedHash {
  const kibibytes = kibibytesOf('ImportedHash.memory', memory, ARGON2.memory);
  checkKnownInteger('ImportedHash.passes', passes, ARGON2.passes);
  checkKnownInteger('ImportedHash.parallelism', parallelism, ARGON2.parallelism);
  return { scheme: 'argon2', memory: kibibytes, passes, parallelism };
}

export function importedBcryptSettings({ cost }: { readonly cost: number }): GivenImportedHash {
  checkKnownInteger('ImportedHash.cost', cost, BCRYPT);
  return { scheme: 'bcrypt', cost };
}

interface Scrypt {
  readonly logN: number;
  readonly blockSize?: number | undefined;
  readonly parallelism?: number | undefined;
}

export function importedScryptSettings({
  logN,
  blockSize = 8,
  parallelism = 1,
}: Scrypt): GivenImportedHash {
  checkKnownInteger('ImportedHash.logN', logN, SCRYPT.logN);
  checkKnownInteger('ImportedHash.blockSize', blockSize, SCRYPT.blockSize);
  checkKnownInteger('ImportedHash.parallelism', parallelism, SCRYPT.parallelism);
  if (2 ** logN * blockSize > MOST_SCRYPT_BLOCKS) {
    const mebibytes = (2 ** logN * blockSize * 128) / 2 ** 20;
    throw new UsersApiError('ImportedHash.logN', {
      got: new Found(`${logN} with a block size of ${blockSize}, which take ${mebibytes} MiB`),
      expected: 'at most 1024 MiB',
      fix: 'import users with dearer hashes without them, so that they reset their password',
    });
  }
  return { scheme: 'scrypt', logN, r: blockSize, p: parallelism };
}

export function importedPbkdf2Settings(
  scheme: 'pbkdf2-sha256' | 'pbkdf2-sha512',
  { iterations }: { readonly iterations: number },
): GivenImportedHash {
  checkKnownInteger('ImportedHash.iterations', iterations, PBKDF2);
  return { scheme, iterations };
}

const SIGNER_KEY = 'ImportedHash.signerKey';

interface FirebaseProject {
  readonly signerKey?: aws_secretsmanager.ISecretRef | undefined;
  readonly memoryCost?: number | undefined;
  readonly rounds?: number | undefined;
}

export function importedFirebaseSettings({
  signerKey,
  memoryCost = 14,
  rounds = 8,
}: FirebaseProject = {}): GivenImportedHash {
  const fix =
    'make one with base64_signer_key of the password hash parameters, as the console of Firebase shows it';
  if (!isSecretRef(signerKey)) {
    throw new UsersApiError(SIGNER_KEY, {
      got: inPlaceOfSecret(signerKey),
      expected: 'a secret of Secrets Manager, whose value is the signer key',
      fix,
    });
  }
  checkNoJson(SIGNER_KEY, signerKey, 'the signer key');
  checkSecret(SIGNER_KEY, signerKey, { counted: (value) => value.trim(), fix });
  checkKnownInteger('ImportedHash.memoryCost', memoryCost, FIREBASE.memoryCost);
  checkKnownInteger('ImportedHash.rounds', rounds, FIREBASE.rounds);
  return { scheme: 'firebase', logN: memoryCost, r: rounds, p: 1, signerKey };
}
