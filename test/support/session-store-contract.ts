import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RefreshClaims, SessionStore, UserStore } from '../../lambda/users/ports.ts';
import type { AccessClaims, Session } from '../../lambda/users/sessions/session.ts';
import type { Credential, Profile } from '../../lambda/users/user.ts';
import { CountingIds } from './frozen.ts';

const AT = new Date('2026-01-01T00:00:00.000Z');
const SECONDS = AT.getTime() / 1000;
const EMAIL = 'ada@example.com';

/** What every pair of stores keeps of logins. `start` gives stores with nothing in them. */
export function describeSessionStore(
  start: () => Promise<{ users: UserStore; sessions: SessionStore }>,
): void {
  let users: UserStore;
  let sessions: SessionStore;
  let ids: CountingIds;
  let ada: Profile;

  beforeEach(async () => {
    ({ users, sessions } = await start());
    ids = new CountingIds();
    const user = {
      id: ids.next(),
      email: EMAIL,
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: AT.toISOString(),
      updated_at: AT.toISOString(),
    };
    const event = { id: ids.next(), type: 'after-register', at: AT.toISOString() } as const;
    await users.create({ user, passwordHash: 'hash', event });
    ada = await profile();
  });

  const adaId = '00000000-0000-7000-8000-000000000001';
  async function profile(): Promise<Profile> {
    const found = (await users.lookup([adaId])).profiles.get(adaId);
    if (!found) throw new Error('there is no profile');
    return found;
  }
  async function credential(): Promise<Credential> {
    const found = await users.credential(EMAIL);
    if (!found) throw new Error('there is no credential');
    return found;
  }
  const change = (changes: Partial<Profile>, before = ada) =>
    users.update({
      before,
      user: before.user,
      tokenVersion: before.tokenVersion,
      survivingToken: before.survivingToken,
      ...changes,
    });
  const deactivate = () => change({ user: { ...ada.user, is_active: false } });

  const session = (changes: Partial<Session> = {}): Session => ({
    userId: adaId,
    sessionId: 'session',
    backend: 'web',
    created_at: AT.toISOString(),
    last_used_at: AT.toISOString(),
    ip: '192.0.2.1',
    user_agent: 'a browser',
    tokenVersion: 1,
    expiresAt: SECONDS + 3600,
    secretHash: 'hash of the secret',
    ...changes,
  });
  const lookup = async (sessionId: string, userId = adaId) => {
    const keys = [{ userId, sessionId }];
    const found = await users.lookup([], { sessions: keys, revocations: keys });
    return { session: found.sessions.get(sessionId), revoked: found.revoked.has(sessionId) };
  };
  const outcomes = async (racing: Promise<string>[]) => {
    const all = await Promise.all(racing);
    return (outcome: string) => all.filter((one) => one === outcome).length;
  };

  describe('a session', () => {
    test('is stored with its login, and found in a lookup', async () => {
      const stored = session();
      expect(await users.recordLogin({ credential: await credential(), session: stored })).toBe(
        'recorded',
      );
      expect(await lookup('session')).toStrictEqual({ session: stored, revoked: false });
      expect((await lookup('other')).session).toBeUndefined();
      expect((await lookup('session', 'eve')).session).toBeUndefined();
    });

    test('is found where it is asked for twice', async () => {
      await users.recordLogin({ credential: await credential(), session: session() });
      const key = { userId: adaId, sessionId: 'session' };
      const found = await users.lookup([adaId, adaId], { sessions: [key, { ...key }] });
      expect([...found.sessions.values()]).toEqual([session()]);
    });

    test('is found beside profiles and the owner of an address', async () => {
      await users.recordLogin({ credential: await credential(), session: session() });
      const keys = [{ userId: adaId, sessionId: 'session' }];
      const found = await users.lookup([adaId], { email: EMAIL, sessions: keys });
      expect(found).toEqual({
        profiles: new Map([[adaId, ada]]),
        owner: adaId,
        sessions: new Map([['session', session()]]),
        revoked: new Set(),
      });
    });

    test.each<[string, () => Promise<unknown>]>([
      ['was deactivated', deactivate],
      ['was deleted', () => users.delete(ada)],
      ['signed out everywhere', () => change({ tokenVersion: 2 })],
    ])('is not stored for a user who %s since the read', async (_, happen) => {
      const before = await credential();
      await happen();
      for (const upgradedHash of [undefined, 'upgraded']) {
        const login = { credential: before, session: session(), upgradedHash };
        expect(await users.recordLogin(login)).toBe('stale');
      }
      expect((await lookup('session')).session).toBeUndefined();
    });
  });

  describe.each<[string, AccessClaims['keeping']]>([
    ['a stored session', { by: 'session', backend: 'web', secretHash: 'hash of the secret' }],
    ['a token that nothing is stored of', { by: 'revocation', expiresAt: SECONDS + 3600 }],
  ])('the end of %s', (_, keeping) => {
    const claims = (changes: Partial<AccessClaims> = {}): AccessClaims => ({
      userId: adaId,
      sessionId: 'session',
      tokenVersion: 1,
      keeping,
      ...changes,
    });
    const ended = async () => {
      const found = await lookup('session');
      return keeping.by === 'session' ? found.session === undefined : found.revoked;
    };

    beforeEach(async () => {
      if (keeping.by !== 'session') return;
      await users.recordLogin({ credential: await credential(), session: session() });
    });

    test('is seen by the next lookup, and happens once', async () => {
      expect(await ended()).toBe(false);
      expect(await sessions.end(claims(), AT)).toBe('ended');
      expect(await ended()).toBe(true);
      expect(await sessions.end(claims(), AT)).toBe('refused');
    });

    test('happens for the login that outlived its version', async () => {
      await change({ tokenVersion: 2, survivingToken: 'session' });
      expect(await sessions.end(claims(), AT)).toBe('ended');
    });

    test.each<[string, () => Promise<unknown>]>([
      ['was deactivated', deactivate],
      ['signed out everywhere', () => change({ tokenVersion: 2 })],
      ['has another login survive', () => change({ tokenVersion: 2, survivingToken: 'other' })],
      ['was deleted', () => users.delete(ada)],
    ])('is refused for a user who %s', async (_, happen) => {
      await happen();
      expect(await sessions.end(claims(), AT)).toBe('refused');
      expect(await ended()).toBe(false);
    });

    test('is refused at another version', async () => {
      expect(await sessions.end(claims({ tokenVersion: 2 }), AT)).toBe('refused');
      expect(await ended()).toBe(false);
    });

    test('happens to one of 50 who race for it', async () => {
      const racing = Array.from({ length: 50 }, () => sessions.end(claims(), AT));
      const count = await outcomes(racing);
      expect({ ended: count('ended'), refused: count('refused') }).toEqual({
        ended: 1,
        refused: 49,
      });
    });
  });

  describe('a refresh token', () => {
    const claims = (changes: Partial<RefreshClaims> = {}): RefreshClaims => ({
      userId: adaId,
      sessionId: 'session',
      generation: 1,
      tokenVersion: 1,
      expiresAt: SECONDS + 3600,
      ...changes,
    });
    const later = new Date(AT.getTime() + 60_000);
    const rotate = (changes: Partial<RefreshClaims> = {}, backend = 'web', at = later) =>
      sessions.rotate({ claims: claims(changes), backend, id: ids.next(), at });
    const reuse = (generation = 1) =>
      sessions.endReused(claims({ generation }), {
        id: ids.next(),
        type: 'after-refresh-reuse',
        at: later.toISOString(),
        backend: 'web',
        ip: '192.0.2.9',
        user_agent: 'another',
      });
    const { secretHash: _, ...refreshable } = session({ generation: 1 });
    const time = later.toISOString();
    const rotated = { ...refreshable, generation: 2, rotated_at: time, last_used_at: time };

    beforeEach(async () => {
      await users.recordLogin({ credential: await credential(), session: refreshable });
    });

    test('is replaced by the next, and then not again', async () => {
      expect(await rotate()).toEqual({ replaced: true, session: rotated });
      expect(await rotate()).toEqual({ replaced: false, session: rotated });
      expect((await lookup('session')).session).toMatchObject({
        backend: 'web',
        expiresAt: SECONDS + 3600,
      });
    });

    test.each<[string, () => ReturnType<typeof rotate>]>([
      ['of another generation', () => rotate({ generation: 2 })],
      ['of another token version', () => rotate({ tokenVersion: 2 })],
      ['of another backend', () => rotate({}, 'mobile')],
      [
        'of a session that is over, to the second',
        () => rotate({}, 'web', new Date((SECONDS + 3600) * 1000)),
      ],
    ])('is not replaced where it is %s', async (_case, attempt) => {
      expect(await attempt()).toEqual({ replaced: false, session: refreshable });
    });

    test('makes no session come back', async () => {
      const keeping = { by: 'session', backend: 'web' } as const;
      const access = { userId: adaId, sessionId: 'session', tokenVersion: 1, keeping };
      expect(await sessions.end(access, AT)).toBe('ended');
      expect(await rotate()).toEqual({ replaced: false });
      expect(await reuse()).toBe('refused');
      expect((await lookup('session')).session).toBeUndefined();
    });

    test('is replaced for one of 50 who race for it', async () => {
      const racing = Array.from({ length: 50 }, () => rotate());
      const all = await Promise.all(racing);
      expect(all.filter(({ replaced }) => replaced)).toHaveLength(1);
      expect(new Set(all.map(({ session: found }) => found?.generation))).toEqual(new Set([2]));
    });

    test('ends its session when it is used again, once, and nothing of that holds', async () => {
      expect(await reuse()).toBe('refused');
      await rotate();
      const count = await outcomes(Array.from({ length: 50 }, () => reuse()));
      expect({ ended: count('ended'), refused: count('refused') }).toEqual({
        ended: 1,
        refused: 49,
      });
      expect((await lookup('session')).session?.ended_at).toBe(time);
      expect(await rotate({ generation: 2 })).toEqual({
        replaced: false,
        session: { ...rotated, ended_at: time },
      });
      const keeping = { by: 'session', backend: 'web' } as const;
      const access = { userId: adaId, sessionId: 'session', tokenVersion: 1, keeping };
      expect(await sessions.end(access, AT)).toBe('refused');
    });
  });

  describe('the end of a stored session', () => {
    const keeping = { by: 'session', backend: 'web', secretHash: 'hash of the secret' } as const;
    const claims = { userId: adaId, sessionId: 'session', tokenVersion: 1, keeping };

    beforeEach(async () => {
      await users.recordLogin({ credential: await credential(), session: session() });
    });

    test.each<[string, Partial<typeof keeping>]>([
      ['with another secret', { secretHash: 'hash of another' as typeof keeping.secretHash }],
      ['at another backend', { backend: 'mobile' as typeof keeping.backend }],
    ])('is refused %s', async (_, changes) => {
      const others = { ...claims, keeping: { ...keeping, ...changes } };
      expect(await sessions.end(others, AT)).toBe('refused');
      expect((await lookup('session')).session).toBeDefined();
    });

    test('is refused once it has expired, to the second', async () => {
      const expiry = new Date(AT.getTime() + 3_600_000);
      expect(await sessions.end(claims, expiry)).toBe('refused');
      expect(await sessions.end(claims, new Date(expiry.getTime() - 1000))).toBe('ended');
    });
  });

  describe('the sessions of a user', () => {
    const record = async (...all: Session[]) => {
      for (const one of all)
        await users.recordLogin({ credential: await credential(), session: one });
    };
    const stored = async (sessionId = 'session') => (await lookup(sessionId)).session;

    test('are listed newest first, expired ones included, without secrets and claims', async () => {
      await record(
        session({ sessionId: '1', claims: { plan: 'pro' } }),
        session({ sessionId: '2', expiresAt: SECONDS - 1 }),
      );
      const { secretHash, ...listed } = session();
      expect(await sessions.sessionsOf(adaId)).toEqual([
        { ...listed, sessionId: '2', expiresAt: SECONDS - 1 },
        { ...listed, sessionId: '1' },
      ]);
      expect(await sessions.sessionsOf('eve')).toEqual([]);
    });

    test('have claims in a lookup', async () => {
      const claims = { plan: 'pro', roles: ['a', 'b'], nested: { deep: null } };
      await record(session({ claims }));
      expect((await stored())?.claims).toEqual(claims);
    });

    test('are removed by one of 50 who race for it', async () => {
      await record(session());
      const key = { userId: adaId, sessionId: 'session' };
      const count = await outcomes(Array.from({ length: 50 }, () => sessions.remove(key)));
      expect({ removed: count('removed'), absent: count('absent') }).toEqual({
        removed: 1,
        absent: 49,
      });
      expect(await stored()).toBeUndefined();
    });

    test('are not removed in the name of another user', async () => {
      await record(session());
      expect(await sessions.remove({ userId: 'eve', sessionId: 'session' })).toBe('absent');
      expect(await stored()).toBeDefined();
    });
  });

  describe('a note of a use', () => {
    const use = {
      userId: adaId,
      sessionId: 'session',
      secretHash: 'hash of the secret',
      last_used_at: '2026-01-02T00:00:00.000Z',
      expiresAt: SECONDS + 7200,
    };

    test('changes the time of use and the end, and nothing else', async () => {
      await users.recordLogin({ credential: await credential(), session: session() });
      await sessions.noteUse(use);
      const { last_used_at, expiresAt } = use;
      expect((await lookup('session')).session).toEqual(session({ last_used_at, expiresAt }));
    });

    test('makes no session of one that has ended, and none of another secret', async () => {
      await sessions.noteUse(use);
      expect((await lookup('session')).session).toBeUndefined();
      const another = session({ secretHash: 'hash of another' });
      await users.recordLogin({ credential: await credential(), session: another });
      await sessions.noteUse(use);
      expect((await lookup('session')).session).toEqual(another);
    });

    test('brings back none of 20 that end meanwhile', async () => {
      for (let round = 0; round < 20; round += 1) {
        const sessionId = `session ${round}`;
        const one = session({ sessionId });
        await users.recordLogin({ credential: await credential(), session: one });
        const key = { userId: adaId, sessionId };
        await Promise.all([sessions.noteUse({ ...use, sessionId }), sessions.remove(key)]);
        expect((await lookup(sessionId)).session).toBeUndefined();
      }
    });
  });
}
