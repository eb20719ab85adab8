/** Second factors: what a login still needs after its first proof, and how it goes on. */
import type { Manifest } from './manifest.ts';
import { optionalJson } from './setting.ts';

/** What the functions get of the prop `mfa`. */
export interface MfaSettings {
  /** What authenticator apps show beside the address; the API's host where it is left out. */
  readonly issuer?: string;
}

/** The ways to give a second factor, as the wire names them. */
export const FACTOR_METHODS = ['totp', 'passkey', 'recovery_code'] as const;

export type FactorMethod = (typeof FACTOR_METHODS)[number];

/** Who must have a second factor. */
export type RequiredOf = 'superusers' | 'everyone';

/** What every function that signs users in knows of second factors. */
export interface SecondFactorSettings {
  /** What the keys of the tokens are derived from that a login goes on with. */
  readonly tokenSecretArn: string;
  /** The methods that this API takes. */
  readonly methods: readonly FactorMethod[];
  readonly requiredOf?: RequiredOf;
}

/** With it the right to read the secret. Not set where logins take one factor. */
export const secondFactors = optionalJson<SecondFactorSettings>()('secondFactors');

export const FACTORS = {
  actions: [],
  settings: [secondFactors],
  events: {},
  refusals: {
    LOGIN_MFA_REQUIRED: {
      status: 400,
      meaning:
        'The proof is right, and a second factor is missing: the detail has `mfa_token`, `methods` and `expires_at`, and the login goes on with those.',
      onlyWith: 'secondFactors',
    },
  },
} as const satisfies Manifest;
