import { Duration, Token } from 'aws-cdk-lib';
import { BRUTE_FORCE_DEFAULTS, type BruteForceSettings } from '../../contract/limits.ts';
import { Found, UsersApiError } from '../errors';
import { checkInteger, checkLifetime } from './checks';

interface Options {
  readonly attempts?: number | undefined;
  readonly attemptsFromEverywhere?: number | undefined;
  readonly failuresPerAddress?: number | undefined;
  readonly period?: Duration | undefined;
}

/** Refuses limits that lock nobody out, or everybody. */
export function bruteForceSettings(options: Options = {}): BruteForceSettings {
  const defaults = BRUTE_FORCE_DEFAULTS;
  const attempts = counted('attempts', options.attempts ?? defaults.attempts, {
    ...{ min: 3, max: 100 },
    why: 'with fewer a typing error locks people out, and NIST SP 800-63B-4, 3.2.2 allows at most 100',
  });
  const everywhere = options.attemptsFromEverywhere ?? defaults.attemptsFromEverywhere;
  const ofAddress = options.failuresPerAddress ?? defaults.failuresPerAddress;
  const min = Math.max(10, attempts);
  return {
    attempts,
    attemptsFromEverywhere: counted('attemptsFromEverywhere', everywhere, {
      ...{ min, max: 100 },
      why: 'with fewer anyone can lock an owner out, with fewer than attempts that one has no effect, and NIST SP 800-63B-4, 3.2.2 allows at most 100',
    }),
    failuresPerAddress: counted('failuresPerAddress', ofAddress, {
      ...{ min, max: 1_000_000 },
      why: 'with fewer a household is locked out, and with fewer than attempts that one has no effect',
    }),
    period: secondsOf(options.period ?? Duration.seconds(defaults.period)),
  };
}

/** The functions don't check it again, so it has to be known here. */
function counted(
  name: string,
  value: number,
  range: { readonly min: number; readonly max: number; readonly why: string },
): number {
  const setting = `BruteForce.${name}`;
  if (Token.isUnresolved(value)) {
    throw new UsersApiError(setting, {
      got: value,
      expected: `a whole number from ${range.min} to ${range.max}`,
      fix: range.why,
    });
  }
  checkInteger(setting, value, range);
  return value;
}

function secondsOf(period: Duration): number {
  const limit = {
    ...{ min: 60, max: Duration.days(1) },
    why: 'a shorter lock stops nobody, and a longer one keeps owners out',
  };
  if (period.isUnresolved()) {
    throw new UsersApiError('BruteForce.period', {
      got: new Found('a time that is known only at deployment'),
      expected: `whole seconds from ${limit.min} to ${limit.max.toSeconds()}, known at synth`,
      fix: limit.why,
    });
  }
  checkLifetime('BruteForce.period', period, limit);
  return period.toSeconds();
}
