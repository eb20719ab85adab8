import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { accessPurpose, refreshPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import { JwtRefreshTokens } from '../../../lambda/adapters/jose/refresh-tokens.ts';
import { SignedTokens } from '../../../lambda/adapters/jose/signed-tokens.ts';
import { jwtStrategy } from '../../../lambda/auth/jwt.ts';
import { type RefreshableStrategy, refreshableStrategy } from '../../../lambda/auth/refreshable.ts';
import { ORIGIN, PROOF, required } from '../../support/domain/domain.ts';
import { CountingIds, FrozenClock } from '../../support/domain/frozen.ts';
import { TestKeys } from '../../support/domain/keys.ts';

const NOW = Date.parse('2026-01-01T00:00:00.000Z') / 1000;
const credential = {
  email: 'ada@example.com',
  userId: 'ada',
  passwordHash: 'hash',
  credentialVersion: 3,
  tokenVersion: 7,
  isActive: true,
  isVerified: true,
};

describe('the refreshable strategy', () => {
  let clock: FrozenClock;
  let tokens: SignedTokens;
  let refreshTokens: JwtRefreshTokens;
  let strategy: RefreshableStrategy;

  beforeEach(() => {
    clock = new FrozenClock();
    const keys = new TestKeys();
    tokens = new SignedTokens(accessPurpose('jwt'), keys, clock);
    refreshTokens = new JwtRefreshTokens(new SignedTokens(refreshPurpose('jwt'), keys, clock));
    strategy = refreshableStrategy({
      backend: 'jwt',
      tokens,
      refreshTokens: () => refreshTokens,
      clock,
      ids: new CountingIds(),
      lifetime: 3600,
      refreshLifetime: 7200,
    });
  });

  const login = async () => {
    const issued = await strategy.issue(credential, ORIGIN, PROOF);
    return { ...issued, session: { ...required(issued.session), generation: 1 } };
  };

  test('stores a login as a session, which its tokens name', async () => {
    const { credential: token, refresh, session } = await login();
    const sessionId = '00000000-0000-7000-8000-000000000001';
    const at = '2026-01-01T00:00:00.000Z';
    expect(session).toEqual({
      userId: 'ada',
      sessionId,
      ...ORIGIN,
      created_at: at,
      last_used_at: at,
      proof: PROOF,
      tokenVersion: 7,
      expiresAt: NOW + 7200,
      generation: 1,
    });
    expect(decodeJwt(token)).toEqual({
      aud: 'users-api:access:jwt',
      sub: 'ada',
      jti: '00000000-0000-7000-8000-000000000002',
      sid: sessionId,
      tv: 7,
      iat: NOW,
      exp: NOW + 3600,
      auth_time: NOW,
      amr: ['pwd'],
    });
    expect(await strategy.verify(token)).toEqual({
      userId: 'ada',
      sessionId,
      tokenVersion: 7,
      keeping: { by: 'session', backend: 'jwt' },
      proof: PROOF,
    });
    expect(refresh?.lifetime).toBe(7200);
    expect(decodeJwt(required(refresh).token)).toEqual({
      aud: 'users-api:refresh:jwt',
      sub: 'ada',
      sid: sessionId,
      gen: 1,
      tv: 7,
      exp: NOW + 7200,
    });
  });

  test('makes one refresh token of a generation, and an access token of its own each time', async () => {
    const { session } = await login();
    const [one, other] = [await strategy.renew(session), await strategy.renew(session)];
    expect(one.refresh).toEqual(other.refresh);
    expect(one.credential).not.toBe(other.credential);
    const next = await strategy.renew({ ...session, generation: 2 });
    expect(next.refresh.token).not.toBe(one.refresh.token);
    expect(await refreshTokens.verify(next.refresh.token)).toEqual({
      userId: 'ada',
      sessionId: session.sessionId,
      generation: 2,
      tokenVersion: 7,
      expiresAt: NOW + 7200,
    });
  });

  test('says after a refresh when and how the user signed in, since a refresh is no proof', async () => {
    const { session } = await login();
    clock.advance(3000);
    const { credential: token } = await strategy.renew(session, { auth_time: 1, amr: ['hwk'] });
    expect(decodeJwt(token)).toMatchObject({ iat: NOW + 3000, auth_time: NOW, amr: ['pwd'] });
    const { proof: _, ...earlier } = session;
    const { credential: unproved } = await strategy.renew(earlier);
    expect(decodeJwt(unproved)).not.toHaveProperty('auth_time');
    expect(await strategy.verify(unproved)).not.toHaveProperty('proof');
  });

  test('has no token that outlives the session, and puts the end off by no refresh', async () => {
    const { session } = await login();
    clock.advance(5400);
    const { credential: token, refresh } = await strategy.renew(session, { plan: 'pro', sid: 'x' });
    expect(decodeJwt(token)).toMatchObject({ exp: NOW + 7200, sid: session.sessionId });
    expect((await strategy.verify(token))?.custom).toEqual({ plan: 'pro' });
    expect(refresh.lifetime).toBe(1800);
    clock.advance(1800);
    expect(await strategy.verify(token)).toBeUndefined();
    expect(await refreshTokens.verify(refresh.token)).toBeUndefined();
  });

  test('takes neither kind of token for the other', async () => {
    const { credential: token, refresh } = await login();
    expect(await strategy.verify(required(refresh).token)).toBeUndefined();
    expect(await refreshTokens.verify(token)).toBeUndefined();
  });

  test('takes no token without a session, and the strategy without refresh none with one', async () => {
    const plain = jwtStrategy({ tokens, clock, ids: new CountingIds(), lifetime: 3600 });
    const { credential: without } = await plain.issue(credential, ORIGIN, PROOF);
    const { credential: within } = await login();
    expect(await strategy.verify(without)).toBeUndefined();
    expect(await plain.verify(within)).toBeUndefined();
  });

  test.each([
    ['no session', { sid: 7, gen: 1, tv: 7 }],
    ['a generation that is no number', { sid: 'session', gen: '1', tv: 7 }],
    ['a token version that is no number', { sid: 'session', gen: 1, tv: '7' }],
  ])('has no refresh token with %s', async (_, claims) => {
    const signed = new SignedTokens(refreshPurpose('jwt'), new TestKeys(), clock);
    const token = await signed.sign({ sub: 'ada', ...claims, exp: NOW + 60 });
    expect(await new JwtRefreshTokens(signed).verify(token)).toBeUndefined();
  });
});
