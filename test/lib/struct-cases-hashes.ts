import { Size, type Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  type Argon2idOptions,
  type BcryptOptions,
  type ImportedArgon2Options,
  type ImportedFirebaseOptions,
  ImportedHash,
  type ImportedScryptOptions,
  PasswordHash,
  UsersApi,
} from '../../lib';
import type { Case } from './struct-case';

const passwordHash =
  (make: (options: object) => PasswordHash): Case =>
  (stack, options) =>
    new UsersApi(stack, 'Users', { passwordHash: make(options) });

const importedHash =
  (make: (options: object, stack: Stack) => ImportedHash): Case =>
  (stack, options) =>
    new UsersApi(stack, 'Users', { importedHashes: [make(options, stack)] });

const importedArgon2 = importedHash((options) => {
  const dearest: ImportedArgon2Options = { memory: Size.mebibytes(64), passes: 3, ...options };
  return ImportedHash.argon2(dearest);
});

const importedScrypt = importedHash((options) => {
  const dearest: ImportedScryptOptions = { logN: 16, ...options };
  return ImportedHash.scrypt(dearest);
});

const importedFirebase = importedHash((options, stack) => {
  const signerKey = Secret.fromSecretNameV2(stack, 'SignerKey', 'firebase-signer-key');
  const project: ImportedFirebaseOptions = { signerKey, ...options };
  return ImportedHash.firebase(project);
});

/** The structs of hashes, by every way that takes them. */
export const HASH_CASES = {
  Argon2idOptions: {
    'PasswordHash.argon2id()': passwordHash((options: Argon2idOptions) =>
      PasswordHash.argon2id(options),
    ),
  },
  BcryptOptions: {
    'PasswordHash.bcrypt()': passwordHash((options: BcryptOptions) => PasswordHash.bcrypt(options)),
  },
  ImportedArgon2Options: { 'ImportedHash.argon2()': importedArgon2 },
  ImportedFirebaseOptions: { 'ImportedHash.firebase()': importedFirebase },
  ImportedScryptOptions: { 'ImportedHash.scrypt()': importedScrypt },
} as const;
