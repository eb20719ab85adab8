import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { systemRandomness } from '../../../lambda/adapters/system.ts';
import { sessionStrategy } from '../../../lambda/auth/session.ts';
import type { Strategy } from '../../../lambda/auth/strategy.ts';
import type { EntitledLogin } from '../../../lambda/users/user.ts';
import { ORIGIN, PROOF, required } from '../../support/domain/domain.ts';
import { CountingIds, FrozenClock } from '../../support/domain/frozen.ts';

const USER_ID = '0194f3a2-7c11-7d0e-9a3b-0123456789ab';
const START = Date.parse('2026-01-01T00:00:00.000Z') / 1000;
const DAY = 86_400;

const credential = {
  email: 'ada@example.com',
  userId: USER_ID,
  passwordHash: 'hash',
  credentialVersion: 3,
  tokenVersion: 7,
  isActive: true,
  isVerified: true,
};

describe('the session strategy', () => {
  let clock: FrozenClock;
  let strategy: Strategy;

  const strategyOf = (times: { lifetime: number; idleTimeout: number }) =>
    sessionStrategy({
      backend: 'web',
      clock,
      ids: new CountingIds(),
      randomness: systemRandomness,
      ...times,
    });

  beforeEach(() => {
    clock = new FrozenClock();
    strategy = strategyOf({ lifetime: 30 * DAY, idleTimeout: 14 * DAY });
  });

  async function issue(
    changes: Partial<typeof credential & Pick<EntitledLogin, 'claims' | 'addedClaims'>> = {},
  ) {
    const issued = await strategy.issue({ ...credential, ...changes }, ORIGIN, PROOF);
    const [id = '', secret = ''] = issued.credential.split('.');
    return { token: issued.credential, session: required(issued.session), id, secret };
  }

  test('issues a session with its origin, and only the hash of its secret', async () => {
    const { token, session, secret } = await issue();
    expect(session).toEqual({
      userId: USER_ID,
      sessionId: '00000000-0000-7000-8000-000000000001',
      ...ORIGIN,
      created_at: '2026-01-01T00:00:00.000Z',
      last_used_at: '2026-01-01T00:00:00.000Z',
      proof: PROOF,
      tokenVersion: 7,
      expiresAt: START + 14 * DAY,
      secretHash: createHash('sha256').update(Buffer.from(secret, 'base64url')).digest('base64url'),
    });
    expect(JSON.stringify(session)).not.toContain(secret);
    expect(token).toMatch(/^[\w-]{48}\.[\w-]{43}$/);
  });

  test('verifies what it issued, without a look at the clock', async () => {
    const { token, session } = await issue();
    clock.advance(400 * DAY);
    expect(await strategy.verify(token)).toEqual({
      userId: USER_ID,
      sessionId: session.sessionId,
      tokenVersion: 7,
      keeping: { by: 'session', backend: 'web', secretHash: session.secretHash },
    });
  });

  test('has the lifetime that it is given', () => {
    expect(strategy.lifetime).toBe(30 * DAY);
  });

  test('never issues one secret twice: 256 bits are random', async () => {
    const secrets = new Set<string>();
    for (let count = 0; count < 1000; count += 1) secrets.add((await issue()).secret);
    expect(secrets.size).toBe(1000);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });

  test('carries token versions up to what 32 bits hold', async () => {
    for (const tokenVersion of [1, 2 ** 31, 2 ** 32 - 1]) {
      const { token } = await issue({ tokenVersion });
      expect(await strategy.verify(token)).toMatchObject({ tokenVersion });
    }
  });

  test('stores the claims that a hook added with the session, where there are any, and no fields', async () => {
    const claims = { plan: 'pro' };
    const { session } = await issue({ claims, addedClaims: { scope: 'read' } });
    expect(session.claims).toEqual({ scope: 'read' });
    expect((await issue({ claims, addedClaims: {} })).session).not.toHaveProperty('claims');
  });

  test('accepts only one spelling of a token', async () => {
    const { id, secret, token } = await issue();
    const last = secret.slice(-1);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // The last of 43 characters has four bits of the secret: three others are read as the same
    // bytes.
    const index = alphabet.indexOf(last);
    const twins = [1, 2, 3].map((bits) => `${id}.${secret.slice(0, -1)}${alphabet[index + bits]}`);
    for (const text of [
      ...twins,
      '',
      '.',
      id,
      `${id}.`,
      `.${secret}`,
      `${token}=`,
      ` ${token}`,
      `${token}\n`,
      `${id}.${secret}.${secret}`,
      token.replace('.', ''),
      `${id}A.${secret}`,
      `${id.slice(1)}.${secret}`,
      `${id}.${secret.replace(/./, '+')}`,
    ]) {
      expect(await strategy.verify(text)).toBeUndefined();
    }
  });

  describe('notes a use', () => {
    const useAfter = async (seconds: number) => {
      const { session } = await issue();
      clock.advance(seconds);
      return strategy.useOf?.(session, clock.now());
    };

    test('once in five minutes, and moves the end by the idle time', async () => {
      expect(await useAfter(299)).toBeUndefined();
      expect(await useAfter(300)).toEqual({
        userId: USER_ID,
        sessionId: expect.any(String),
        secretHash: expect.any(String),
        last_used_at: clock.now().toISOString(),
        expiresAt: clock.now().getTime() / 1000 + 14 * DAY,
      });
    });

    test('more often if the idle timeout is short', async () => {
      strategy = strategyOf({ lifetime: DAY, idleTimeout: 60 });
      expect(await useAfter(5)).toBeUndefined();
      expect(await useAfter(6)).toBeDefined();
    });

    test('and never moves the end beyond the lifetime', async () => {
      expect(await useAfter(29 * DAY)).toMatchObject({ expiresAt: START + 30 * DAY });
    });

    test('only of a session with its own token', async () => {
      const { session } = await issue();
      clock.advance(DAY);
      expect(strategy.useOf?.({ ...session, secretHash: undefined }, clock.now())).toBeUndefined();
    });
  });
});
