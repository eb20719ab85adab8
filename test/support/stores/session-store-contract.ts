import { describe, expect, test } from '@jest/globals';
import type { Session } from '../../../lambda/users/sessions/session.ts';
import { DELETED } from '../domain/domain.ts';
import { ADA, EMAIL, SECONDS, StoredSessions, session } from './stored-sessions.ts';
import { outcomes, type Start } from './stored-users.ts';

/** What stores guarantee for logins. */
export function describeSessionStore(start: Start): void {
  const logins = new StoredSessions(start);

  describe('a session', () => {
    test('is stored with its login, and found in a lookup', async () => {
      const stored = session();
      expect(await logins.record(stored)).toBe('recorded');
      expect(await logins.lookup('session')).toStrictEqual({ session: stored, revoked: false });
      expect((await logins.lookup('other')).session).toBeUndefined();
      expect((await logins.lookup('session', 'eve')).session).toBeUndefined();
    });

    test('of before there was proof has none', async () => {
      const { proof: _, ...stored } = session();
      await logins.record(stored);
      expect(await logins.lookup('session')).toStrictEqual({ session: stored, revoked: false });
    });

    test('is found where it is asked for twice', async () => {
      await logins.record(session());
      const key = { userId: ADA, sessionId: 'session' };
      const found = await logins.store.signInState([ADA, ADA], { sessions: [key, { ...key }] });
      expect([...found.sessions.values()]).toEqual([session()]);
    });

    test('is found beside profiles and the owner of an address', async () => {
      await logins.record(session());
      const keys = [{ userId: ADA, sessionId: 'session' }];
      const found = await logins.store.signInState([ADA], { email: EMAIL, sessions: keys });
      expect(found).toEqual({
        profiles: new Map([[ADA, logins.ada]]),
        owner: ADA,
        sessions: new Map([['session', session()]]),
        revoked: new Set(),
      });
    });

    test.each<[string, () => Promise<unknown>]>([
      ['was deactivated', logins.deactivate],
      ['was deleted', () => logins.store.delete(logins.ada, DELETED)],
      ['signed out everywhere', () => logins.change({ tokenVersion: 2 })],
    ])('is not stored for a user who %s since the read', async (_, happen) => {
      const before = await logins.credential();
      await happen();
      for (const upgradedHash of [undefined, 'upgraded']) {
        const login = { credential: before, session: session(), upgradedHash };
        expect(await logins.store.recordLogin(login)).toBe('stale');
      }
      expect((await logins.lookup('session')).session).toBeUndefined();
    });
  });

  describe('the sessions of a user', () => {
    const record = async (...all: Session[]) => {
      for (const one of all) await logins.record(one);
    };
    const stored = async (sessionId = 'session') => (await logins.lookup(sessionId)).session;

    test('are listed newest first, expired ones included, without secrets, proofs and claims', async () => {
      await record(
        session({ sessionId: '1', claims: { plan: 'pro' } }),
        session({ sessionId: '2', expiresAt: SECONDS - 1 }),
      );
      const { secretHash, proof, ...listed } = session();
      expect(await logins.store.sessionsOf(ADA)).toEqual([
        { ...listed, sessionId: '2', expiresAt: SECONDS - 1 },
        { ...listed, sessionId: '1' },
      ]);
      expect(await logins.store.sessionsOf('eve')).toEqual([]);
    });

    test('have claims in a lookup', async () => {
      const claims = { plan: 'pro', roles: ['a', 'b'], nested: { deep: null } };
      await record(session({ claims }));
      expect((await stored())?.claims).toEqual(claims);
    });

    test('are removed by one of 50 callers that race for it', async () => {
      await record(session());
      const key = { userId: ADA, sessionId: 'session' };
      const count = await outcomes(Array.from({ length: 50 }, () => logins.store.remove(key)));
      expect(count).toEqual({ removed: 1, absent: 49 });
      expect(await stored()).toBeUndefined();
    });

    test('are not removed in the name of another user', async () => {
      await record(session());
      expect(await logins.store.remove({ userId: 'eve', sessionId: 'session' })).toBe('absent');
      expect(await stored()).toBeDefined();
    });
  });

  describe('a note of a use', () => {
    const use = {
      userId: ADA,
      sessionId: 'session',
      secretHash: 'hash of the secret',
      last_used_at: '2026-01-02T00:00:00.000Z',
      expiresAt: SECONDS + 7200,
    };

    test('changes the time of use and the end, and nothing else', async () => {
      await logins.record(session());
      await logins.store.noteUse(use);
      const { last_used_at, expiresAt } = use;
      expect((await logins.lookup('session')).session).toEqual(
        session({ last_used_at, expiresAt }),
      );
    });

    test('makes no session of one that has ended, and none of another secret', async () => {
      await logins.store.noteUse(use);
      expect((await logins.lookup('session')).session).toBeUndefined();
      const another = session({ secretHash: 'hash of another' });
      await logins.record(another);
      await logins.store.noteUse(use);
      expect((await logins.lookup('session')).session).toEqual(another);
    });

    test('brings back none of 20 that end at the same time', async () => {
      for (let round = 0; round < 20; round += 1) {
        const sessionId = `session ${round}`;
        const one = session({ sessionId });
        await logins.record(one);
        const key = { userId: ADA, sessionId };
        await Promise.all([logins.store.noteUse({ ...use, sessionId }), logins.store.remove(key)]);
        expect((await logins.lookup(sessionId)).session).toBeUndefined();
      }
    });
  });
}
