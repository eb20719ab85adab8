import type { PasskeySettings } from './contract/passkey-settings.ts';

/**
 * Whether an authenticator asks for a PIN, a finger or a face when a passkey is made or used.
 *
 * @see https://www.w3.org/TR/webauthn-3/#enum-userVerificationRequirement
 */
export class UserVerification {
  /** Always: a passkey is two factors, what the user has and what the user knows or is. */
  public static readonly REQUIRED = new UserVerification('required');

  /** Where the authenticator can. A user who has an authenticator app is asked for its code where it can't. */
  public static readonly PREFERRED = new UserVerification('preferred');

  /** Only where the authenticator always does: a passkey is what the user has, and no more. */
  public static readonly DISCOURAGED = new UserVerification('discouraged');

  /** @internal */
  public readonly _requirement: PasskeySettings['userVerification'];

  private constructor(requirement: PasskeySettings['userVerification']) {
    this._requirement = requirement;
  }
}
