import type { Passkey } from './passkey.ts';

/** What a browser's `PublicKeyCredential.toJSON()` gives of a new passkey; all bytes are base64url. */
export interface RegistrationResponse {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly string[] | undefined;
  };
}

/** The same of a passkey that was used. */
export interface AssertionResponse {
  readonly id: string;
  readonly rawId: string;
  readonly type: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | null | undefined;
  };
}

/** A new passkey, as its authenticator says. */
export type VerifiedRegistration = Pick<
  Passkey,
  'id' | 'publicKey' | 'signCount' | 'aaguid' | 'backupEligible' | 'backedUp'
>;

/** A use of a passkey, as its authenticator says, with a signature that proves it. */
export interface VerifiedAssertion {
  readonly signCount: number;
  readonly backedUp: boolean;
  /** The authenticator has asked for a PIN, a finger or the like, and not only for a touch. */
  readonly userVerified: boolean;
}

/** What makes sure of registrations (WebAuthn level 3, 7.1). */
export interface RegistrationVerifier {
  /**
   * @param expected `conditional` for one that the browser made by itself after a login, which nobody touched anything for
   * @throws for anything else than a new passkey of this challenge
   */
  registration(
    response: RegistrationResponse,
    expected: { readonly challenge: string; readonly conditional: boolean },
  ): Promise<VerifiedRegistration>;
}

/** What makes sure of assertions (WebAuthn level 3, 7.2). */
export interface AssertionVerifier {
  /** @throws for anything else than a use of this passkey for this challenge */
  assertion(
    response: AssertionResponse,
    expected: { readonly challenge: string; readonly passkey: Passkey },
  ): Promise<VerifiedAssertion>;
}
