import { type Clock, PROCESS_CLOCK } from './clock.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';

export interface EnvironmentPoolOptions {
  /** How many environments there may be before others have to end for a new one. @default 28 */
  readonly room?: number;
  /** @default - that of this process, which no timer of it keeps alive */
  readonly clock?: Clock;
}

/** Milliseconds after which an environment with nothing to do ends. */
export const IDLE_TIME = 60_000;

/** Milliseconds after which it ends if another function needs its room. */
const SPARE_TIME = 1_000;

/**
 * A thread with a client of an AWS service takes 23 MiB at first and about 40 after hundreds of requests: one for each function of
 * the example, and not 150 as without it.
 */
const ROOM = 28;

interface Idle {
  readonly since: number;
  readonly end: () => void;
  readonly callOff: () => void;
}

/**
 * The execution environments of all functions of a stack. Lambda starts one for each request that finds none free; here
 * they share the memory of one machine, so those that nobody needs end.
 */
export class EnvironmentPool {
  readonly clock: Clock;
  readonly #room: number;
  readonly #working = new Set<ExecutionEnvironment>();
  /** The one that has idled longest comes first. */
  readonly #idle = new Map<ExecutionEnvironment, Idle>();
  readonly #ending = new Set<ExecutionEnvironment>();

  constructor({ room = ROOM, clock = PROCESS_CLOCK }: EnvironmentPoolOptions = {}) {
    this.clock = clock;
    this.#room = room;
  }

  /** How many threads there are, until each has ended. */
  get size(): number {
    return this.#working.size + this.#idle.size + this.#ending.size;
  }

  /**
   * Whether a function may start another environment; one that idles may end for it.
   *
   * @param first it has none
   */
  admits(first: boolean): boolean {
    if (this.#working.size + this.#idle.size < this.#room) return true;
    const [longest] = this.#idle;
    if (longest === undefined) return first;
    const [environment, { since }] = longest;
    if (!first && this.clock.now() - since < SPARE_TIME) return false;
    this.#end(environment);
    return true;
  }

  add(environment: ExecutionEnvironment): void {
    this.#working.add(environment);
    void environment.ended.then(() => {
      this.wake(environment);
      this.#working.delete(environment);
      this.#ending.delete(environment);
    });
  }

  /**
   * It has nothing to do.
   *
   * @param end ends it
   */
  rest(environment: ExecutionEnvironment, end: () => void): void {
    this.#working.delete(environment);
    const callOff = this.clock.after(IDLE_TIME, () => this.#end(environment));
    this.#idle.set(environment, { since: this.clock.now(), end, callOff });
  }

  /** It has something to do, if only to end. */
  wake(environment: ExecutionEnvironment): void {
    const idle = this.#idle.get(environment);
    if (idle === undefined) return;
    idle.callOff();
    this.#idle.delete(environment);
    this.#working.add(environment);
  }

  #end(environment: ExecutionEnvironment): void {
    const idle = this.#idle.get(environment);
    this.wake(environment);
    this.#working.delete(environment);
    this.#ending.add(environment);
    idle?.end();
  }
}
