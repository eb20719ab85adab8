import { ANYONE } from '../../../../lambda/users/events/event.ts';
import type { Attempts, Counter } from '../../../../lambda/users/limits/counter.ts';
import { passwordCounters } from '../../../../lambda/users/limits/counter.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../../lib/contract/limits.ts';
import { required } from '../../domain/domain.ts';
import { BEGUN } from '../stored-sessions.ts';
import type { Stores } from '../stores.ts';
import { EMAIL, type Given, type Operation } from './operation.ts';

export const GUESSES = passwordCounters(
  { ...BRUTE_FORCE_DEFAULTS, attempts: 2 },
  { name: 'a name', address: '192.0.2.1' },
);

const [COUNTER] = GUESSES as readonly [Counter];

const LOCKOUT = {
  id: 'a lockout',
  type: 'after-lockout',
  at: BEGUN.toISOString(),
  actor: ANYONE,
  ...{ attempts: 2, ip: '192.0.2.1', user_agent: 'a browser' },
} as const;

const later = (seconds: number) => new Date(BEGUN.getTime() + seconds * 1000);

const count = (store: Stores, seen: Attempts | undefined, id: string, at = BEGUN) =>
  store.count({ counter: COUNTER, seen }, { id, arrivedAt: at, at });

const atTheLimit = async ({ store, next }: Given) => {
  for (const seen of [undefined, { n: 1, lastAt: BEGUN.getTime() }]) {
    await count(store, seen, next());
  }
};

const seenBy = async ({ store }: Given) => required((await store.attempts([COUNTER]))[0]).seen;

export const GUESS_OPERATIONS: Readonly<Record<string, Operation>> = {
  count: { ask: ({ asked, next }) => count(asked, undefined, next()) },
  'count at the limit': {
    before: atTheLimit,
    ask: ({ asked, next }) => count(asked, undefined, next()),
  },
  'count after a lock': {
    before: atTheLimit,
    ask: async (given) => count(given.asked, await seenBy(given), given.next(), later(1)),
  },
  'count of what is void': {
    before: atTheLimit,
    ask: async (given) => count(given.asked, await seenBy(given), given.next(), later(900)),
  },
  'count of a name': {
    ask: ({ asked, next }) => {
      const lockout = { userId: 'ada', event: LOCKOUT };
      return asked.count(
        { counter: COUNTER, seen: undefined },
        { id: next(), arrivedAt: BEGUN, at: BEGUN, lockout },
      );
    },
  },
  forgetAttempts: { before: atTheLimit, ask: ({ asked }) => asked.forgetAttempts('a name') },
  attempts: { before: atTheLimit, ask: ({ asked }) => asked.attempts(GUESSES) },
  guessedCredential: {
    before: atTheLimit,
    ask: ({ asked }) => asked.guessedCredential(EMAIL, GUESSES),
  },
};
