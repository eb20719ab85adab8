import type { Duration } from 'aws-cdk-lib';
import type { BruteForceSettings } from './contract/limits.ts';
import { bruteForceSettings } from './private/settings/brute-force';

/** Options of `BruteForce.protect()`. */
export interface BruteForceOptions {
  /**
   * Wrong passwords for one account from one network address, after which that address is locked out of the account: for a
   * second, and after each further wrong one for twice as long, up to `period`. The account's owner, at another address,
   * isn't. From 3 to 100.
   *
   * @default 5
   */
  readonly attempts?: number;

  /**
   * The same from all addresses together: an attacker with many addresses ends here, and then the owner is locked out
   * too. From 10 to 100, and not less than `attempts`.
   *
   * @default 100
   */
  readonly attemptsFromEverywhere?: number;

  /**
   * Wrong passwords from one network address for any accounts, after which the address is locked out of all of them until
   * `period` is over that began with the first. Raise it where many people share an address, such as an
   * office. Not less than `attempts`, and at most 1,000,000.
   *
   * @default 100
   */
  readonly failuresPerAddress?: number;

  /**
   * The longest lock, and the time without a wrong password after which none counts any more: whole seconds, from a minute
   * to 24 hours.
   *
   * @default Duration.minutes(15)
   */
  readonly period?: Duration;
}

/**
 * Whether wrong passwords are counted, and how many are answered. Accounts that exist and names that don't are
 * treated alike. Logins at providers neither count nor are locked.
 *
 * @example
 * new UsersApi(this, 'Users', {
 *   bruteForce: BruteForce.protect({ failuresPerAddress: 1000 }),
 * });
 */
export class BruteForce {
  /**
   * Wrong passwords are counted, in items of the users table that expire by themselves. A login with the right one writes
   * nothing more.
   *
   * @throws when an option is not within its bounds
   */
  public static protect(options: BruteForceOptions = {}): BruteForce {
    return new BruteForce(bruteForceSettings(options));
  }

  /**
   * Nothing is counted, and only the throttle of the API limits how many passwords can be tried: for an API whose callers are
   * limited by something in front of it.
   */
  public static off(): BruteForce {
    return new BruteForce(undefined);
  }

  /** @internal */
  public readonly _settings: BruteForceSettings | undefined;

  private constructor(settings: BruteForceSettings | undefined) {
    this._settings = settings;
  }
}
