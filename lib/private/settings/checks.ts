import { Duration } from 'aws-cdk-lib';
import { Found, known, UsersApiError } from '../errors';

/** Of every credential: browsers limit `Max-Age` to this (RFC 6265bis, section 5.5). */
export const MAX_CREDENTIAL_LIFETIME = Duration.days(400);

/**
 * Refuses a name that can't be a segment of a route, and a token: the name makes construct ids, too.
 */
export function checkName(setting: string, name: string, { fix }: { readonly fix: string }): void {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(name)) return;
  throw new UsersApiError(setting, {
    got: name,
    expected: 'at most 32 lower-case letters, digits and hyphens, starting with a letter',
    fix,
  });
}

/** Refuses a number that is not whole or not between the two, both allowed. */
export function checkInteger(
  setting: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number; readonly why: string },
): void {
  const number = known(value);
  if (number === undefined) return;
  if (!Number.isInteger(number) || number < range.min || number > range.max) {
    throw new UsersApiError(setting, {
      got: number,
      expected: `a whole number from ${range.min} to ${range.max}`,
      fix: range.why,
    });
  }
}

/** Refuses a time that is not whole seconds, shorter than `min` seconds (1), or longer than `max`. */
export function checkLifetime(
  setting: string,
  lifetime: Duration | undefined,
  limit: { readonly min?: number; readonly max: Duration; readonly why: string },
): void {
  if (lifetime === undefined || lifetime.isUnresolved()) return;
  const seconds = lifetime.toSeconds({ integral: false });
  const { min = 1 } = limit;
  const max = limit.max.toSeconds();
  if (!Number.isInteger(seconds) || seconds < min || seconds > max) {
    throw new UsersApiError(setting, {
      got: new Found(`${seconds} seconds`),
      expected: `whole seconds from ${min} to ${max}`,
      fix: limit.why,
    });
  }
}
