import type { Duration } from 'aws-cdk-lib';
import type { BreachedPasswordsSettings } from './contract/passwords.ts';
import { haveIBeenPwnedSettings } from './private/settings/breached-passwords';

/** Options of `BreachedPasswords.haveIBeenPwned()`. */
export interface HaveIBeenPwnedOptions {
  /**
   * How long an answer is waited for, from 100 milliseconds to 5 seconds. After that the password is taken without
   * it, which `metrics.uncheckedPasswords` counts. The service is asked while the password is hashed, so only an
   * answer that takes longer than the hash makes a request longer.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;

  /**
   * Where the service is, `/range/` aside: that of a mirror of your own, for functions that reach nothing outside of their
   * VPC.
   *
   * @default 'https://api.pwnedpasswords.com'
   */
  readonly url?: string;
}

/**
 * Whether new passwords are checked against those that were in data breaches.
 *
 * @see docs/passwords.md
 *
 * @example
 * new UsersApi(this, 'Users', { breachedPasswords: BreachedPasswords.haveIBeenPwned() });
 */
export class BreachedPasswords {
  /** No service is asked. */
  public static off(): BreachedPasswords {
    return new BreachedPasswords(undefined);
  }

  /**
   * Those that Have I Been Pwned knows, more than a billion. It is told the first five characters of the
   * password's SHA-1, which some thousand known passwords have in common, and nothing more: neither who asks for whom
   * nor the password can be told from them. The answer is padded, so that its length says nothing either (OWASP ASVS
   * 5.0, 6.2.12). While the service doesn't answer, passwords are taken without it.
   *
   * A run on this machine asks no service elsewhere, and neither does a function whose AWS is an emulator.
   *
   * @see https://haveibeenpwned.com/API/v3#PwnedPasswords
   */
  public static haveIBeenPwned(options: HaveIBeenPwnedOptions = {}): BreachedPasswords {
    return new BreachedPasswords(haveIBeenPwnedSettings(options));
  }

  /** @internal */
  public readonly _settings: BreachedPasswordsSettings | undefined;

  private constructor(settings: BreachedPasswordsSettings | undefined) {
    this._settings = settings;
  }
}
