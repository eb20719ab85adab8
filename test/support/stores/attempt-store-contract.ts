import { describe, expect, test } from '@jest/globals';
import type { Attempts, Counter, Watched } from '../../../lambda/users/limits/counter.ts';
import { passwordCounters, stateOf } from '../../../lambda/users/limits/counter.ts';
import { hashedName } from '../../../lambda/users/limits/subject.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../lib/contract/limits.ts';
import { required } from '../domain/domain.ts';
import { outcomes, type Start, StoredUsers } from './stored-users.ts';

const AT = Date.parse('2026-01-01T00:00:00.000Z');
const LIMITS = { ...BRUTE_FORCE_DEFAULTS, attempts: 3, failuresPerAddress: 4 };
const EMAIL = 'ada@example.com';

/** What every adapter of `AttemptStore` guarantees, and every write that needs counters open. */
export function describeAttemptStore(start: Start): void {
  const users = new StoredUsers(start);
  const counters = passwordCounters(LIMITS, { name: 'a name', address: '192.0.2.1' });
  const [narrow, wide, ofAddress] = counters as readonly [Counter, Counter, Counter];
  let last = 0;

  /** Counts a wrong try that arrived and is counted so many seconds after the start. */
  const count = (
    counter: Counter,
    seen: Attempts | undefined,
    seconds = 0,
    id = `try ${++last}`,
  ) => {
    const at = new Date(AT + seconds * 1000);
    return users.store.count({ counter, seen }, { id, arrivedAt: at, at });
  };
  const read = async (counter: Counter) =>
    required((await users.store.attempts([counter]))[0]).seen;
  /** One after the other. */
  async function counted(counter: Counter, times: number, seconds = 0): Promise<Attempts> {
    for (let each = 0; each < times; each++) await count(counter, await read(counter), seconds);
    return required(await read(counter));
  }

  describe('attempts', () => {
    test('are those of each counter, in the order that was asked for', async () => {
      await counted(wide, 2);
      await counted(ofAddress, 1, 5);
      expect(await users.store.attempts(counters)).toEqual([
        { counter: narrow, seen: undefined },
        { counter: wide, seen: { n: 2, lastAt: AT } },
        { counter: ofAddress, seen: { n: 1, lastAt: AT + 5000 } },
      ]);
    });

    test('are read with the credential of an address, where it has one', async () => {
      await users.stored(EMAIL);
      await counted(narrow, 1);
      const credential = await users.credentialOf(EMAIL);
      const seen = { n: 1, lastAt: AT };
      const watched = [{ counter: narrow, seen }];
      expect({
        known: await users.store.guessedCredential(EMAIL, [narrow]),
        unknown: await users.store.guessedCredential('bob@example.com', [narrow]),
        alone: await users.store.guessedCredential(EMAIL, []),
      }).toEqual({
        known: { credential, watched },
        unknown: { credential: undefined, watched },
        alone: { credential, watched: [] },
      });
    });
  });

  describe('count', () => {
    test('begins with one, goes on below the limit, and says how many there are', async () => {
      expect(await count(narrow, undefined)).toEqual({
        counted: true,
        attempts: { n: 1, lastAt: AT },
      });
      expect(await count(narrow, { n: 1, lastAt: AT }, 7)).toEqual({
        counted: true,
        attempts: { n: 2, lastAt: AT + 7000 },
      });
    });

    test('refuses what comes at the limit, and says what is counted', async () => {
      const seen = await counted(narrow, 3);
      expect(await count(narrow, undefined)).toEqual({ counted: false, seen });
      expect(await read(narrow)).toEqual(seen);
    });

    test('counts no more than the limit of a hundred at once', async () => {
      const racing = Array.from({ length: 100 }, async () =>
        String((await count(narrow, undefined)).counted),
      );
      expect(await outcomes(racing)).toEqual({ true: 3, false: 97 });
      expect(await read(narrow)).toEqual({ n: 3, lastAt: AT });
    });

    test('counts one of a hundred that come at once after a lock', async () => {
      const seen = await counted(narrow, 3);
      expect(stateOf({ counter: narrow, seen }, new Date(AT + 1000)).kind).toBe('trial');
      const racing = Array.from({ length: 100 }, async () =>
        String((await count(narrow, seen, 1)).counted),
      );
      expect(await outcomes(racing)).toEqual({ true: 1, false: 99 });
      expect(await read(narrow)).toEqual({ n: 4, lastAt: AT + 1000 });
    });

    test('begins again once what was counted is void, for one of a hundred at once', async () => {
      const seen = await counted(narrow, 3);
      const racing = Array.from({ length: 100 }, async () =>
        String((await count(narrow, seen, LIMITS.period)).counted),
      );
      expect(await outcomes(racing)).toEqual({ true: 1, false: 99 });
      expect(await read(narrow)).toEqual({ n: 1, lastAt: AT + LIMITS.period * 1000 });
    });

    test('takes nothing for live that was counted a period ago', async () => {
      const seen = await counted(narrow, 1);
      expect(await count(narrow, undefined, LIMITS.period)).toEqual({ counted: false, seen });
    });

    test('stores no time that goes back, and refuses one that would', async () => {
      const seen = await counted(narrow, 1, 9);
      expect(await count(narrow, undefined, 8)).toEqual({ counted: false, seen });
      expect(await read(narrow)).toEqual({ n: 1, lastAt: AT + 9000 });
    });

    test('keeps the time of the first in a window, and refuses all until it is over', async () => {
      await counted(ofAddress, 3);
      const seen = await counted(ofAddress, 1, 5);
      expect(seen).toEqual({ n: 4, lastAt: AT });
      expect(await count(ofAddress, undefined, 60)).toEqual({ counted: false, seen });
      expect(await count(ofAddress, seen, LIMITS.period)).toMatchObject({ counted: true });
    });

    test('takes the same try that is counted again for the one that was', async () => {
      const once = await count(narrow, undefined, 0, 'the same');
      expect(await count(narrow, undefined, 0, 'the same')).toEqual(once);
      const seen = await counted(narrow, 2);
      const trial = await count(narrow, seen, 1, 'a trial');
      expect(await count(narrow, seen, 1, 'a trial')).toEqual(trial);
      expect(await read(narrow)).toEqual({ n: 4, lastAt: AT + 1000 });
    });

    test('does not count while a counter is locked', async () => {
      const seen = await counted(narrow, 3);
      await expect(count(narrow, seen)).rejects.toThrow('while a counter is locked');
    });
  });

  describe('forgetAttempts', () => {
    const [other] = passwordCounters(LIMITS, { name: 'another', address: '192.0.2.1' });

    test('forgets what is counted for a name from anywhere, and nothing else', async () => {
      const [elsewhere] = passwordCounters(LIMITS, { name: 'a name', address: '192.0.2.2' });
      const all = [narrow, required(elsewhere), wide, ofAddress, required(other)];
      for (const counter of all) await counted(counter, 3);
      await users.store.forgetAttempts('a name');
      const left = (await users.store.attempts(all)).map(({ seen }) => seen?.n);
      expect(left).toEqual([undefined, undefined, undefined, 3, 3]);
      await users.store.forgetAttempts('a name');
    });

    test('leaves what was counted after a time, if one is given', async () => {
      await counted(narrow, 1, 10);
      await counted(wide, 1, 11);
      await users.store.forgetAttempts('a name', new Date(AT + 10_000));
      expect(await read(narrow)).toBeUndefined();
      expect(await read(wide)).toEqual({ n: 1, lastAt: AT + 11_000 });
    });

    test('is done by a reset for the counters that it names, in its own write', async () => {
      const { user } = await users.stored(EMAIL);
      for (const counter of [narrow, wide, ofAddress]) await counted(counter, 3);
      const reset = (credentialVersion: number) =>
        users.store.resetPassword({
          ...{ userId: user.id, email: EMAIL, credentialVersion, passwordHash: 'new' },
          forgotten: [narrow, required(other)],
          event: users.event('after-reset-password'),
        });
      expect(await reset(7)).toBe('stale');
      expect(await read(narrow)).toMatchObject({ n: 3 });
      expect(await reset(1)).toBe('reset');
      const left = (await users.store.attempts(counters)).map(({ seen }) => seen?.n);
      expect(left).toEqual([undefined, 3, 3]);
    });

    test('is done for a deleted user, as of the deletion', async () => {
      const mine = passwordCounters(LIMITS, { name: hashedName(EMAIL), address: '192.0.2.1' });
      for (const counter of mine) await counted(counter, 1, 5);
      await users.store.sweep({ id: 'ada', email: EMAIL }, new Date(AT + 5000));
      const left = (await users.store.attempts(mine)).map(({ seen }) => seen?.n);
      expect(left).toEqual([undefined, undefined, 1]);
    });
  });

  describe('a registration that needs counters open', () => {
    const open: Watched = { counter: narrow, seen: undefined };
    const register = (unlessLocked: readonly Watched[]) =>
      users.store.create({
        ...{ user: users.newUser(EMAIL), passwordHash: 'hash' },
        ...{ event: users.event('after-register'), unlessLocked },
      });

    test('is made while nothing, or less than the limit, is counted', async () => {
      expect(await register([open, { counter: wide, seen: undefined }])).toBe('created');
    });

    test('is made while others count below the limit', async () => {
      await counted(narrow, 2);
      expect(await register([open])).toBe('created');
    });

    test('is refused at the limit, and changes nothing', async () => {
      await counted(narrow, 3);
      expect(await register([open])).toBe('locked');
      expect(await users.store.list({ limit: 10 })).toEqual([]);
    });

    test('is refused after a lock once somebody else has counted', async () => {
      const seen = await counted(narrow, 3);
      await count(narrow, seen, 1);
      expect(await register([{ counter: narrow, seen }])).toBe('locked');
    });

    test('is made after a lock while nobody else counts', async () => {
      const seen = await counted(narrow, 3);
      expect(await register([{ counter: narrow, seen }])).toBe('created');
    });
  });
}
