import { type Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import {
  BCRYPT_COSTS,
  DEFAULT_HASH,
  type PasswordHashSettings,
} from '../../contract/password-hash.ts';
import { Found, UsersApiError } from '../errors';
import { checkInteger } from './checks';

/**
 * The least passes over so many MiB.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const LEAST: readonly (readonly [mebibytes: number, passes: number])[] = [
  [46, 1],
  [19, 2],
  [12, 3],
  [9, 4],
  [7, 5],
];

/** KiB in a MiB. */
const MEBIBYTE = 1024;

const MEMORY = { min: 7 * MEBIBYTE, max: 1024 * MEBIBYTE };

/** KiB times passes: about two seconds of a vCPU. */
const MOST = 2048 * MEBIBYTE;

interface Argon2id {
  readonly memory?: Size | undefined;
  readonly passes?: number | undefined;
}

/** @throws when they are less than OWASP asks for, or more than a login should take */
export function argon2idSettings(options: Argon2id): PasswordHashSettings {
  const memory =
    options.memory === undefined
      ? DEFAULT_HASH.memory
      : kibibytesOf('PasswordHash.memory', options.memory, {
          ...MEMORY,
          why: 'with less a leaked hash is cheap to crack, and more leaves a function none for itself; Size.mebibytes(19) is the default',
        });
  const least = LEAST.find(([mebibytes]) => memory >= mebibytes * MEBIBYTE)?.[1] ?? 1;
  const passes = options.passes ?? Math.max(least, DEFAULT_HASH.passes);
  checkKnownInteger('PasswordHash.passes', passes, {
    min: least,
    max: Math.floor(MOST / memory),
    why: `of ${memory / MEBIBYTE} MiB OWASP's Password Storage Cheat Sheet asks for ${least} at least, and with more a login takes seconds`,
  });
  return { scheme: 'argon2id', memory, passes, parallelism: 1 };
}

/** @throws when the cost is known and out of bounds */
export function bcryptSettings(
  setting: string,
  cost: number = BCRYPT_COSTS.default,
): PasswordHashSettings {
  checkInteger(setting, cost, BCRYPT_COSTS);
  return { scheme: 'bcrypt', cost, ...(Token.isUnresolved(cost) && { unchecked: true }) };
}

/** KiB, as hashes of argon2 have it. */
export function kibibytesOf(
  setting: string,
  memory: Size,
  { min, max, why }: { readonly min: number; readonly max: number; readonly why: string },
): number {
  // Without types, as from JavaScript, it can be missing, or a number. Of two copies of the CDK either makes a Size.
  if (typeof memory?.toKibibytes !== 'function') {
    throw new UsersApiError(setting, {
      got: memory,
      expected: `a Size from ${min} to ${max} KiB`,
      fix: why,
    });
  }
  const kibibytes = memory.isUnresolved()
    ? Number.NaN
    : memory.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
  if (Number.isInteger(kibibytes) && kibibytes >= min && kibibytes <= max) return kibibytes;
  throw new UsersApiError(setting, {
    got: new Found(memory.isUnresolved() ? 'a token' : `${kibibytes} KiB`),
    expected: `whole KiB from ${min} to ${max}`,
    fix: why,
  });
}

/** As `checkInteger`, of what has to be known at synth. */
export function checkKnownInteger(
  setting: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number; readonly why: string },
): void {
  if (value === undefined || Token.isUnresolved(value)) {
    const expected = `a whole number from ${range.min} to ${range.max}`;
    throw new UsersApiError(setting, { got: value, expected, fix: range.why });
  }
  checkInteger(setting, value, range);
}
