import type { Size } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import {
  IMPORTED_HASH_BOUNDS,
  MOST_SCRYPT_MEBIBYTES,
  scryptMebibytes,
} from '../../contract/imported-hash-bounds.ts';
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

const BOUNDS = IMPORTED_HASH_BOUNDS;

/** Without types, as from JavaScript, they can be missing. */
function checkGiven(dearest: object | undefined, what: string): void {
  if (typeof dearest === 'object' && dearest !== null) return;
  throw new UsersApiError('ImportedHash', {
    got: dearest,
    expected: `an object with ${what} of the dearest hash`,
    fix: 'see the table of docs/migrate/hashes.md, as in ImportedHash.bcrypt({ cost: 12 }) for $2b$12$',
  });
}

interface Argon2 {
  readonly memory: Size;
  readonly passes: number;
  readonly parallelism?: number | undefined;
}

export function importedArgon2Settings(dearest: Argon2): GivenImportedHash {
  checkGiven(dearest, 'm, t and p');
  const { memory, passes, parallelism = 1 } = dearest;
  const kibibytes = kibibytesOf('ImportedHash.memory', memory, BOUNDS.argon2.memory);
  checkKnownInteger('ImportedHash.passes', passes, BOUNDS.argon2.passes);
  checkKnownInteger('ImportedHash.parallelism', parallelism, BOUNDS.argon2.parallelism);
  return { scheme: 'argon2', memory: kibibytes, passes, parallelism };
}

export function importedBcryptSettings(dearest: { readonly cost: number }): GivenImportedHash {
  checkGiven(dearest, 'the cost');
  const { cost } = dearest;
  checkKnownInteger('ImportedHash.cost', cost, BOUNDS.bcrypt.cost);
  return { scheme: 'bcrypt', cost };
}

interface Scrypt {
  readonly logN: number;
  readonly blockSize?: number | undefined;
  readonly parallelism?: number | undefined;
}

export function importedScryptSettings(dearest: Scrypt): GivenImportedHash {
  checkGiven(dearest, 'ln, r and p');
  const { logN, blockSize = 8, parallelism = 1 } = dearest;
  checkKnownInteger('ImportedHash.logN', logN, BOUNDS.scrypt.logN);
  checkKnownInteger('ImportedHash.blockSize', blockSize, BOUNDS.scrypt.r);
  checkKnownInteger('ImportedHash.parallelism', parallelism, BOUNDS.scrypt.p);
  const mebibytes = scryptMebibytes({ logN, r: blockSize });
  if (mebibytes > MOST_SCRYPT_MEBIBYTES) {
    throw new UsersApiError('ImportedHash.logN', {
      got: new Found(`${logN} with a block size of ${blockSize}, which take ${mebibytes} MiB`),
      expected: `at most ${MOST_SCRYPT_MEBIBYTES} MiB`,
      fix: 'import users with dearer hashes without them, so that they reset their password',
    });
  }
  return { scheme: 'scrypt', logN, r: blockSize, p: parallelism };
}

export function importedPbkdf2Settings(
  scheme: 'pbkdf2-sha256' | 'pbkdf2-sha512',
  dearest: { readonly iterations: number },
): GivenImportedHash {
  checkGiven(dearest, 'the iterations');
  const { iterations } = dearest;
  checkKnownInteger('ImportedHash.iterations', iterations, BOUNDS[scheme].iterations);
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
  checkKnownInteger('ImportedHash.memoryCost', memoryCost, BOUNDS.firebase.logN);
  checkKnownInteger('ImportedHash.rounds', rounds, BOUNDS.firebase.r);
  return { scheme: 'firebase', logN: memoryCost, r: rounds, p: 1, signerKey };
}
