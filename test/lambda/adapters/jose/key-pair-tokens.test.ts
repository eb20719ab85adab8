import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  exportSPKI,
  importJWK,
  type JWK,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { KeyPairTokens } from '../../../../lambda/adapters/jose/key-pair-tokens.ts';
import { newKeyPair, publicHalf } from '../../../../lambda/adapters/jose/key-pairs.ts';
import { accessPurpose, RESET_PURPOSE } from '../../../../lambda/adapters/jose/purposes.ts';
import { FrozenClock } from '../../../support/domain/frozen.ts';
import { TestKeySecret } from '../../../support/domain/key-sets.ts';

const ISSUER = 'https://api.example.com/users';
const JWT = accessPurpose('jwt');
const IAT = Date.parse('2026-01-01T00:00:00.000Z') / 1000;
const CLAIMS = { sub: 'ada', jti: 'jti', tv: 1, iat: IAT, exp: IAT + 3600 };
const ALGORITHMS = ['RS256', 'ES256'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

describe.each(ALGORITHMS)('tokens of %s', (algorithm) => {
  const other = ALGORITHMS.find((each) => each !== algorithm) as Algorithm;
  let [first, second, foreign]: JWK[] = [];
  let clock: FrozenClock;
  let signing: TestKeySecret;
  let published: TestKeySecret;

  beforeAll(async () => {
    [first, second, foreign] = await Promise.all(
      [algorithm, algorithm, other].map((each) => newKeyPair(each)),
    );
  });
  beforeEach(() => {
    clock = new FrozenClock();
    signing = new TestKeySecret([first as JWK, second as JWK]);
    published = new TestKeySecret([first, second].map((jwk) => publicHalf(jwk as JWK)));
  });

  const tokens = (secret: TestKeySecret, changes: object = {}) =>
    new KeyPairTokens({
      purpose: JWT,
      algorithm,
      issuer: ISSUER,
      clientId: 'jwt',
      keys: secret.keySet(),
      clock,
      ...changes,
    });
  const sign = (changes?: object) => tokens(signing, changes).sign(CLAIMS);
  const verify = (token: string) => tokens(published).verify(token);
  const forge = async (jwk: JWK | undefined, header: { alg: string; kid?: string }) =>
    new SignJWT({ ...CLAIMS, iss: ISSUER, aud: JWT.audience, client_id: 'jwt' })
      .setProtectedHeader({ typ: JWT.typ, ...header })
      .sign(await importJWK(jwk as JWK, header.alg));

  test('are valid with only the public keys', async () => {
    expect(await verify(await sign())).toEqual({
      ...CLAIMS,
      iss: ISSUER,
      aud: 'users-api:access:jwt',
      client_id: 'jwt',
    });
  });

  test('have the header and the claims of RFC 9068, signed with the first key', async () => {
    const token = await sign();
    expect(decodeProtectedHeader(token)).toEqual({
      alg: algorithm,
      typ: 'at+jwt',
      kid: first?.kid,
    });
    for (const claim of ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']) {
      expect(decodeJwt(token)).toHaveProperty(claim);
    }
  });

  test('hold until they expire, to the second', async () => {
    const token = await sign();
    clock.advance(3599);
    expect(await verify(token)).toBeDefined();
    clock.advance(1);
    expect(await verify(token)).toBeUndefined();
  });

  test('are void for another backend, another purpose and another issuer', async () => {
    for (const changes of [
      { purpose: accessPurpose('web') },
      { purpose: { ...JWT, typ: RESET_PURPOSE.typ } },
      { issuer: 'https://evil.example/users' },
    ]) {
      expect(await verify(await sign(changes))).toBeUndefined();
    }
  });

  test('can’t be made with the public key as the secret of HS256', async () => {
    const key = (await importJWK(publicHalf(first as JWK), algorithm)) as CryptoKey;
    for (const secret of [await exportSPKI(key), JSON.stringify(publicHalf(first as JWK))]) {
      const token = await new SignJWT({ ...CLAIMS, iss: ISSUER, aud: JWT.audience })
        .setProtectedHeader({ alg: 'HS256', typ: JWT.typ, kid: first?.kid })
        .sign(Buffer.from(secret));
      expect(await verify(token)).toBeUndefined();
    }
  });

  test.each<[string, () => string | Promise<string>]>([
    [
      'no signature',
      () => new UnsecuredJWT({ ...CLAIMS, iss: ISSUER, aud: JWT.audience }).encode(),
    ],
    ['another key under a published id', () => forge(foreign, { alg: other, kid: first?.kid })],
    ['a key of its own', () => forge(foreign, { alg: other, kid: foreign?.kid })],
    ['no key id', () => forge(first, { alg: algorithm })],
    ['the id of the other published key', () => forge(first, { alg: algorithm, kid: second?.kid })],
  ])('are void with %s', async (_, token) => {
    expect(await verify(await token())).toBeUndefined();
  });

  test('are void with an algorithm that is not the backend’s, even by a published key', async () => {
    published.replace([publicHalf(first as JWK), publicHalf(foreign as JWK)]);
    expect(await verify(await forge(foreign, { alg: other, kid: foreign?.kid }))).toBeUndefined();
  });

  test('hold with a key that was published since the keys were read', async () => {
    published = new TestKeySecret([publicHalf(foreign as JWK)]);
    const verifier = tokens(published);
    published.replace([publicHalf(first as JWK)]);
    expect(await verifier.verify(await sign())).toBeDefined();
    expect(published.rereads).toBe(1);
    expect(await verifier.verify(await sign())).toBeDefined();
    expect(published.rereads).toBe(1);
  });

  test('can’t be made before there is a key, and at once when there is', async () => {
    const empty = new TestKeySecret();
    const signer = tokens(empty);
    await expect(signer.sign(CLAIMS)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    empty.replace([first as JWK]);
    expect(await verify(await signer.sign(CLAIMS))).toBeDefined();
  });
});
