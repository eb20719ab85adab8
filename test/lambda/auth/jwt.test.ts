import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, type JWTPayload } from 'jose';
import { accessPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../lambda/adapters/jose/signed-tokens.ts';
import { jwtStrategy } from '../../../lambda/auth/jwt.ts';
import type { Strategy } from '../../../lambda/auth/strategy.ts';
import type { Credential } from '../../../lambda/users/user.ts';
import { ORIGIN, PROOF } from '../../support/domain/domain.ts';
import { CountingIds, FrozenClock } from '../../support/domain/frozen.ts';
import { TestKeys } from '../../support/domain/keys.ts';

const credential = {
  email: 'ada@example.com',
  userId: 'ada',
  passwordHash: 'hash',
  credentialVersion: 3,
  tokenVersion: 7,
  isActive: true,
  isVerified: true,
};

describe('the JWT strategy', () => {
  let clock: FrozenClock;
  let tokens: SignedTokens;
  let strategy: Strategy;

  beforeEach(() => {
    clock = new FrozenClock();
    tokens = new SignedTokens(accessPurpose('jwt'), new TestKeys(), clock);
    strategy = jwtStrategy({ tokens, clock, ids: new CountingIds(), lifetime: 3600 });
  });

  const issue = async (to: Credential = credential) =>
    (await strategy.issue(to, ORIGIN, PROOF)).credential;

  test('verifies what it issued, as user, token and token version', async () => {
    expect(await strategy.verify(await issue())).toEqual({
      userId: 'ada',
      sessionId: '00000000-0000-7000-8000-000000000001',
      tokenVersion: 7,
      keeping: { by: 'revocation', expiresAt: Date.parse('2026-01-01T01:00:00.000Z') / 1000 },
      proof: PROOF,
    });
  });

  test('says in the token whose it is and when and how they signed in, and nothing else of the user', async () => {
    const iat = Date.parse('2026-01-01T00:00:00.000Z') / 1000;
    expect(decodeJwt(await issue())).toEqual({
      aud: 'users-api:access:jwt',
      sub: 'ada',
      jti: '00000000-0000-7000-8000-000000000001',
      tv: 7,
      iat,
      exp: iat + 3600,
      auth_time: iat,
      amr: ['pwd'],
    });
  });

  test('hands on what the user model put into the token, and lets it take no claim of ours', async () => {
    const claims = { plan: 'pro', sub: 'eve', tv: 8, auth_time: 1, amr: ['hwk'] };
    const verified = await strategy.verify(await issue({ ...credential, claims }));
    expect(verified).toMatchObject({ userId: 'ada', tokenVersion: 7, proof: PROOF });
    expect(verified?.custom).toEqual({ plan: 'pro' });
  });

  test('gives every token an id of its own', async () => {
    expect(await issue()).not.toBe(await issue());
  });

  test('holds for its lifetime and not a second longer', async () => {
    const token = await issue();
    clock.advance(3599);
    expect(await strategy.verify(token)).toBeDefined();
    clock.advance(1);
    expect(await strategy.verify(token)).toBeUndefined();
  });

  test.each(['sub', 'jti', 'exp', 'tv'])(
    'refuses a token without %s, although it is verified',
    async (name) => {
      const claims = { sub: 'ada', jti: 'jti', exp: 1, tv: 7 };
      const verifying = (verified: JWTPayload) =>
        jwtStrategy({
          tokens: { sign: async () => '', verify: async () => verified },
          clock,
          ids: new CountingIds(),
          lifetime: 3600,
        });
      expect(await verifying(claims).verify('token')).toBeDefined();
      expect(await verifying({ ...claims, [name]: undefined }).verify('token')).toBeUndefined();
    },
  );

  test.each([
    ['neither time nor method', {}],
    ['no time', { amr: ['pwd'] }],
    ['no method', { auth_time: 1 }],
    ['a time that is no number', { auth_time: '1', amr: ['pwd'] }],
    ['a method that is no list', { auth_time: 1, amr: 'pwd' }],
  ])('accepts a token of before there was proof, which has none with %s', async (_, claims) => {
    const exp = Math.floor(clock.now().getTime() / 1000) + 60;
    const token = await tokens.sign({ sub: 'ada', jti: 'jti', tv: 7, exp, ...claims });
    const verified = await strategy.verify(token);
    expect(verified).toMatchObject({ userId: 'ada' });
    expect(verified).not.toHaveProperty('proof');
  });

  test.each([
    ['no user', { jti: 'jti', tv: 7 }],
    ['no id', { sub: 'ada', tv: 7 }],
    ['no token version', { sub: 'ada', jti: 'jti' }],
    ['a token version that is no number', { sub: 'ada', jti: 'jti', tv: '7' }],
  ])('refuses a well-signed token with %s', async (_, claims) => {
    const exp = Math.floor(clock.now().getTime() / 1000) + 60;
    expect(await strategy.verify(await tokens.sign({ ...claims, exp }))).toBeUndefined();
  });
});
