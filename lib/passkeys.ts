import type { GivenPasskeys } from './private/settings/passkeys';
import { givenPasskeys } from './private/settings/passkeys';
import type { UserVerification } from './user-verification';

/** Options of `Passkeys.on()`. */
export interface PasskeysOptions {
  /**
   * The domain that passkeys are for, such as `example.com`: they can be used on its pages and on those of its subdomains, and nowhere
   * else. Choose it well. It can't be changed: passkeys that were made for another one are never offered again.
   */
  readonly rpId: string;

  /** What browsers and authenticators call your product when they ask for a passkey: 1 to 64 characters. */
  readonly rpName: string;

  /**
   * Where the pages are that ask for passkeys, each as `https://host[:port]` with `rpId` or a subdomain of it as the host;
   * `http` only on `localhost`. Android apps are `android:apk-key-hash:...`, iOS apps the origin of `rpId`.
   */
  readonly origins: string[];

  /**
   * Origins of other sites whose pages may ask for the same passkeys, such as `https://example.de`: browsers ask
   * `https://<rpId>/.well-known/webauthn` for them. Where the `domain` of the API is `rpId`, the API answers there; else serve it
   * yourself, as the warning `cdk-users-api:relatedOrigins` says.
   *
   * @default - none
   */
  readonly relatedOrigins?: string[];

  /**
   * Whether authenticators have to ask for a PIN, a finger or a face. A passkey that was used without is only one factor.
   *
   * @default UserVerification.REQUIRED
   */
  readonly userVerification?: UserVerification;
}

/**
 * Whether users can have passkeys (WebAuthn level 3): to sign in without a name or a password, and as a second factor.
 *
 * @example
 * new UsersApi(this, 'Users', {
 *   passkeys: Passkeys.on({
 *     rpId: 'example.com',
 *     rpName: 'Example',
 *     origins: ['https://www.example.com'],
 *   }),
 * });
 */
export class Passkeys {
  /**
   * Users add passkeys and sign in with them.
   *
   * @throws when an option is not allowed, such as an origin that is not under `rpId`
   */
  public static on(options: PasskeysOptions): Passkeys {
    return new Passkeys(givenPasskeys(options));
  }

  /** Nobody has passkeys. If users had them before, they stay stored and sign nobody in. */
  public static off(): Passkeys {
    return new Passkeys(undefined);
  }

  /** @internal */
  public readonly _given: GivenPasskeys | undefined;

  private constructor(given: GivenPasskeys | undefined) {
    this._given = given;
  }
}
