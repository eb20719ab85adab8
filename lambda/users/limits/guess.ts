import type { FailureCounter } from '../../../lib/contract/items.ts';
import type { BruteForceSettings } from '../../../lib/contract/limits.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import { ANYONE, type NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { Sender } from '../origin.ts';
import type { AttemptStore, Lockout } from './attempt-store.ts';
import {
  addressCounter,
  type Counter,
  factorCounter,
  passwordCounters,
  stateOf,
  toldAs,
  type Watched,
  type WindowCounter,
} from './counter.ts';
import { networkOf } from './network.ts';
import { hashedName } from './subject.ts';

export interface GuessDeps {
  readonly attempts: AttemptStore;
  /** Absent where nothing is counted. */
  readonly bruteForce: BruteForceSettings | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Hears that a count has reached the limit of a name. */
  readonly lockedOut: () => void;
}

/** What somebody asks for, whose failures are counted. */
export interface Limited<Counted extends Counter = Counter> {
  readonly sender: Sender;
  readonly counters: readonly Counted[];
}

/** Somebody gives a password for a name, or a code for a user: the narrowest counter is the first. */
export interface Guess extends Limited {
  /** Of a code. */
  readonly method?: NewEvent['method'];
}

/** A guess, and its counters as they were before it is known whether it is right. */
export interface OpenGuess extends Guess {
  readonly watched: readonly Watched[];
}

/** Attempts at a count that others came before. */
const ATTEMPTS = 8;

/** @param name an address, known or not: the counters are those of every way to guess its password */
export function guessAt(
  { bruteForce }: Pick<GuessDeps, 'bruteForce'>,
  { name, sender }: { readonly name: string; readonly sender: Sender },
): Guess {
  const subject = { name: hashedName(name), address: networkOf(sender.ip) };
  return { sender, counters: bruteForce ? passwordCounters(bruteForce, subject) : [] };
}

/** @param item the kind of counter of where somebody asks from */
export function limitedBy(
  { bruteForce }: Pick<GuessDeps, 'bruteForce'>,
  { item, sender }: { readonly item: FailureCounter; readonly sender: Sender },
): Limited<WindowCounter> {
  const address = networkOf(sender.ip);
  return { sender, counters: bruteForce ? [addressCounter(bruteForce, item, address)] : [] };
}

/** @param method that of the code that is given */
export function guessAtFactor(user: string, method: Guess['method'], sender: Sender): Guess {
  return { sender, method, counters: [factorCounter(user)] };
}

/**
 * Lets a guess be compared, by its counters as they were read with the hash.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`
 */
export function opened(
  { clock }: Pick<GuessDeps, 'clock'>,
  guess: Guess,
  watched: readonly Watched[],
): OpenGuess {
  assertOpen(clock, guess.sender, watched);
  return { ...guess, watched };
}

/**
 * Counts a wrong guess, which may be told only after that. The counter of name and address comes first: what it refuses is
 * counted nowhere else, so one address can't lock a name for everyone by guessing fast.
 *
 * @param userId who has the name; absent where nobody has
 * @throws UsersError `TOO_MANY_REQUESTS` when others came first
 */
export async function countWrong(
  deps: GuessDeps,
  { sender, method, watched }: OpenGuess,
  userId?: string,
): Promise<void> {
  const wrong = { id: deps.ids.next(), sender, method, userId };
  const [narrowest, ...others] = watched;
  if (narrowest === undefined) return;
  await count(deps, narrowest, wrong);
  await Promise.all(others.map((each) => count(deps, each, wrong)));
}

interface Wrong {
  readonly id: string;
  readonly sender: Sender;
  readonly method: Guess['method'];
  readonly userId: string | undefined;
}

async function count(deps: GuessDeps, watched: Watched, wrong: Wrong): Promise<void> {
  const { attempts, clock } = deps;
  const { counter } = watched;
  const { id, sender } = wrong;
  const { arrivedAt } = sender;
  let { seen } = watched;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    assertOpen(clock, sender, [{ counter, seen }]);
    // Clocks differ: a time that is stored never goes back.
    const at = new Date(Math.max(clock.now().getTime(), seen?.lastAt ?? 0));
    const lockout = toldAs(counter) === undefined ? undefined : lockoutOf(deps, counter, wrong, at);
    const outcome = await attempts.count({ counter, seen }, { id, arrivedAt, at, lockout });
    if (outcome.counted) {
      if (lockout && outcome.attempts.n === counter.limit) deps.lockedOut();
      return;
    }
    seen = outcome.seen;
  }
  throw locked();
}

/** It goes with every count, as only the count itself knows whether it reaches the limit. */
function lockoutOf(
  { ids }: GuessDeps,
  { limit }: Counter,
  { sender: { ip, user_agent }, method, userId }: Wrong,
  at: Date,
): Lockout {
  const type = 'after-lockout';
  const request = { actor: ANYONE, ip, user_agent };
  const event = {
    id: ids.next(),
    type,
    at: at.toISOString(),
    ...request,
    attempts: limit,
    ...(method !== undefined && { method }),
  } as const;
  return { event, userId };
}

/**
 * Lets a right guess be told: by one strongly consistent read directly after the comparison, when the wrong ones that came
 * before are counted. Else many guesses at once would all be answered before the first wrong one is. Nothing else is done
 * before it, and nothing after it asks again: work that a wrong guess never begins would tell of a right one by the time
 * that it takes, also where the answer is 429.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`
 */
export async function assertMayTell(
  { attempts, clock }: Pick<GuessDeps, 'attempts' | 'clock'>,
  { sender, counters }: Guess,
): Promise<void> {
  if (counters.length > 0) assertOpen(clock, sender, await attempts.attempts(counters));
}

/** Others came first. */
export function locked(): UsersError {
  return new UsersError('TOO_MANY_REQUESTS', { retryAfter: 1 });
}

/** @throws UsersError `TOO_MANY_REQUESTS` */
export function assertOpen(clock: Clock, { arrivedAt }: Sender, watched: readonly Watched[]): void {
  const ends = watched.map((each) => {
    const state = stateOf(each, arrivedAt);
    return state.kind === 'locked' ? state.until : 0;
  });
  const until = Math.max(0, ...ends);
  if (until > 0) throw tooMany(clock, until);
}

/** Who waits for so long comes after the lock. */
function tooMany(clock: Clock, until: number): UsersError {
  const seconds = Math.ceil((until - clock.now().getTime()) / 1000);
  return new UsersError('TOO_MANY_REQUESTS', { retryAfter: Math.max(1, seconds) });
}
