import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { MfaSettings } from './contract/factors.ts';
import { mfaSettings } from './private/settings/mfa';

/** Options of `Mfa.totp()`. */
export interface TotpOptions {
  /**
   * What authenticator apps show beside the user's address: the name of your product, without a colon, at most 64 characters.
   *
   * @default - the host of the API's URL
   */
  readonly issuer?: string;

  /**
   * What the secrets of authenticator apps are encrypted with: 32 bytes or more that nobody can guess. Without it no code can be
   * verified, so give that of before where users come with a table of before. A version that is put in its place seals again what
   * its user gives a code for; the version before is needed until then.
   *
   * @default - a generated secret, which stays when the stack is deleted, unless `removalPolicy` says otherwise
   */
  readonly secret?: aws_secretsmanager.ISecretRef;
}

/**
 * Which second factors users can have besides passkeys. A user who has one needs it for every login, whichever way it
 * begins: by password, at a provider, or with a code by mail.
 *
 * @example
 * new UsersApi(this, 'Users', {
 *   mfa: Mfa.totp({ issuer: 'Acme Shop' }),
 * });
 */
export class Mfa {
  /**
   * Codes of an authenticator app (RFC 6238: 6 digits, every 30 seconds), and ten recovery codes for a user who has lost it.
   *
   * @throws when an option is not allowed
   */
  public static totp(options: TotpOptions = {}): Mfa {
    return new Mfa(mfaSettings(options), options.secret);
  }

  /** No user has codes. If users had them before, logins take one factor again. */
  public static off(): Mfa {
    return new Mfa(undefined);
  }

  /** @internal */
  public readonly _settings: MfaSettings | undefined;

  /** @internal */
  public readonly _secret: aws_secretsmanager.ISecretRef | undefined;

  private constructor(settings: MfaSettings | undefined, secret?: aws_secretsmanager.ISecretRef) {
    this._settings = settings;
    this._secret = secret;
  }
}
