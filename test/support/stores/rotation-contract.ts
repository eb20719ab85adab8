import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RefreshClaims } from '../../../lambda/users/sessions/session-store.ts';
import { SUPERUSER } from '../domain/domain.ts';
import { ADA, BEGUN, SECONDS, StoredSessions, session } from './stored-sessions.ts';
import { outcomes, type Start } from './stored-users.ts';

/** What stores guarantee for refresh tokens, of which each replaces the one before. */
export function describeRotations(start: Start): void {
  const logins = new StoredSessions(start);

  describe('a refresh token', () => {
    const claims = (changes: Partial<RefreshClaims> = {}): RefreshClaims => ({
      userId: ADA,
      sessionId: 'session',
      generation: 1,
      tokenVersion: 1,
      expiresAt: SECONDS + 3600,
      ...changes,
    });
    const later = new Date(BEGUN.getTime() + 60_000);
    const rotate = (changes: Partial<RefreshClaims> = {}, backend = 'web', at = later) =>
      logins.store.rotate({ claims: claims(changes), backend, id: logins.nextId(), at });
    const reuse = (generation = 1) =>
      logins.store.endReused(claims({ generation }), {
        id: logins.nextId(),
        type: 'after-refresh-reuse',
        actor: SUPERUSER,
        at: later.toISOString(),
        backend: 'web',
        ip: '192.0.2.9',
        user_agent: 'another',
      });
    const { secretHash: _, ...refreshable } = session({ generation: 1 });
    const time = later.toISOString();
    const rotated = { ...refreshable, generation: 2, rotated_at: time, last_used_at: time };

    beforeEach(async () => {
      await logins.record(refreshable);
    });

    test('is replaced by the next, and then not again', async () => {
      expect(await rotate()).toEqual({ replaced: true, session: rotated });
      expect(await rotate()).toEqual({ replaced: false, session: rotated });
      expect((await logins.lookup('session')).session).toMatchObject({
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
      const access = { userId: ADA, sessionId: 'session', tokenVersion: 1, keeping };
      expect(await logins.store.end(access, BEGUN)).toBe('ended');
      expect(await rotate()).toEqual({ replaced: false });
      expect(await reuse()).toBe('refused');
      expect((await logins.lookup('session')).session).toBeUndefined();
    });

    test('that was replaced ends its session without an event, once', async () => {
      expect(await logins.store.endReplaced(claims(), later)).toBe('refused');
      await rotate();
      const end = () => logins.store.endReplaced(claims(), later);
      expect([await end(), await end()]).toEqual(['ended', 'refused']);
      expect((await logins.lookup('session')).session?.ended_at).toBe(time);
      expect((await rotate({ generation: 2 })).replaced).toBe(false);
    });

    test('is replaced for one of 50 callers that race for it', async () => {
      const racing = Array.from({ length: 50 }, () => rotate());
      const all = await Promise.all(racing);
      expect(all.filter(({ replaced }) => replaced)).toHaveLength(1);
      expect(new Set(all.map(({ session: found }) => found?.generation))).toEqual(new Set([2]));
    });

    test('ends its session when it is used again, once, and no token of it is valid', async () => {
      expect(await reuse()).toBe('refused');
      await rotate();
      const count = await outcomes(Array.from({ length: 50 }, () => reuse()));
      expect(count).toEqual({ ended: 1, refused: 49 });
      expect((await logins.lookup('session')).session?.ended_at).toBe(time);
      expect(await logins.store.sessionsOf(ADA)).toMatchObject([{ ended_at: time }]);
      expect(await rotate({ generation: 2 })).toEqual({
        replaced: false,
        session: { ...rotated, ended_at: time },
      });
      const keeping = { by: 'session', backend: 'web' } as const;
      const access = { userId: ADA, sessionId: 'session', tokenVersion: 1, keeping };
      expect(await logins.store.end(access, BEGUN)).toBe('refused');
    });
  });
}
