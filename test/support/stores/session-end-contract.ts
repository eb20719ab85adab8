import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AccessClaims } from '../../../lambda/users/sessions/session.ts';
import { DELETED } from '../domain/domain.ts';
import { ADA, BEGUN, SECONDS, StoredSessions, session } from './stored-sessions.ts';
import { outcomes, type Start } from './stored-users.ts';

/** What stores guarantee for logins that end, stored or not. */
export function describeSessionEnds(start: Start): void {
  const logins = new StoredSessions(start);

  describe.each<[string, AccessClaims['keeping']]>([
    ['a stored session', { by: 'session', backend: 'web', secretHash: 'hash of the secret' }],
    ['a token that nothing is stored of', { by: 'revocation', expiresAt: SECONDS + 3600 }],
  ])('the end of %s', (_, keeping) => {
    const claims = (changes: Partial<AccessClaims> = {}): AccessClaims => ({
      userId: ADA,
      sessionId: 'session',
      tokenVersion: 1,
      keeping,
      ...changes,
    });
    const ended = async () => {
      const found = await logins.lookup('session');
      return keeping.by === 'session' ? found.session === undefined : found.revoked;
    };

    beforeEach(async () => {
      if (keeping.by !== 'session') return;
      await logins.record(session());
    });

    test('is seen by the next lookup, and happens once', async () => {
      expect(await ended()).toBe(false);
      expect(await logins.store.end(claims(), BEGUN)).toBe('ended');
      expect(await ended()).toBe(true);
      expect(await logins.store.end(claims(), BEGUN)).toBe('refused');
    });

    test('happens beside a login in its place, once, whatever its user is by now', async () => {
      await logins.deactivate();
      expect(await logins.store.endPresented(claims(), BEGUN)).toBe('ended');
      expect(await ended()).toBe(true);
      expect(await logins.store.endPresented(claims(), BEGUN)).toBe('refused');
    });

    test('leaves nothing of a user who was deleted', async () => {
      await logins.store.remove({ userId: ADA, sessionId: 'session' });
      await logins.store.delete(logins.ada, DELETED);
      expect(await logins.store.endPresented(claims(), BEGUN)).toBe('refused');
      const { revoked, session: stored } = await logins.lookup('session');
      expect({ revoked, stored }).toEqual({ revoked: false, stored: undefined });
    });

    test('happens for the login that outlived its version', async () => {
      await logins.change({ tokenVersion: 2, survivingToken: 'session' });
      expect(await logins.store.end(claims(), BEGUN)).toBe('ended');
    });

    test.each<[string, () => Promise<unknown>]>([
      ['was deactivated', logins.deactivate],
      ['signed out everywhere', () => logins.change({ tokenVersion: 2 })],
      [
        'has another login survive',
        () => logins.change({ tokenVersion: 2, survivingToken: 'other' }),
      ],
      ['was deleted', () => logins.store.delete(logins.ada, DELETED)],
    ])('is refused for a user who %s', async (_, happen) => {
      await happen();
      expect(await logins.store.end(claims(), BEGUN)).toBe('refused');
      expect(await ended()).toBe(false);
    });

    test('is refused at another version', async () => {
      expect(await logins.store.end(claims({ tokenVersion: 2 }), BEGUN)).toBe('refused');
      expect(await ended()).toBe(false);
    });

    const renewal = async (changes: Partial<AccessClaims> = {}) => ({
      credential: await logins.credential(),
      session: session({ sessionId: logins.nextId() }),
      renewed: { claims: claims(changes), at: BEGUN },
    });

    test('happens with the login that begins in its place, in one write', async () => {
      const login = await renewal();
      expect(await logins.store.recordLogin(login)).toBe('recorded');
      expect(await ended()).toBe(true);
      expect((await logins.lookup(login.session.sessionId)).session).toEqual(login.session);
      const again = await renewal();
      expect(await logins.store.recordLogin(again)).toBe('ended');
      expect((await logins.lookup(again.session.sessionId)).session).toBeUndefined();
    });

    test('happens with a login of which nothing is stored', async () => {
      const { session: _, ...login } = await renewal();
      expect(await logins.store.recordLogin(login)).toBe('recorded');
      expect(await ended()).toBe(true);
      expect(await logins.store.recordLogin(login)).toBe('ended');
    });

    test('is refused with the login of a user who changed since the read', async () => {
      const login = await renewal();
      await logins.change({ tokenVersion: 2 });
      expect(await logins.store.recordLogin(login)).toBe('stale');
      expect(await ended()).toBe(false);
    });

    test('makes room for one of 20 logins that race to take its place', async () => {
      const logged = await Promise.all(Array.from({ length: 20 }, () => renewal()));
      const count = await outcomes(logged.map((login) => logins.store.recordLogin(login)));
      expect(count).toEqual({ recorded: 1, ended: 19 });
    });

    test('happens for one of 50 callers that race for it', async () => {
      const racing = Array.from({ length: 50 }, () => logins.store.end(claims(), BEGUN));
      const count = await outcomes(racing);
      expect(count).toEqual({ ended: 1, refused: 49 });
    });
  });

  describe('the end of a stored session', () => {
    const keeping = { by: 'session', backend: 'web', secretHash: 'hash of the secret' } as const;
    const claims = { userId: ADA, sessionId: 'session', tokenVersion: 1, keeping };

    beforeEach(async () => {
      await logins.record(session());
    });

    test.each<[string, Partial<typeof keeping>]>([
      ['with another secret', { secretHash: 'hash of another' as typeof keeping.secretHash }],
      ['at another backend', { backend: 'mobile' as typeof keeping.backend }],
    ])('is refused %s', async (_, changes) => {
      const others = { ...claims, keeping: { ...keeping, ...changes } };
      expect(await logins.store.end(others, BEGUN)).toBe('refused');
      expect(await logins.store.endPresented(others, BEGUN)).toBe('refused');
      expect((await logins.lookup('session')).session).toBeDefined();
    });

    test('is refused once it has expired, to the second', async () => {
      const expiry = new Date(BEGUN.getTime() + 3_600_000);
      expect(await logins.store.end(claims, expiry)).toBe('refused');
      expect(await logins.store.end(claims, new Date(expiry.getTime() - 1000))).toBe('ended');
    });
  });
}
