import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import type { KeyPairAlgorithm } from '../../../lib/contract/backend.ts';

/** NIST SP 800-57 part 1, 5.6.3: 112 bits of security, which is enough through 2030. */
const RSA_BITS = 2048;
/** The members of a key that may be public (RFC 7518, 6.2.1 and 6.3.1; RFC 7517, 4). */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;

/** A new private key as a JWK (RFC 7517); its `kid` is its thumbprint (RFC 7638). */
export async function newKeyPair(algorithm: KeyPairAlgorithm): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, {
    extractable: true,
    modulusLength: RSA_BITS,
  });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: algorithm, use: 'sig' };
}

/** The first two private keys of a set: the one that signs, and the one that will. */
export function firstKeyPairs(algorithm: KeyPairAlgorithm): Promise<JWK[]> {
  return Promise.all([newKeyPair(algorithm), newKeyPair(algorithm)]);
}

/** The public half: only the members listed above, so that nothing else can slip through. */
export function publicHalf(jwk: JWK): JWK {
  return Object.fromEntries(
    PUBLIC.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])),
  ) as JWK;
}

/**
 * The keys of a JWK Set.
 *
 * @throws for a value that is no JWK Set
 */
export function readKeys(text: string): readonly JWK[] {
  const { keys } = JSON.parse(text) as Partial<JSONWebKeySet>;
  if (!Array.isArray(keys)) throw new Error('a secret with key pairs holds no JWK Set');
  return keys;
}
