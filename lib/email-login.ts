import type { EmailLoginSettings } from './contract/email-login.ts';

/** Options of `EmailLogin.code()`. */
export interface EmailCodeOptions {
  /**
   * Whether an address without a user gets a code as well, and its user once the code is given: verified, and without a password.
   * Anyone can then have a mail sent to any address, at most 6 an hour to each. A user model may require no fields, as nobody
   * asks for them.
   *
   * @default false
   */
  readonly signUp?: boolean;
}

/**
 * Whether users sign in by a code that is mailed to them, without a password: one more way in, beside every backend.
 *
 * Who reads the mail of an address is its user, so a code verifies the address. It is one factor: where a user has a second one,
 * that is asked for as well.
 *
 * @example
 * const users = new UsersApi(this, 'Users', { emailLogin: EmailLogin.code({ signUp: true }) });
 * users.onAfterRequestLogin('Mail', { target: new targets.LambdaFunction(mailCode) });
 */
export class EmailLogin {
  /**
   * Codes of 8 digits, which work once, for 10 minutes, and can be tried 5 times. Subscribe to `after-request-login` and mail
   * its `code`, or a link with its `token` behind a `#`.
   */
  public static code(options: EmailCodeOptions = {}): EmailLogin {
    return new EmailLogin({ signUp: options.signUp ?? false });
  }

  /** Nobody signs in so. */
  public static off(): EmailLogin {
    return new EmailLogin(undefined);
  }

  /** @internal */
  public readonly _settings: EmailLoginSettings | undefined;

  private constructor(settings: EmailLoginSettings | undefined) {
    this._settings = settings;
  }
}
