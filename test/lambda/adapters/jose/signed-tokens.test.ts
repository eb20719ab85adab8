import { hkdfSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import {
  accessPurpose,
  type Purpose,
  RESET_PURPOSE,
  VERIFY_PURPOSE,
} from '../../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../../lambda/adapters/jose/signed-tokens.ts';
import { UsersError } from '../../../../lambda/users/errors.ts';
import { FrozenClock } from '../../../support/domain/frozen.ts';
import { TestKeys } from '../../../support/domain/keys.ts';

const JWT = accessPurpose('jwt');
const PURPOSES = [JWT, accessPurpose('cookie'), RESET_PURPOSE, VERIFY_PURPOSE];
const IAT = Date.parse('2026-01-01T00:00:00.000Z') / 1000;
/** Has the claims that every purpose requires. */
const CLAIMS = {
  sub: 'ada',
  jti: 'jti',
  tv: 1,
  email: 'ada@example.com',
  cv: 1,
  after: 'id',
  iat: IAT,
  exp: IAT + 3600,
};

describe('SignedTokens', () => {
  let clock: FrozenClock;
  let keys: TestKeys;

  beforeEach(() => {
    clock = new FrozenClock();
    keys = new TestKeys();
  });

  const tokensFor = (purpose: Purpose, of = keys) => new SignedTokens(purpose, of, clock);
  const verify = (token: string) => tokensFor(JWT).verify(token);
  /** The key with which access tokens are signed. */
  const accessKey = async () => {
    const { material } = await keys.current();
    return new Uint8Array(hkdfSync('sha256', material, '', `users-api ${JWT.audience}`, 32));
  };
  const signedAs = (header: { alg: string; kid?: string }, aud = JWT.audience) =>
    accessKey().then((key) =>
      new SignJWT({ ...CLAIMS, aud }).setProtectedHeader({ typ: JWT.typ, ...header }).sign(key),
    );

  test('verifies what it signed', async () => {
    expect(await verify(await tokensFor(JWT).sign(CLAIMS))).toEqual({
      ...CLAIMS,
      aud: JWT.audience,
    });
  });

  test('names algorithm, type and version of the secret in the header', async () => {
    expect(decodeProtectedHeader(await tokensFor(JWT).sign(CLAIMS))).toEqual({
      alg: 'HS256',
      typ: 'at+jwt',
      kid: 'secret-1',
    });
  });

  test('makes its key once of what was read of the secret, and again of what is read later', async () => {
    const material = Buffer.from('material');
    let made = 0;
    const read = () => ({
      id: 'secret-1',
      get material() {
        made += 1;
        return material;
      },
    });
    let key = read();
    const tokens = new SignedTokens(
      JWT,
      { current: async () => key, find: async () => key },
      clock,
    );
    const token = await tokens.sign(CLAIMS);
    await tokens.verify(token);
    expect({ verified: await tokens.verify(token), made }).toMatchObject({
      verified: { sub: 'ada' },
      made: 1,
    });
    key = read();
    expect({ verified: await tokens.verify(token), made }).toMatchObject({
      verified: { sub: 'ada' },
      made: 2,
    });
  });

  test('takes no token of what the secret was, once it is read again', async () => {
    let key = { id: 'secret-1', material: Buffer.from('material') };
    const tokens = new SignedTokens(
      JWT,
      { current: async () => key, find: async () => key },
      clock,
    );
    const token = await tokens.sign(CLAIMS);
    const before = await tokens.verify(token);
    key = { id: 'secret-1', material: Buffer.from('another material') };
    expect({ before: before?.sub, after: await tokens.verify(token) }).toEqual({
      before: 'ada',
      after: undefined,
    });
  });

  test('signs the same claims as the same token', async () => {
    expect(await tokensFor(JWT).sign(CLAIMS)).toBe(await tokensFor(JWT).sign(CLAIMS));
  });

  test('holds until it expires, to the second', async () => {
    const token = await tokensFor(JWT).sign(CLAIMS);
    clock.advance(3599);
    expect(await verify(token)).toBeDefined();
    clock.advance(1);
    expect(await verify(token)).toBeUndefined();
  });

  test('takes no token of another purpose, nor of another backend', async () => {
    for (const signed of PURPOSES) {
      const token = await tokensFor(signed).sign(CLAIMS);
      for (const expected of PURPOSES) {
        const verified = await tokensFor(expected).verify(token);
        expect([signed.audience, expected.audience, verified !== undefined]).toEqual([
          signed.audience,
          expected.audience,
          signed === expected,
        ]);
      }
    }
  });

  test.each([
    ['audience', { ...JWT, audience: RESET_PURPOSE.audience }],
    ['type', { ...JWT, typ: RESET_PURPOSE.typ }],
  ])('takes no token with another %s, even if all else is right', async (_, purpose) => {
    expect(await verify(await tokensFor(purpose).sign(CLAIMS))).toBeUndefined();
  });

  test('derives a key for each audience, so that a header and claims of another purpose do not help', async () => {
    const forged = await tokensFor({ ...RESET_PURPOSE, typ: JWT.typ }).sign(CLAIMS);
    const [header, , signature] = forged.split('.');
    const payload = { ...decodeJwt(forged), aud: JWT.audience };
    const swapped = Buffer.from(JSON.stringify(payload)).toString('base64url');
    expect(await verify([header, swapped, signature].join('.'))).toBeUndefined();
  });

  test.each(JWT.requiredClaims)('takes no token without the claim %s', async (name) => {
    expect(
      await verify(await tokensFor(JWT).sign({ ...CLAIMS, [name]: undefined })),
    ).toBeUndefined();
  });

  test('takes no token under the same kid from another secret', async () => {
    const material = Buffer.from('another material');
    const other = {
      current: async () => ({ id: 'secret-1', material }),
      find: async () => undefined,
    };
    expect(await verify(await new SignedTokens(JWT, other, clock).sign(CLAIMS))).toBeUndefined();
  });

  test('takes no token of another secret', async () => {
    expect(await verify(await tokensFor(JWT, new TestKeys('other')).sign(CLAIMS))).toBeUndefined();
  });

  test('takes no token under its own key without a kid', async () => {
    expect(await verify(await signedAs({ alg: 'HS256', kid: 'secret-1' }))).toBeDefined();
    expect(await verify(await signedAs({ alg: 'HS256' }))).toBeUndefined();
  });

  test.each(['HS384', 'HS512'])('takes no token under its own key by %s', async (alg) => {
    expect(await verify(await signedAs({ alg, kid: 'secret-1' }))).toBeUndefined();
  });

  test('takes no token under its own key for another audience', async () => {
    const header = { alg: 'HS256', kid: 'secret-1' };
    expect(await verify(await signedAs(header, 'users-api:access:cookie'))).toBeUndefined();
  });

  test('takes no unsigned token', async () => {
    const unsecured = new UnsecuredJWT({ ...CLAIMS, aud: JWT.audience }).encode();
    expect(await verify(unsecured)).toBeUndefined();
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: JWT.typ, kid: 'secret-1' }));
    const [, payload] = unsecured.split('.');
    expect(await verify(`${header.toString('base64url')}.${payload}.`)).toBeUndefined();
  });

  test('takes no token of which a character was changed', async () => {
    const token = await tokensFor(JWT).sign(CLAIMS);
    const changed = (at: number) =>
      `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    const [header = '', payload = ''] = token.split('.');
    const inEach = [3, header.length + 5, header.length + payload.length + 5];
    for (const at of inEach) expect(await verify(changed(at))).toBeUndefined();
  });

  test('takes no token whose payload was replaced', async () => {
    const [header, payload = '', signature] = (await tokensFor(JWT).sign(CLAIMS)).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const root = Buffer.from(JSON.stringify({ ...claims, sub: 'root' })).toString('base64url');
    expect(await verify([header, root, signature].join('.'))).toBeUndefined();
  });

  test.each(['', '.', '..', 'a.b.c', 'a'.repeat(10_000), '{"alg":"none"}', 'ü.ü.ü'])(
    'takes %j for no token',
    async (token) => {
      expect(await verify(token)).toBeUndefined();
    },
  );

  describe('when the secret is rotated', () => {
    test('still verifies what was signed before, and signs with the new version', async () => {
      const old = await tokensFor(JWT).sign(CLAIMS);
      keys.rotate();
      const fresh = await tokensFor(JWT).sign(CLAIMS);
      expect(decodeProtectedHeader(fresh).kid).toBe('secret-2');
      expect(await verify(old)).toBeDefined();
      expect(await verify(fresh)).toBeDefined();
    });

    test('refuses what was signed two rotations ago', async () => {
      const old = await tokensFor(JWT).sign(CLAIMS);
      keys.rotate();
      keys.rotate();
      expect(await verify(old)).toBeUndefined();
    });
  });

  test('passes an outage of the secret on, instead of calling the token bad', async () => {
    const outage = new UsersError('SERVICE_UNAVAILABLE');
    const failing = {
      current: () => keys.current(),
      find: async () => {
        throw outage;
      },
    };
    const token = await tokensFor(JWT).sign(CLAIMS);
    await expect(new SignedTokens(JWT, failing, clock).verify(token)).rejects.toBe(outage);
  });
});
