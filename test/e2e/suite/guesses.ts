import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail } from '../support/client.ts';
import { answeredAfterLocks, lock } from '../support/lock.ts';
import { addressOf, type Outcome, sendFrom } from '../support/many-addresses.ts';
import { runOn, type Start } from '../support/start.ts';

/** How much is guessed. */
export interface Guessing {
  /** Bursts, each at an account of its own. */
  readonly rounds: number;
  /** Guesses of a burst, all sent at once. */
  readonly guesses: number;
  /** Addresses that guesses come from where they come from several; 1 where all clients have the same. */
  readonly addresses: number;
}

/** Logins of one who guesses, each with a cookie. */
const COOKIES = 20;

/** Minutes are enough on two cores that others use as well. */
const TIMEOUT = 900_000;

/** Guesses at a password that race, with the limits of the example. */
export function guessCases(start: Start, { rounds, guesses, addresses }: Guessing): void {
  let client: Client;
  let used = 0;
  runOn(start, (system) => {
    client = new Client(system);
  });

  /** So many addresses that nobody guessed from before. */
  const fresh = (count: number): readonly string[] => {
    used += count;
    return Array.from({ length: count }, (_, index) => addressOf(used - count + index));
  };
  const guess = (from: string, username: string, password = OTHER_PASSWORD) =>
    sendFrom(from, `${client.system.url}/login/jwt`, { username, password });

  /** All at once, from these addresses in turn. */
  async function burst(username: string, from: readonly string[]) {
    const began = performance.now();
    const all = Array.from({ length: guesses }, (_, index) =>
      guess(from[index % from.length] ?? '', username),
    );
    const outcomes = await Promise.all(all);
    return { outcomes, seconds: (performance.now() - began) / 1000 };
  }

  /** How many were told that the password is wrong, and that every other was refused. */
  function toldWrong(outcomes: readonly Outcome[]): number {
    const wrong = outcomes.filter(({ code }) => code === 'LOGIN_BAD_CREDENTIALS');
    const refused = outcomes.filter(({ code }) => code === 'TOO_MANY_REQUESTS');
    expect(wrong.length + refused.length).toBe(outcomes.length);
    expect(refused.every(({ status, retryAfter }) => status === 429 && retryAfter >= 1)).toBe(true);
    return wrong.length;
  }

  /** However slow the next request is, it comes before the lock ends. */
  const lockFor = (from: string, username: string) =>
    lock(client, username, async () => {
      await guess(from, username);
    });

  describe.each([
    ['of an account', async () => (await client.register()).email],
    ['of a name that nobody has', async () => newEmail()],
  ])('many wrong passwords at once %s', (_, name) => {
    test(
      'are answered five times where they come from one address',
      async () => {
        for (let round = 0; round < rounds; round++) {
          const { outcomes, seconds } = await burst(await name(), fresh(1));
          expect(toldWrong(outcomes)).toBeLessThanOrEqual(5 + answeredAfterLocks(seconds));
          expect(toldWrong(outcomes)).toBeGreaterThanOrEqual(1);
        }
      },
      TIMEOUT,
    );

    if (addresses === 1) return;
    test(
      'are answered a hundred times where they come from many addresses',
      async () => {
        for (let round = 0; round < rounds; round++) {
          const { outcomes, seconds } = await burst(await name(), fresh(addresses));
          expect(toldWrong(outcomes)).toBeLessThanOrEqual(100 + answeredAfterLocks(seconds));
        }
      },
      TIMEOUT,
    );
  });

  test(
    'a right password is refused in the lock of its address, and taken from another one',
    async () => {
      const { email } = await client.register();
      const [mine = '', other = ''] = fresh(2);
      await lockFor(mine, email);
      expect((await guess(mine, email, PASSWORD)).code).toBe('TOO_MANY_REQUESTS');
      if (addresses > 1) expect((await guess(other, email, PASSWORD)).status).toBe(200);
    },
    TIMEOUT,
  );

  test(
    'right passwords among many wrong ones are told at most as often as one after another',
    async () => {
      const { email } = await client.register();
      const [from = ''] = fresh(1);
      const all = Array.from({ length: guesses }, (_, index) =>
        guess(from, email, index % 10 === 9 ? PASSWORD : OTHER_PASSWORD),
      );
      const outcomes = await Promise.all(all);
      const statuses = new Set(outcomes.map(({ status }) => status));
      expect([...statuses].toSorted()).toEqual(expect.arrayContaining([400, 429]));
      await lockFor(from, email);
      expect((await guess(from, email, PASSWORD)).code).toBe('TOO_MANY_REQUESTS');
    },
    TIMEOUT,
  );

  test(
    'a right password that is refused ends no login by whose cookie it came',
    async () => {
      const [{ email }, guesser] = [await client.register(), await client.register()];
      const [from = ''] = fresh(1);
      const cookies: string[] = [];
      for (let each = 0; each < COOKIES; each++) cookies.push(await client.cookie(guesser.email));
      const { origin, url } = client.system;
      const form = { username: email, password: PASSWORD };
      // Each beside a wrong one: the first are told, and then all are refused.
      const answers = await Promise.all(
        cookies.map(async (cookie) => {
          const headers = { origin, cookie: client.asCookie(cookie) };
          const right = sendFrom(from, `${url}/login/cookie`, form, headers);
          await guess(from, email);
          return right;
        }),
      );
      const ended = await Promise.all(
        cookies.map(async (cookie) => (await client.send('GET', '/me', { cookie })).status),
      );
      expect(answers.map(({ status }) => (status === 429 ? 200 : 401))).toEqual(ended);
      expect(ended).toContain(200);
    },
    TIMEOUT,
  );
}
