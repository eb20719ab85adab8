/**
 * What browsers take and give for passkeys (WebAuthn level 3, 5.1.8 to 5.1.10): the types of `lib.dom.d.ts` fit these as they are, and
 * a project without those types needs none.
 */

interface Descriptor {
  readonly id: string;
  readonly type: string;
  readonly transports?: string[];
}

type Requirement = 'discouraged' | 'preferred' | 'required';

/** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export interface PasskeyRequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly userVerification: Requirement;
}

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export interface PasskeyCreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: { readonly type: 'public-key'; readonly alg: number }[];
  /** Milliseconds. */
  readonly timeout: number;
  /** Passkeys that the user has. */
  readonly excludeCredentials: Descriptor[];
  readonly authenticatorSelection: {
    readonly residentKey: Requirement;
    readonly requireResidentKey: boolean;
    readonly userVerification: Requirement;
  };
  readonly attestation: 'none';
}

/** What the browser is to ask an authenticator for. */
export interface PasskeyChallenge<Options> {
  readonly options: Options;
  readonly challenge_token: string;
}

/** What `navigator.credentials.get()` or `create()` gave for a challenge. */
export interface PasskeyAnswer {
  readonly challenge_token: string;
  /** As its `toJSON()` has it. */
  readonly credential: {
    readonly id: string;
    readonly rawId: string;
    readonly type: string;
    readonly response: object;
  };
}
