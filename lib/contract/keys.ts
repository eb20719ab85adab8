/** Key pairs that access tokens are signed with: published, and rotated. */
import { get } from './action.ts';
import type { KeyPairAlgorithm } from './backend.ts';
import { anyone, unrouted } from './callers.ts';
import type { Manifest } from './manifest.ts';
import { derivedJson, derivedText } from './setting.ts';
import { holding } from './success.ts';

/** The key pairs of one algorithm, which a function makes and rotates: two secrets, each a JWK Set (RFC 7517). */
export interface KeyRotationSettings {
  readonly algorithm: KeyPairAlgorithm;
  /** Private keys: the one that signs, and the one that will. */
  readonly signingSecretArn: string;
  /** The public half of those, and of the one that signed before. */
  readonly publicSecretArn: string;
}

/** Of a secret that keys are derived from, in bytes: as many as the keys have (RFC 7518, 3.2). */
export const MIN_SECRET_BYTES = 32;

/** With it the right to read those secrets. */
export const publicKeysSecretArns = derivedJson<readonly string[]>()('publicKeysSecretArns');

/** `iss` of tokens that are signed with a key pair: the URL of the API. */
export const issuer = derivedText('issuer');

export const signingAlgorithms = derivedJson<readonly KeyPairAlgorithm[]>()('signingAlgorithms');

/** With it the right to replace these key pairs. */
export const keyRotations = derivedJson<readonly KeyRotationSettings[]>()('keyRotations');

/** What access and refresh tokens are signed with: a secret that keys are derived from, or a key pair. */
export type LoginKeys =
  | { readonly kind: 'derived'; readonly secretArn: string }
  | ({ readonly kind: 'key-pair' } & KeyRotationSettings);

/** Of all backends. With it the right to replace them, and not to read what they were. */
export const loginKeys = derivedJson<readonly LoginKeys[]>()('loginKeys');

export const jwks = anyone(
  'jwks',
  get('/.well-known/jwks.json', { gives: holding('JsonWebKeySet', { note: 'a JWK Set' }) }),
  'The public keys that access tokens are verified with.',
  {
    refuses: ['SERVICE_UNAVAILABLE'],
    onlyWith: 'keyPairs',
    published: true,
    settings: [publicKeysSecretArns],
  },
);

export const discovery = anyone(
  'discovery',
  get('/.well-known/openid-configuration', { gives: holding('OpenIdConfiguration') }),
  'Where the public keys are, for callers that only know the issuer.',
  { onlyWith: 'keyPairs', published: true, settings: [issuer, signingAlgorithms] },
);

export const rotateKeys = unrouted(
  'rotation',
  'rotate-keys',
  'Make the first key pairs while the stack is deployed, and the next.',
  { onlyWith: 'keyPairs', settings: [keyRotations] },
);

export const KEYS = {
  actions: [jwks, discovery, rotateKeys],
  settings: [publicKeysSecretArns, issuer, signingAlgorithms, keyRotations, loginKeys],
  events: {},
  refusals: {},
} as const satisfies Manifest;
