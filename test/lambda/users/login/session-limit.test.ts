import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { UsersError } from '../../../../lambda/users/errors.ts';
import { recordWithinLimit } from '../../../../lambda/users/login/session-limit.ts';
import type { AccessClaims, Session } from '../../../../lambda/users/sessions/session.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, ORIGIN } from '../../../support/domain/domain.ts';

const EMAIL = 'ada@example.com';

describe('the limit of sessions', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
  });

  const session = (changes: Partial<Session> = {}): Session => ({
    userId: ada.user.id,
    sessionId: domain.ids.next(),
    ...ORIGIN,
    created_at: domain.clock.now().toISOString(),
    last_used_at: domain.clock.now().toISOString(),
    tokenVersion: 1,
    expiresAt: domain.clock.now().getTime() / 1000 + 3600,
    secretHash: 'hash',
    ...changes,
  });
  /** Logs in; as many seconds pass before. */
  async function login(
    seconds = 60,
    changes: Partial<Session> = {},
    maxSessions = 3,
    replaced?: AccessClaims,
  ) {
    domain.clock.advance(seconds);
    const one = session(changes);
    const { store, logins, sessions, clock, tidyingFailed } = domain;
    const credential = await store.credential(EMAIL);
    if (credential === undefined) throw new Error('there is no credential');
    domain.forget();
    const deps = { store, logins, sessions, clock, maxSessions, tidyingFailed };
    const outcome = await recordWithinLimit(deps, { credential, session: one }, replaced);
    expect(outcome).toBe('recorded');
    return one.sessionId;
  }
  const left = async () =>
    (await domain.sessions.sessionsOf(ada.user.id)).map(({ sessionId }) => sessionId).reverse();

  test('costs little while there is room: one write, and one read next to it', async () => {
    await login();
    await login();
    expect(domain.store.calls.sort()).toEqual(['recordLogin', 'sessionsOf']);
    expect(await left()).toHaveLength(2);
  });

  test('ends the oldest', async () => {
    const all = [await login(), await login(), await login(), await login(), await login()];
    expect(await left()).toEqual(all.slice(2));
    expect(domain.store.calls).toContain('remove');
  });

  test('gives the room of the login that a new one replaces to no other', async () => {
    const [first, second, replaced] = [await login(), await login(), await login()];
    const claims = (sessionId: string, secretHash: string) =>
      ({
        userId: ada.user.id,
        sessionId,
        tokenVersion: 1,
        keeping: { by: 'session', backend: ORIGIN.backend, secretHash },
      }) as const;
    const fourth = await login(60, {}, 3, claims(replaced, 'hash'));
    expect(await left()).toEqual([first, second, fourth]);
    // One that is not ended, as its secret was wrong, takes its room.
    const fifth = await login(60, {}, 3, claims(fourth, 'hash of another'));
    expect(await left()).toEqual([second, fourth, fifth]);
  });

  test('of one ends what was before', async () => {
    await login();
    const last = await login(60, {}, 1);
    expect(await left()).toEqual([last]);
  });

  test('that was lowered ends all beyond it', async () => {
    const all = [await login(), await login(), await login()];
    expect(await left()).toEqual(all);
    const last = await login(60, {}, 2);
    expect(await left()).toEqual([all[2], last]);
  });

  test('reads again after the write where another login is less than ten seconds old', async () => {
    await login();
    await login(9);
    expect(domain.store.calls.filter((call) => call === 'sessionsOf')).toHaveLength(2);
    await login(10);
    expect(domain.store.calls.filter((call) => call === 'sessionsOf')).toHaveLength(1);
  });

  test('ends first what has expired, then what is of an earlier version and was not used for longest', async () => {
    const expired = domain.clock.now().getTime() / 1000 + 200;
    const live = await login();
    await login(1, { expiresAt: expired, last_used_at: '2025-01-01T00:00:00.000Z' });
    await domain.store.update({ before: ada, user: ada.user, tokenVersion: 2 });
    const current = await login(300, { tokenVersion: 2 });
    expect(await left()).toHaveLength(3);
    const next = await login(60, { tokenVersion: 2 });
    expect(await left()).toEqual([live, current, next]);
    const last = await login(60, { tokenVersion: 2 });
    expect(await left()).toEqual([current, next, last]);
  });

  test('ends first what was ended for reuse, however new it is', async () => {
    const all = [await login(), await login()];
    await login(60, { ended_at: domain.clock.now().toISOString() });
    const last = await login();
    expect(await left()).toEqual([...all, last]);
  });

  test('ends of earlier versions the one that was not used for longest, however new it is', async () => {
    const one = await login(60, { last_used_at: '2026-02-01T00:00:00.000Z' });
    await login();
    await domain.store.update({ before: ada, user: ada.user, tokenVersion: 2 });
    const current = await login(60, { tokenVersion: 2 }, 2);
    expect(await left()).toEqual([one, current]);
  });

  test.each(['sessionsOf', 'remove'] as const)(
    'that %s of the store fails to keep leaves the login as it is, to be kept by the next one',
    async (call) => {
      const all = [await login(), await login(), await login()];
      const failure = jest
        .spyOn(domain.sessions, call)
        .mockRejectedValueOnce(new UsersError('SERVICE_UNAVAILABLE'));
      const fourth = await login();
      expect(await left()).toEqual([...all, fourth]);
      expect(domain.notTidied).toEqual([ada.user.id]);
      failure.mockRestore();
      const fifth = await login();
      expect(await left()).toEqual([...all.slice(2), fourth, fifth]);
      expect(domain.notTidied).toEqual([ada.user.id]);
    },
  );

  test('leaves no session of a user who changed since the read, and ends none', async () => {
    const [one] = [await login(), await login(), await login()];
    const credential = await domain.credential(EMAIL);
    await domain.deactivate(await domain.profile(ada.user.id));
    domain.forget();
    const login4 = { credential, session: session() };
    const deps = { ...domain, maxSessions: 3 };
    expect(await recordWithinLimit(deps, login4)).toBe('stale');
    expect(domain.store.calls).not.toContain('remove');
    expect(await left()).toContain(one);
  });
});
