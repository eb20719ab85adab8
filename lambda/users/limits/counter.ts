import type { FailureCounter } from '../../../lib/contract/items.ts';
import {
  BRUTE_FORCE_DEFAULTS,
  type BruteForceSettings,
  EVERYWHERE,
} from '../../../lib/contract/limits.ts';

/** What counts wrong tries, by the kind of its item and the parts of its key. */
export type CounterKey =
  /** Of a name, from one address or from everywhere. */
  | {
      readonly item: 'login-attempts';
      readonly parts: { readonly name: string; readonly place: string };
    }
  /** Of a user whose second factor is tried, from wherever. */
  | { readonly item: 'mfa-attempts'; readonly parts: { readonly user: string } }
  /** Of an address, whatever the names are. */
  | { readonly item: FailureCounter; readonly parts: { readonly address: string } };

export interface Counter {
  readonly key: CounterKey;
  /** Wrong tries that are answered before the first lock. */
  readonly limit: number;
  /**
   * `doubling`: a lock of a second, and of twice as long after each further wrong try; none counts once there was none for
   * a period. `window`: a lock until the period is over that began with the first.
   */
  readonly lock: 'doubling' | 'window';
  /** Seconds. */
  readonly period: number;
}

/** A counter whose lock ends by a time that the counter itself tells. */
export type WindowCounter = Counter & { readonly lock: 'window' };

/** Whether it is about a name, from one address or from everywhere. */
export const isOfName = ({ key }: Counter): boolean => key.item === 'login-attempts';

/** Under which name a lock is told; `undefined` for the counter of an address, of which nobody is. */
export function toldAs({ key }: Counter): string | undefined {
  switch (key.item) {
    case 'login-attempts':
      return key.parts.name;
    case 'mfa-attempts':
      return key.parts.user;
    default:
      return undefined;
  }
}

/** What a counter says. */
export interface Attempts {
  /** Wrong tries. */
  readonly n: number;
  /** When the last was counted, or of a window the first: milliseconds since 1970. */
  readonly lastAt: number;
}

/** A counter as it was read. */
export interface Watched {
  readonly counter: Counter;
  /** `undefined` where nothing is counted. */
  readonly seen: Attempts | undefined;
}

/** What a counter means for a request. */
export type CounterState =
  /** Nothing is counted, or less than the limit. */
  | { readonly kind: 'open' }
  /** What was counted is of no more use. */
  | { readonly kind: 'void'; readonly seen: Attempts }
  /** A lock is over, and one more try may be made. */
  | { readonly kind: 'trial'; readonly seen: Attempts }
  /** Until then: milliseconds since 1970. */
  | { readonly kind: 'locked'; readonly until: number };

/**
 * A request is judged by when it arrived. By the clock, one of many that arrived at once and were worked on for longer than
 * a lock would be one that waited for its end.
 */
export function stateOf({ counter, seen }: Watched, arrivedAt: Date): CounterState {
  if (seen === undefined) return { kind: 'open' };
  const arrived = arrivedAt.getTime();
  if (arrived >= voidAt(counter, seen)) return { kind: 'void', seen };
  if (seen.n < counter.limit) return { kind: 'open' };
  const until = lockedUntil(counter, seen);
  return arrived < until ? { kind: 'locked', until } : { kind: 'trial', seen };
}

/** When what was counted is of no more use, in milliseconds since 1970. */
export function voidAt({ period }: Counter, { lastAt }: Pick<Attempts, 'lastAt'>): number {
  return lastAt + period * 1000;
}

function lockedUntil(counter: Counter, seen: Attempts): number {
  const { lock, limit, period } = counter;
  if (lock === 'window') return voidAt(counter, seen);
  return seen.lastAt + Math.min(2 ** (seen.n - limit), period) * 1000;
}

/** The counters of wrong passwords for a name from an address, the narrowest first. */
export function passwordCounters(
  { attempts, attemptsFromEverywhere, failuresPerAddress, period }: BruteForceSettings,
  { name, address }: { readonly name: string; readonly address: string },
): readonly Counter[] {
  const ofName = (place: string, limit: number): Counter => ({
    key: { item: 'login-attempts', parts: { name, place } },
    ...{ limit, lock: 'doubling', period },
  });
  return [
    ofName(address, attempts),
    ofName(EVERYWHERE, attemptsFromEverywhere),
    addressCounter({ failuresPerAddress, period }, 'login-failures', address),
  ];
}

/**
 * The counter of wrong codes of a user. It has one limit, whatever is asked for of passwords: six digits can be guessed by
 * anyone who is let.
 */
export function factorCounter(user: string): Counter {
  const { attempts: limit, period } = BRUTE_FORCE_DEFAULTS;
  return { key: { item: 'mfa-attempts', parts: { user } }, ...{ limit, lock: 'doubling', period } };
}

/** The counter of one kind of failures from an address. */
export function addressCounter(
  { failuresPerAddress, period }: Pick<BruteForceSettings, 'failuresPerAddress' | 'period'>,
  item: FailureCounter,
  address: string,
): WindowCounter {
  return {
    key: { item, parts: { address } },
    ...{ limit: failuresPerAddress, lock: 'window', period },
  };
}
