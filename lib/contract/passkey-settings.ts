/** What functions are told of passkeys. */
import { derivedJson, optionalJson } from './setting.ts';

/** What functions get of the prop `passkeys`. */
export interface PasskeySettings {
  /** The domain that passkeys are for. */
  readonly rpId: string;
  /** What browsers and authenticators call it. */
  readonly rpName: string;
  /** Where pages may ask for passkeys: origins under that domain, and those of apps. */
  readonly origins: readonly string[];
  /** Those of other sites. A list of their own, as each of the two may be one that only the deployment knows. */
  readonly relatedOrigins?: readonly string[];
  readonly userVerification: 'required' | 'preferred' | 'discouraged';
}

/** The same for a function that makes or verifies challenges. */
export interface ServedPasskeys extends PasskeySettings {
  /** What the keys of their tokens are derived from. */
  readonly challengeSecretArn: string;
}

/** With it the right to read that secret. Not set without passkeys. */
export const passkeys = optionalJson<ServedPasskeys>()('passkeys');

/** Origins of other sites that browsers ask for. */
export const relatedOrigins = derivedJson<readonly string[]>()('relatedOrigins');
