import { beforeEach, describe, expect, test } from '@jest/globals';
import { HookRefusal } from '../../../../lambda/users/model/hooks.ts';
import { type RefreshDeps, refresh } from '../../../../lambda/users/sessions/refresh.ts';
import type { RefreshClaims } from '../../../../lambda/users/sessions/session-store.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, Domain, ORIGIN, SUPERUSER } from '../../../support/domain/domain.ts';

const origin = { ...ORIGIN, ip: '192.0.2.9' };
const LIFETIME = 3600;

describe('refresh', () => {
  let domain: Domain;
  let ada: Profile;
  let claims: RefreshClaims;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user('ada@example.com');
    const now = domain.clock.now();
    const session = {
      userId: ada.user.id,
      sessionId: domain.ids.next(),
      ...ORIGIN,
      created_at: now.toISOString(),
      last_used_at: now.toISOString(),
      tokenVersion: ada.tokenVersion,
      expiresAt: now.getTime() / 1000 + LIFETIME,
      generation: 1,
    };
    const credential = await domain.credential(ada.user.email);
    await domain.store.recordLogin({ credential, session });
    claims = session;
    domain.forget();
  });

  /** Tokens are their own claims here, as JSON. */
  const attempt = (
    changes: Partial<RefreshClaims> = {},
    deps: Partial<RefreshDeps> = {},
    from = origin,
  ) =>
    refresh(
      {
        ...domain,
        sessions: domain.store,
        tokens: { verify: async (token) => JSON.parse(token) },
        reuseInterval: 10,
        renew: async ({ generation }, custom) => ({
          credential: JSON.stringify(custom),
          lifetime: 60,
          refresh: { token: `generation ${generation}`, lifetime: 60 },
        }),
        ...deps,
      },
      { token: JSON.stringify({ ...claims, ...changes }), origin: from },
    );
  const next = (generation: number) => ({
    userId: ada.user.id,
    credential: '{}',
    lifetime: 60,
    refresh: { token: `generation ${generation}`, lifetime: 60 },
  });
  const unauthorized = { code: 'UNAUTHORIZED' };

  test('replaces the token by one write, made at once with the one read', async () => {
    expect(await attempt()).toEqual(next(2));
    expect(domain.store.calls).toEqual(['rotate', 'lookup']);
    expect(domain.store.events).toEqual([]);
  });

  test('asks nothing of the table for an invalid token', async () => {
    const tokens = { verify: async () => undefined };
    await expect(attempt({}, { tokens })).rejects.toMatchObject(unauthorized);
    expect(domain.store.calls).toEqual([]);
  });

  test('gives the same replacement until the interval is over, and then ends the session', async () => {
    await attempt();
    domain.clock.advance(9);
    expect(await attempt()).toEqual(next(2));
    domain.clock.advance(1);
    await expect(attempt()).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-refresh-reuse',
        at: domain.clock.now().toISOString(),
        actor: { id: ada.user.id, by: 'token' },
        ...origin,
      },
    ]);
    await expect(attempt({ generation: 2 })).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toHaveLength(1);
  });

  test('ends the session at once for a token before the last, or without an interval', async () => {
    await attempt();
    await attempt({ generation: 2 });
    await expect(attempt()).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toHaveLength(1);
  });

  test('gives the same replacement within an interval of a second', async () => {
    await attempt({}, { reuseInterval: 1 });
    expect(await attempt({}, { reuseInterval: 1 })).toEqual(next(2));
  });

  test('has no replacement twice without an interval', async () => {
    await attempt({}, { reuseInterval: 0 });
    // The clock of another function may be behind.
    domain.clock.advance(-1);
    await expect(attempt({}, { reuseInterval: 0 })).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toHaveLength(1);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['was deactivated', () => domain.deactivate(ada)],
    ['was deleted', () => domain.store.delete(ada, DELETED)],
    [
      'signed out everywhere',
      () => domain.store.update({ before: ada, user: ada.user, tokenVersion: 2 }),
    ],
  ])('refuses a user who %s, and takes it for no reuse', async (_, happen) => {
    await happen();
    domain.forget();
    await expect(attempt()).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toEqual([]);
  });

  test('refuses a user who has not verified the address only if that is required', async () => {
    const required = { requireVerification: true };
    expect(await attempt()).toEqual(next(2));
    const user = { ...ada.user, is_verified: true };
    await domain.store.update({ before: ada, user, tokenVersion: ada.tokenVersion });
    expect(await attempt({ generation: 2 }, required)).toEqual(next(3));
    await domain.store.update({
      before: await domain.profile(ada.user.id),
      user: ada.user,
      tokenVersion: 1,
    });
    const refused = attempt({ generation: 3 }, required);
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('ends the session of a user whom it refuses, and takes the next use for no theft', async () => {
    const refusing = async () => {
      throw new HookRefusal('SUSPENDED', 'Your account is suspended');
    };
    const model = { ...domain.model, hooks: { ...domain.model.hooks, beforeLogin: refusing } };
    await expect(attempt({}, { model })).rejects.toMatchObject({ code: 'SUSPENDED' });
    expect(domain.store.calls).toEqual(['rotate', 'lookup', 'endReplaced']);
    domain.clock.advance(60);
    for (const generation of [1, 2]) {
      await expect(attempt({ generation })).rejects.toMatchObject(unauthorized);
    }
    expect(domain.store.events).toEqual([]);
  });

  test('goes on after a hook that failed, as nobody was refused', async () => {
    const failing = async () => {
      throw new Error('no such table');
    };
    const model = { ...domain.model, hooks: { ...domain.model.hooks, beforeLogin: failing } };
    await expect(attempt({}, { model })).rejects.toThrow('no such table');
    expect(await attempt()).toEqual(next(2));
  });

  test('asks beforeLogin where the refresh comes from, as a login does', async () => {
    const asked: unknown[] = [];
    const beforeLogin = async (...args: unknown[]) => {
      asked.push(args);
    };
    const model = { ...domain.model, hooks: { ...domain.model.hooks, beforeLogin } };
    await attempt({}, { model });
    const { id, email } = ada.user;
    expect(asked).toStrictEqual([[{ id, email, claims: {} }, origin]]);
  });

  test('goes on for the session that outlived a change of the password', async () => {
    const survivingToken = claims.sessionId;
    await domain.store.update({ before: ada, user: ada.user, tokenVersion: 2, survivingToken });
    expect(await attempt()).toEqual(next(2));
  });

  test('refuses a session that is over, of another login, or was ended', async () => {
    await expect(attempt({ tokenVersion: 2 })).rejects.toMatchObject(unauthorized);
    await expect(attempt({ sessionId: 'other' })).rejects.toMatchObject(unauthorized);
    await expect(attempt({ generation: 2 })).rejects.toMatchObject(unauthorized);
    domain.clock.advance(LIFETIME);
    await expect(attempt()).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toEqual([]);
  });

  test('has no replacement, a moment after it was replaced, for a session that ended since', async () => {
    await attempt();
    const at = domain.clock.now().toISOString();
    const event = { id: 'event', type: 'after-refresh-reuse', at, actor: SUPERUSER } as const;
    expect(await domain.store.endReused(claims, event)).toBe('ended');
    await expect(attempt()).rejects.toMatchObject(unauthorized);
  });

  test.each<[string, Partial<RefreshClaims>, string]>([
    ['of another login', { tokenVersion: 2 }, ORIGIN.backend],
    ['at another backend', {}, 'mobile'],
  ])('has no replacement %s, a moment after it was replaced', async (_, changes, backend) => {
    await attempt();
    const refused = attempt(changes, {}, { ...origin, backend });
    await expect(refused).rejects.toMatchObject(unauthorized);
    expect(domain.store.events).toEqual([]);
  });

  test('tells hooks of no claims where the model has none', async () => {
    const asked: unknown[] = [];
    const tokenClaims = async (user: unknown) => {
      asked.push(user);
      return {};
    };
    const model = { ...domain.model, hooks: { ...domain.model.hooks, tokenClaims } };
    await attempt({}, { model });
    const { id, email } = ada.user;
    expect(asked).toStrictEqual([{ id, email, claims: {} }]);
  });

  test('puts claims into the token as the user is now', async () => {
    const asked: unknown[] = [];
    const tokenClaims = async (...args: unknown[]) => {
      asked.push(args);
      return { tenant: 'acme' };
    };
    const model = {
      ...domain.model,
      claimFields: ['plan'],
      hooks: { ...domain.model.hooks, tokenClaims },
    };
    const user = { ...ada.user, custom: { plan: 'pro', theme: 'dark' } };
    await domain.store.update({ before: ada, user, tokenVersion: ada.tokenVersion });
    const { credential } = await attempt({}, { model });
    expect(JSON.parse(credential)).toEqual({ plan: 'pro', tenant: 'acme' });
    const { id, email } = ada.user;
    expect(asked).toStrictEqual([[{ id, email, claims: { plan: 'pro' } }, { backend: 'jwt' }]]);
  });
});
