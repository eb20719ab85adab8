import type { NewEvent } from '../events/event.ts';
import type { Credential } from '../user.ts';
import type { Attempts, Counter, Watched } from './counter.ts';

/** One wrong try, to be counted. */
export interface WrongTry {
  /** The same try that is counted again, as the SDK does without an answer, is recognised by it. */
  readonly id: string;
  readonly arrivedAt: Date;
  /** When it is counted: not before `seen.lastAt`, so that no time that is stored goes back. */
  readonly at: Date;
  /** Of a counter of a name, what is to be told if the count reaches the limit. */
  readonly lockout?: Lockout | undefined;
}

/** Seconds: anyone who can lock a name would else mail its owner as often as they lock it. */
export const LOCKOUT_TOLD_EVERY = 3600;

/** A name that is locked. */
export interface Lockout {
  readonly event: NewEvent;
  /** Who has the name; absent where nobody has, and then nobody is told. */
  readonly userId?: string | undefined;
}

/** What became of it: refused, it comes with the counter as it is. */
export type Counted =
  | { readonly counted: true; readonly attempts: Attempts }
  | { readonly counted: false; readonly seen: Attempts | undefined };

/** Counters of wrong tries; `SERVICE_UNAVAILABLE` while they are out of reach. */
export interface AttemptStore {
  /** The counters as they are, in one strongly consistent read. */
  attempts(counters: readonly Counter[]): Promise<readonly Watched[]>;
  /**
   * Counts a wrong try by one conditional write: if nothing is counted, or less than the limit; or, where what was seen is
   * void or its lock is over, if the counter is still as seen. So of any number at once no more are counted than
   * of as many one after another.
   *
   * Where the count reaches the limit and `wrong` has a lockout, that is told by one more write, unless one of the name was
   * told less than `LOCKOUT_TOLD_EVERY` ago.
   */
  count(watched: Watched, wrong: WrongTry): Promise<Counted>;
}

/** Reads of what a password is compared with, and of counters in the same round trip. */
export interface GuessedCredentials {
  /** With the hash, strongly consistent. */
  guessedCredential(
    email: string,
    counters: readonly Counter[],
  ): Promise<{ readonly credential: Credential | undefined; readonly watched: readonly Watched[] }>;
}
