import {
  BCRYPT_COSTS,
  importedHashes,
  type PasswordHashSettings,
  passwordHash as passwordHashSetting,
} from '../../lib/contract/password-hash.ts';
import { contextWords, passwordMinLength } from '../../lib/contract/passwords.ts';
import { variableOf } from '../../lib/contract/setting.ts';
import { currentScheme, declaredScheme, KNOWN_SCHEMES } from '../adapters/passwords/schemes.ts';
import type { PasswordPolicy } from '../users/passwords/password-policy.ts';
import { NewUnicodePasswords, UnicodePasswords } from '../users/passwords/unicode-passwords.ts';
import type { Runtime } from './runtime.ts';

/** Makes hashes, for functions that compare none. */
export const newPasswordHash = (rt: Runtime) => new NewUnicodePasswords(current(rt));

/** @param replaced is told of each hash of before that is replaced */
export const passwordHash = (rt: Runtime, replaced?: () => void) =>
  new UnicodePasswords(
    {
      current: current(rt),
      declared: (rt.get(importedHashes) ?? []).map(declaredScheme),
      known: KNOWN_SCHEMES,
    },
    replaced,
  );

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
