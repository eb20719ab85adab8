import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { PublicEvent } from '../../users/events/event.ts';
import type { EventBus, Fate } from '../../users/events/event-bus.ts';
import { backOff } from '../back-off.ts';
import { entryOf, sizeOf } from './entry.ts';
import type { PutEvents } from './put-events.ts';
import { isInvalid, isRefused } from './refusals.ts';

/** `PutEvents` takes this many entries. */
const MAX_ENTRIES = 10;

/**
 * Bytes of the entries of one call, the least that `PutEvents` took in any Region. A larger entry goes by itself, and
 * EventBridge decides.
 */
const MAX_BYTES = 256 * 1024;

/** Calls with an entry that is not taken: its pauses add up to a second and a half at most, half of that in the mean. */
const ATTEMPTS = 8;

/** An event that waits for its fate. */
interface Pending {
  readonly index: number;
  readonly userId: string;
  readonly entry: PutEventsRequestEntry;
  readonly bytes: number;
}

export class EventBridgeEventBus implements EventBus {
  readonly #putEvents: PutEvents;
  readonly #name: string;

  constructor(putEvents: PutEvents, name: string) {
    this.#putEvents = putEvents;
    this.#name = name;
  }

  async publish(events: readonly PublicEvent[]): Promise<readonly Fate[]> {
    const fates: Fate[] = [];
    const pending = events.flatMap((event, index): Pending[] => {
      try {
        const entry = entryOf(event, this.#name);
        return [{ index, userId: subjectOf(event), entry, bytes: sizeOf(entry) }];
      } catch (error) {
        fates[index] = { kind: 'refused', error };
        return [];
      }
    });
    let failure: Fate | undefined;
    for (const call of calls(pending)) {
      const outcome = failure ? call.map(() => failure as Fate) : await this.#deliver(call);
      for (const [position, { index }] of call.entries()) {
        fates[index] = outcome[position] ?? { kind: 'failed', error: undefined };
      }
      failure ??= outcome.find(({ kind }) => kind === 'failed');
    }
    return fates;
  }

  /** Puts the entries of one call, and those that are not taken by themselves again. */
  async #deliver(call: readonly Pending[]): Promise<readonly Fate[]> {
    let fates: readonly Fate[] = await this.#put(call);
    for (let attempt = 0; attempt < ATTEMPTS - 1; attempt++) {
      const left = call.filter((_, position) => isToTryAgain(fates[position]));
      if (left.length === 0) break;
      await backOff(attempt);
      const again = await this.#put(left);
      fates = fates.map((fate, position) => {
        const one = call[position];
        return (one && again[left.indexOf(one)]) ?? fate;
      });
    }
    return fates;
  }

  async #put(call: readonly Pending[]): Promise<readonly Fate[]> {
    try {
      const results = await this.#putEvents(call.map(({ entry }) => entry));
      return call.map((_, position): Fate => {
        const result = results[position];
        if (result?.ErrorCode === undefined) return { kind: 'taken' };
        const error = new EntryError(`${result.ErrorCode}: ${result.ErrorMessage}`);
        return { kind: isRefused(result) ? 'refused' : 'failed', error };
      });
    } catch (error) {
      if (isInvalid(error) && call.length > 1) return this.#putSingly(call);
      const isTooLarge = isInvalid(error) && call.every(({ bytes }) => bytes > MAX_BYTES);
      return call.map(() => ({ kind: isTooLarge ? 'refused' : 'failed', error }));
    }
  }

  /**
   * One entry can make a whole call invalid: which one, only calls of one entry tell. It is refused if the bus takes another
   * of them; what every entry meets is about none of them.
   */
  async #putSingly(call: readonly Pending[]): Promise<readonly Fate[]> {
    const fates: Fate[] = [];
    for (const each of call) {
      const outage = fates.find((fate) => fate.kind === 'failed' && isOfTheCall(fate.error));
      fates.push(...(outage ? [outage] : await this.#put([each])));
    }
    if (!fates.some(({ kind }) => kind === 'taken')) return fates;
    return fates.map((fate) =>
      fate.kind === 'failed' && isInvalid(fate.error) ? { ...fate, kind: 'refused' } : fate,
    );
  }
}

/** Whose events are kept in order. */
function subjectOf({ detail: { user } }: PublicEvent): string {
  return 'id' in user ? user.id : user.email;
}

/** Not of an entry: what follows would meet it as well. */
function isOfTheCall(error: unknown): boolean {
  return !(error instanceof EntryError || isInvalid(error));
}

/** Why the bus didn't take one entry of a call. */
class EntryError extends Error {
  override readonly name = 'EntryError';
}

/** Not after a call that failed as a whole: the SDK has tried that again. */
function isToTryAgain(fate: Fate | undefined): boolean {
  return fate?.kind === 'failed' && fate.error instanceof EntryError;
}

/**
 * Splits so that no call has two events of one user: entries of a call fail individually, and a
 * later event must not overtake an earlier one.
 */
function* calls(pending: readonly Pending[]): Generator<readonly Pending[]> {
  let call: Pending[] = [];
  for (const next of pending) {
    const sameUser = call.some(({ userId }) => userId === next.userId);
    const bytes = call.reduce((sum, each) => sum + each.bytes, next.bytes);
    const isFull = call.length === MAX_ENTRIES || bytes > MAX_BYTES;
    if (call.length > 0 && (sameUser || isFull)) {
      yield call;
      call = [];
    }
    call.push(next);
  }
  if (call.length > 0) yield call;
}
