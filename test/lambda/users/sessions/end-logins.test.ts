import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type EndLoginsDeps,
  endLogins,
  type UserIds,
  type Walk,
} from '../../../../lambda/users/sessions/end-logins.ts';
import { Domain, ORIGIN } from '../../../support/domain/domain.ts';

describe('the end of all logins', () => {
  let domain: Domain;
  let ids: string[];
  let replaced: number;

  beforeEach(() => {
    domain = new Domain();
    ids = [];
    replaced = 0;
  });

  const users: UserIds = {
    partitions: ['LIST#0', 'LIST#1'],
    page: async (partition, after = '', limit) =>
      partition === 'LIST#1' ? [] : ids.filter((id) => id > after).slice(0, limit),
  };
  const deps = (changes: Partial<EndLoginsDeps> = {}): EndLoginsDeps => ({
    keys: {
      async replace() {
        replaced += 1;
        return 2;
      },
    },
    stored: { users, sessions: domain.store },
    clock: domain.clock,
    ...changes,
  });
  /** A user with this many sessions of now. */
  async function signedIn(name: string, sessions = 1): Promise<string> {
    const { user } = await domain.user(`${name}@example.com`);
    ids.push(user.id);
    const credential = await domain.credential(user.email);
    const at = domain.clock.now().toISOString();
    for (let count = 0; count < sessions; count++) {
      const session = {
        userId: user.id,
        sessionId: domain.ids.next(),
        ...ORIGIN,
        ...{ created_at: at, last_used_at: at, tokenVersion: 1, expiresAt: 4e9 },
      };
      await domain.store.recordLogin({ credential, session });
    }
    return user.id;
  }
  const walks = async () => (await endLogins(deps(), undefined)).next;

  test('begins with the keys, and returns a walk over each partition of users', async () => {
    const since = domain.clock.now().toISOString();
    expect(await endLogins(deps(), undefined)).toEqual({
      keys: 2,
      users: 0,
      sessions: 0,
      next: [
        { partition: 'LIST#0', since },
        { partition: 'LIST#1', since },
      ],
    });
    expect(replaced).toBe(1);
  });

  test('is done with the keys where no backend stores its logins', async () => {
    const none = deps({ stored: undefined });
    const { next } = await endLogins(none, undefined);
    expect(next).toEqual([]);
    const walk = { partition: 'LIST#0', since: '2026-01-01T00:00:00.000Z' };
    expect(await endLogins(none, walk)).toMatchObject({ keys: 0, next: [] });
    expect(replaced).toBe(1);
  });

  test('ends the sessions from before the first call, and none from after it', async () => {
    const [ada] = [await signedIn('ada', 3), await signedIn('bob', 0)];
    const [walk] = await walks();
    domain.clock.advance(1);
    const eve = await signedIn('eve');
    expect(await endLogins(deps(), walk)).toEqual({ keys: 0, users: 3, sessions: 3, next: [] });
    expect(await domain.store.sessionsOf(ada)).toEqual([]);
    expect(await domain.store.sessionsOf(eve)).toHaveLength(1);
    expect(replaced).toBe(1);
  });

  test('goes on page by page until its time is over, and then where it stopped', async () => {
    for (let user = 0; user < 60; user++) await signedIn(`user${user}`);
    let [walk]: readonly (Walk | undefined)[] = await walks();
    const slow: UserIds = {
      ...users,
      async page(...asked) {
        domain.clock.advance(3);
        return users.page(...asked);
      },
    };
    const counts: number[] = [];
    while (walk) {
      const stored = { users: slow, sessions: domain.store };
      const ended = await endLogins(deps({ stored }), walk);
      counts.push(ended.sessions);
      [walk] = ended.next;
    }
    expect(counts).toEqual([50, 10]);
    for (const id of ids) expect(await domain.store.sessionsOf(id)).toEqual([]);
  });

  test('ends no session where the keys were not replaced', async () => {
    const failing = deps({ keys: { replace: () => Promise.reject(new Error('denied')) } });
    await expect(endLogins(failing, undefined)).rejects.toThrow('denied');
  });
});
