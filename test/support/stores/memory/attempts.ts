import {
  type AttemptStore,
  type Counted,
  LOCKOUT_TOLD_EVERY,
  type Lockout,
  type WrongTry,
} from '../../../../lambda/users/limits/attempt-store.ts';
import {
  type Attempts,
  type Counter,
  factorCounter,
  stateOf,
  toldAs,
  type Watched,
  type WindowCounter,
} from '../../../../lambda/users/limits/counter.ts';
import type { Lockouts } from '../../../../lambda/users/limits/lockouts.ts';
import { keyOf, partitionOf } from '../../../../lib/contract/item-keys.ts';
import type { MemoryCalls } from './calls.ts';
import type { MemoryAttempts, MemoryTable } from './table.ts';

export class MemoryAttemptStore implements AttemptStore, Lockouts {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  attempts(counters: readonly Counter[]) {
    this.#table.calls.push('attempts');
    return this.#calls.read('attempts', () => {
      const watched = watchedIn(this.#table, counters);
      this.#table.looks.push(watched);
      const { isStrong } = this.#table.conditions;
      return isStrong() ? watched : watched.map(({ counter }) => ({ counter, seen: undefined }));
    });
  }

  async count(watched: Watched, wrong: WrongTry): Promise<Counted> {
    this.#table.calls.push('count');
    const outcome = await this.#calls.single('count', () => this.#count(watched, wrong));
    const { counter } = watched;
    const { at, lockout } = wrong;
    const name = toldAs(counter);
    const reached = outcome.counted && outcome.attempts.n === counter.limit;
    if (reached && lockout && name !== undefined) {
      await this.#calls.single('count', () => this.#tell(name, lockout, at));
    }
    return outcome;
  }

  async forgetAttempts(hashedName: string, until?: Date): Promise<void> {
    this.#table.calls.push('forgetAttempts');
    await forgetAttempts(this.#table, this.#calls, hashedName, until);
  }

  forgetCodeAttempts(userId: string): Promise<void> {
    this.#table.calls.push('forgetCodeAttempts');
    return forgetCodeAttempts(this.#table, this.#calls, userId);
  }

  #count(watched: Watched, wrong: WrongTry): Counted {
    const { counter } = watched;
    const { counted } = this.#table;
    const key = placeOf(counter);
    const stored = counted.get(key);
    if (stored?.attempt === wrong.id) return { counted: true, attempts: seenOf(stored) };
    const next = nextOf(this.#table, watched, stored, wrong);
    if (next === undefined) return { counted: false, seen: stored && seenOf(stored) };
    counted.set(key, { ...next, attempt: wrong.id });
    return { counted: true, attempts: next };
  }

  #tell(name: string, { event, userId }: Lockout, at: Date): void {
    const { notices } = this.#table;
    const { pk } = keyOf('lockout-notice', { name });
    const told = notices.get(pk);
    if (told !== undefined && told > at.getTime() - LOCKOUT_TOLD_EVERY * 1000) return;
    notices.set(pk, at.getTime());
    // As the stream is filtered, and read.
    if (userId === undefined) return;
    this.#table.carry(pk, event, { kind: 'lockout-notice', userId, event });
  }
}

/** Several calls, between which others are made. */
export async function forgetAttempts(
  { counted }: MemoryTable,
  calls: MemoryCalls,
  name: string,
  until?: Date,
): Promise<void> {
  const ofName = `${partitionOf('login-attempts', { name })} `;
  const keys = await calls.read('forgetAttempts', () =>
    [...counted.keys()].filter((key) => key.startsWith(ofName)),
  );
  await Promise.all(
    keys.map((key) =>
      calls.single('forgetAttempts', () => {
        const { lastAt = 0 } = counted.get(key) ?? {};
        if (until === undefined || lastAt <= until.getTime()) counted.delete(key);
      }),
    ),
  );
}

export function forgetCodeAttempts(
  { counted }: MemoryTable,
  calls: MemoryCalls,
  userId: string,
): Promise<void> {
  return calls.single('forgetCodeAttempts', () => {
    counted.delete(placeOf(factorCounter(userId)));
  });
}

/** What a count makes of a counter; `undefined` where its condition refuses that. */
function nextOf(
  { conditions }: MemoryTable,
  watched: Watched,
  stored: Attempts | undefined,
  { arrivedAt, at }: WrongTry,
): Attempts | undefined {
  const { counter } = watched;
  const state = stateOf(watched, arrivedAt);
  const lastAt = at.getTime();
  switch (state.kind) {
    case 'locked':
      throw new Error('a try while a counter is locked is not counted');
    case 'void':
    case 'trial': {
      const { seen } = state;
      if (stored?.n !== seen.n || stored.lastAt !== seen.lastAt) return undefined;
      return { n: state.kind === 'void' ? 1 : seen.n + 1, lastAt };
    }
    case 'open': {
      if (stored === undefined) return { n: 1, lastAt };
      if (!conditions.isOpen({ counter, seen: stored }, arrivedAt)) return undefined;
      if (counter.lock === 'window') return { n: stored.n + 1, lastAt: stored.lastAt };
      return stored.lastAt <= lastAt ? { n: stored.n + 1, lastAt } : undefined;
    }
  }
}

/** The counters as a read finds them. */
export function watchedIn(table: MemoryTable, counters: readonly Counter[]): readonly Watched[] {
  return counters.map((counter) => {
    const stored = table.counted.get(placeOf(counter));
    return { counter, seen: stored && seenOf(stored) };
  });
}

/** Whether no counter is locked, as the condition of a write has it. */
export function areUnlocked(table: MemoryTable, watched: readonly Watched[] = []): boolean {
  return watched.every(({ counter, seen }) => {
    const stored = table.counted.get(placeOf(counter));
    return table.conditions.isUnlocked(stored, counter, seen);
  });
}

/** Whether none is locked for what arrived then, as the condition of a write has it. */
export function areOpen(
  table: MemoryTable,
  counters: readonly WindowCounter[],
  arrivedAt: Date,
): boolean {
  const { conditions } = table;
  return watchedIn(table, counters).every((each) => conditions.isUnlockedAt(each, arrivedAt));
}

function seenOf({ n, lastAt }: MemoryAttempts): Attempts {
  return { n, lastAt };
}

const places = new Map<string, string>();

/** The key of a counter in the table: made once, since it is asked for at every write. */
export function placeOf({ key: { item, parts } }: Counter): string {
  const name = `${item} ${Object.values(parts).join(' ')}`;
  const known = places.get(name);
  if (known !== undefined) return known;
  const { pk, sk } = keyOf(item, parts as never);
  const place = `${pk} ${sk}`;
  places.set(name, place);
  return place;
}
