import { UsersError } from '../../lambda/users/errors.ts';
import type { MemoryCalls } from '../support/stores/memory/calls.ts';
import type { Fault } from './faults.ts';
import type { Step } from './program.ts';
import { rankOf, type Scheduler } from './scheduler.ts';

/** Outcomes of single writes that changed something. */
const DONE = ['ended', 'used'];

/** Writes that no request asks for. */
const UNASKED = ['noteUse', 'publish', 'sweep', 'count', 'tryCode'];

/**
 * Updates of a profile by itself, which are no transactions, since one costs twice as much. Where the answer
 * is lost, the repetition is refused by what the first one wrote. The use case reads again and finds that
 * nothing is left to do; only if the user is signed out in the same moment, the answer says that instead.
 */
const UPDATES = ['update', 'recordLogin'];

interface ScheduledCallsDeps {
  readonly scheduler: Scheduler;
  /** Called after every write that was made, whether it changed something or was refused. */
  readonly written: (hasChanged: boolean) => void;
  readonly count: { calls: number; faults: number };
}

/**
 * The calls of one request: each waits for its turn, and meets the faults that its step has planned, as
 * `lambda/adapters/dynamodb/calls.ts` would meet them.
 */
export class ScheduledCalls implements MemoryCalls {
  readonly #deps: ScheduledCallsDeps;
  #step: Pick<Step, 'order' | 'faults'> = { order: 0, faults: [] };
  #made = 0;

  constructor(deps: ScheduledCallsDeps) {
    this.#deps = deps;
  }

  /** The request that makes the calls from now on. */
  begin(step: Pick<Step, 'order' | 'faults'>): void {
    this.#step = step;
    this.#made = 0;
  }

  async read<T>(_: string, make: () => T): Promise<T> {
    const fault = await this.#next();
    if (fault === 'cut before' || fault === 'cut after') throw unavailable();
    if (fault !== undefined) await this.#turn();
    return make();
  }

  async single<T>(name: string, make: () => T): Promise<T> {
    const fault = await this.#next();
    if (fault === 'cut before') throw unavailable();
    if (fault === 'conflict') await this.#turn();
    const isTold = !UNASKED.includes(name) && !(fault === 'repeated' && UPDATES.includes(name));
    const write = () => {
      const outcome = make();
      this.#deps.written(isTold && hasChanged(outcome));
      return outcome;
    };
    const outcome = write();
    if (fault === 'cut after') throw unavailable();
    if (fault !== 'repeated') return outcome;
    await this.#turn();
    return write();
  }

  async transact<Refusal>(_: string, make: () => Refusal | undefined) {
    const write = () => {
      const refusal = make();
      this.#deps.written(refusal === undefined);
      return refusal;
    };
    const fault = await this.#next();
    if (fault === 'cut before') throw unavailable();
    if (fault === 'conflict') await this.#turn();
    const refusal = write();
    if (fault === 'cut after') throw unavailable();
    if (fault !== 'repeated') return refusal;
    await this.#turn();
    // The idempotency token is of what was written: a refused transaction is tried again.
    return refusal === undefined ? undefined : write();
  }

  async #next(): Promise<Fault | undefined> {
    const call = this.#made;
    await this.#turn();
    const planned = this.#step.faults.find((each) => each.call === call);
    if (planned) this.#deps.count.faults += 1;
    return planned?.fault;
  }

  #turn(): Promise<void> {
    this.#deps.count.calls += 1;
    const rank = rankOf(this.#step.order, this.#made);
    this.#made += 1;
    return this.#deps.scheduler.turn(rank);
  }
}

/** A refusal is a text; so is what some writes say when they are done. */
const hasChanged = (outcome: unknown) => typeof outcome !== 'string' || DONE.includes(outcome);

const unavailable = () => new UsersError('SERVICE_UNAVAILABLE');
