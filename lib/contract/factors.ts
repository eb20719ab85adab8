/** Second factors: what every row knows of them that signs users in, or asks whether they have given one. */
import type { Refusals } from './refusal.ts';
import { optionalJson, optionalText } from './setting.ts';

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

/** Which second factors there are. */
export interface SecondFactorSettings {
  /** The methods that this API takes. */
  readonly methods: readonly FactorMethod[];
  readonly requiredOf?: RequiredOf;
}

/** Not set where logins take one factor. */
export const secondFactors = optionalJson<SecondFactorSettings>()('secondFactors');

/**
 * What the keys of the tokens are derived from that a login goes on with. With it the right to read that secret. Not set where
 * logins take one factor.
 */
export const mfaTokenSecretArn = optionalText('mfaTokenSecretArn');

/** Refusals that a login with a second factor would not get. */
export const STEP_UP_REFUSALS = ['MFA_REQUIRED', 'MFA_ENROLMENT_REQUIRED'] as const;

/** What the secrets of authenticator apps are sealed with; with it the right to read it. Not set where nobody has an app. */
export const mfaSecretArn = optionalText('mfaSecretArn');

/** What authenticator apps show beside the address; not set where it is the host of the API. */
export const mfaIssuer = optionalText('mfaIssuer');

/** Refusals for want of a second factor. */
export const FACTOR_REFUSALS = {
  LOGIN_MFA_REQUIRED: {
    status: 400,
    meaning:
      'The proof is right, and a second factor is missing: the detail has `mfa_token`, `methods` and `expires_at`, and the login goes on with those.',
    fields: {
      mfa_token: { type: 'string', description: 'What the login goes on with.' },
      methods: {
        type: 'array',
        items: { type: 'string', enum: FACTOR_METHODS },
        minItems: 1,
        description: 'By which the user can give it.',
      },
      expires_at: { type: 'string', format: 'date-time', description: 'Of the token.' },
    },
    onlyWith: 'secondFactors',
  },
  USER_NOT_VERIFIED: {
    status: 403,
    meaning:
      'The address of the user has to be verified first: `POST /request-verify-token`, then `POST /verify`.',
    onlyWith: 'factors',
  },
  MFA_REQUIRED: {
    status: 403,
    meaning:
      'The login has one factor, and this takes one with two: `POST /reauthenticate/{backend}` with the second.',
    onlyWith: 'secondFactors',
  },
  MFA_ENROLMENT_REQUIRED: {
    status: 403,
    meaning: 'The user must have a second factor, and has to enrol one before anything else.',
    onlyWith: 'requireMfa',
  },
} as const satisfies Refusals;
