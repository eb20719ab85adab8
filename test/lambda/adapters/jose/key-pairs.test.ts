import { describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import { newKeyPair, publicHalf, readKeys } from '../../../../lambda/adapters/jose/key-pairs.ts';

describe('a key pair', () => {
  test.each([
    ['RS256', { kty: 'RSA', e: 'AQAB' }],
    ['ES256', { kty: 'EC', crv: 'P-256' }],
  ] as const)('of %s says what it is for, and its id is its thumbprint', async (alg, kind) => {
    const jwk = await newKeyPair(alg);
    expect(jwk).toMatchObject({ ...kind, alg, use: 'sig' });
    expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
  });

  test('of RSA has 2048 bits', async () => {
    const { n = '' } = await newKeyPair('RS256');
    expect(Buffer.from(n, 'base64url')).toHaveLength(256);
  });

  test.each([
    ['RS256', ['alg', 'e', 'kid', 'kty', 'n', 'use']],
    ['ES256', ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']],
  ] as const)('of %s has a public half with only public fields', async (alg, fields) => {
    const jwk = { ...(await newKeyPair(alg)), note: 'not for everyone' };
    expect(Object.keys(publicHalf(jwk)).sort()).toEqual(fields);
  });
});

test.each(['', 'null', '[]', '{"keys":{}}', 'material'])('%j is no key set', (text) => {
  expect(() => readKeys(text)).toThrow(Error);
});
