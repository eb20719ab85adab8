import {
  BCRYPT_COSTS,
  type ImportedHashSettings,
  importedHashes,
  type PasswordHashSettings,
  passwordHash as passwordHashSetting,
} from '../../lib/contract/password-hash.ts';
import { contextWords, passwordMinLength } from '../../lib/contract/passwords.ts';
import { variableOf } from '../../lib/contract/setting.ts';
import { currentScheme, declaredSchemes, KNOWN_SCHEMES } from '../adapters/passwords/schemes.ts';
import { SetupError } from '../users/errors.ts';
import type { PasswordPolicy } from '../users/passwords/password-policy.ts';
import { type HashSchemes, StoredHashes } from '../users/passwords/stored-hashes.ts';
import { NewUnicodePasswords, UnicodePasswords } from '../users/passwords/unicode-passwords.ts';
import type { Runtime } from './runtime.ts';

/** Makes hashes, for functions that compare none. */
export const newPasswordHash = (rt: Runtime) => new NewUnicodePasswords(current(rt));

/** @param replaced is told of each hash of before that is replaced */
export const passwordHash = (rt: Runtime, replaced?: () => void) =>
  new UnicodePasswords(schemes(rt), replaced);

/** Tells which hashes of another system can be stored. */
export const storedHashes = (rt: Runtime) => new StoredHashes(schemes(rt));

const schemes = (rt: Runtime): HashSchemes => ({
  current: current(rt),
  declared: declaredSchemes(rt.get(importedHashes) ?? [], (each) => signerKeyOf(rt, each)),
  known: KNOWN_SCHEMES,
});

/** Bytes; Firebase's own have 64. */
const MIN_SIGNER_KEY = 32;

/** What Firebase hashed with, if that is the scheme. */
async function signerKeyOf(
  rt: Runtime,
  settings: ImportedHashSettings,
): Promise<Uint8Array | undefined> {
  if (settings.scheme !== 'firebase') return undefined;
  const { signerKeySecretArn } = settings;
  // Loaded where there are such hashes, as most functions need no client of Secrets Manager.
  const { secretText } = await import('./secrets.ts');
  const key = Buffer.from(await secretText(rt, signerKeySecretArn), 'base64');
  if (key.byteLength >= MIN_SIGNER_KEY) return key;
  throw new SetupError(
    `secret ${signerKeySecretArn} has a signer key of ${key.byteLength} bytes, expected at least ` +
      `${MIN_SIGNER_KEY} in Base64: put base64_signer_key there, as the console of Firebase shows it`,
  );
}

const current = (rt: Runtime) =>
  currentScheme(checkedHash(rt.get(passwordHashSetting), variableOf(passwordHashSetting)));

/** A cost that synth could not check; the deployment may have given any. */
export function checkedHash(
  settings: PasswordHashSettings,
  variable: string,
): PasswordHashSettings {
  if (settings.scheme !== 'bcrypt' || !settings.unchecked) return settings;
  const { min, max, why } = BCRYPT_COSTS;
  const { cost } = settings;
  if (Number.isInteger(cost) && cost >= min && cost <= max) return settings;
  throw new Error(
    `the environment variable ${variable} has the cost ${cost}, not a whole number from ${min} to ${max}: ${why}`,
  );
}

export const passwordPolicy = (rt: Runtime): PasswordPolicy => ({
  minLength: rt.get(passwordMinLength),
  contextWords: rt.get(contextWords),
});
