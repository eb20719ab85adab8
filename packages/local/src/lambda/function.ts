import type { FunctionDefinition } from './definition.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import type { ExecutionEnvironment, StartEnvironment } from './execution-environment.ts';
import type { FunctionError, InvocationResult } from './invocation.ts';
import { newTraceId } from './trace-id.ts';

export interface FunctionOptions {
  /** Most execution environments at a time; invocations beyond them wait. */
  readonly concurrency: number;
  /** Milliseconds that an invocation waits for one that is warm, before a second one is started, and twice as long for each further one; Lambda waits for none. */
  readonly patience: number;
  readonly startEnvironment: StartEnvironment;
  /** Of all functions of the stack. */
  readonly pool: EnvironmentPool;
  readonly onLine: (line: string) => void;
  readonly onFailure: (error: FunctionError) => void;
}

/**
 * Milliseconds that an invocation waits for an environment of its function, where there is no room for another one. Not
 * longer: what runs in it may wait for this very invocation.
 */
const LONGEST_WAIT = 5_000;

/** Milliseconds in which an environment that was started is waited for, as those that start beside it make it slower. */
const COLD_START = 1_000;

interface Waiting {
  readonly since: number;
  /** Gets nothing when the function stops before it is its turn. */
  readonly take: (environment: ExecutionEnvironment | undefined) => void;
}

/** A Lambda function: execution environments made when needed and used again while they live. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #options: FunctionOptions;
  readonly #all = new Set<ExecutionEnvironment>();
  /** The one that was used last is used next, so that the others can end. */
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #waiting: Waiting[] = [];
  /** Those that have not run their first invocation to its end. */
  readonly #cold = new Set<ExecutionEnvironment>();
  #lastStart = 0;
  /** While some wait. */
  #watched = false;
  /** They run code that is no longer the function's. */
  readonly #outdated = new WeakSet<ExecutionEnvironment>();
  #stopped = false;

  constructor(definition: FunctionDefinition, options: FunctionOptions) {
    this.definition = definition;
    this.#options = options;
  }

  /**
   * @param event anything that JSON can hold.
   * @param traceId of the request that it is a part of
   */
  async invoke(event: unknown, traceId = newTraceId()): Promise<InvocationResult> {
    if (this.#stopped) return STOPPED;
    const payload = JSON.stringify(event) ?? 'null';
    if (Buffer.byteLength(payload) > MAX_PAYLOAD) return REQUEST_TOO_LARGE;
    const environment = await this.#acquire();
    if (environment === undefined) return STOPPED;
    const result = withinLimit(await environment.invoke(payload, traceId));
    this.#release(environment);
    if (!result.ok && !this.#stopped) this.#options.onFailure(result.error);
    return result;
  }

  /**
   * Ends every thread at once, as a crash would: invocations under way fail, others start again.
   */
  async kill(): Promise<void> {
    const environments = [...this.#all];
    this.#takeIdle();
    await Promise.all(environments.map((environment) => environment.terminate()));
  }

  /** There is new code in its folder: invocations under way end with the old, all others run the new. */
  async renew(): Promise<void> {
    const idle = this.#takeIdle();
    for (const environment of this.#all) this.#outdated.add(environment);
    await Promise.all(idle.map((environment) => environment.terminate()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { take } of this.#waiting.splice(0)) take(undefined);
    await this.kill();
  }

  async #acquire(): Promise<ExecutionEnvironment | undefined> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      this.#options.pool.wake(idle);
      if (idle.alive) return idle;
      this.#all.delete(idle);
    }
    const { concurrency, patience, pool } = this.#options;
    const isFirst = this.#all.size === 0;
    const startsAtOnce = isFirst || (patience === 0 && this.#all.size < concurrency);
    if (startsAtOnce && pool.admits(isFirst)) return this.#start();
    const { promise, resolve } = Promise.withResolvers<ExecutionEnvironment | undefined>();
    this.#waiting.push({ since: pool.clock.now(), take: resolve });
    this.#watch();
    return promise;
  }

  /** Looks now and then whether the one that waits longest has waited long enough. */
  #watch(): void {
    const { concurrency, patience, pool } = this.#options;
    const [first] = this.#waiting;
    if (this.#watched || first === undefined || this.#all.size >= concurrency) return;
    this.#watched = true;
    const rest = first.since + LONGEST_WAIT - pool.clock.now();
    pool.clock.after(patience === 0 ? rest : patience, () => {
      this.#watched = false;
      const [longest] = this.#waiting;
      if (longest !== undefined && this.#needsAnother(pool.clock.now() - longest.since)) {
        this.#waiting.shift();
        longest.take(this.#start());
      }
      this.#watch();
    });
  }

  /** @param waited milliseconds */
  #needsAnother(waited: number): boolean {
    const { concurrency, patience, pool } = this.#options;
    if (this.#all.size >= concurrency) return false;
    if (waited >= LONGEST_WAIT) return true;
    const isStarting = this.#cold.size > 0 && pool.clock.now() - this.#lastStart < COLD_START;
    // Each further one shares the cores with those that are there, and has to be worth twice the wait.
    const isWorthIt = waited >= patience * 2 ** (this.#all.size - 1);
    return isWorthIt && !isStarting && pool.admits(false);
  }

  #start(): ExecutionEnvironment {
    const { onLine, pool, startEnvironment } = this.#options;
    const environment = startEnvironment(this.definition, onLine);
    pool.add(environment);
    this.#all.add(environment);
    this.#cold.add(environment);
    this.#lastStart = pool.clock.now();
    return environment;
  }

  #release(environment: ExecutionEnvironment): void {
    this.#cold.delete(environment);
    if (this.#outdated.has(environment)) void environment.terminate();
    if (!environment.alive) this.#all.delete(environment);
    const next = this.#waiting.shift();
    if (next !== undefined) next.take(environment.alive ? environment : this.#start());
    else if (environment.alive) {
      this.#idle.push(environment);
      this.#options.pool.rest(environment, () => this.#end(environment));
    }
  }

  /** Those that idle are no longer its own: the caller ends them. */
  #takeIdle(): ExecutionEnvironment[] {
    const idle = this.#idle.splice(0);
    for (const environment of idle) {
      this.#options.pool.wake(environment);
      this.#all.delete(environment);
    }
    return idle;
  }

  #end(idle: ExecutionEnvironment): void {
    this.#idle.splice(this.#idle.indexOf(idle), 1);
    this.#all.delete(idle);
    // Nothing waits for it: it is counted until it has ended.
    void idle.terminate();
  }
}

function withinLimit(result: InvocationResult): InvocationResult {
  return result.ok && Buffer.byteLength(result.payload) > MAX_PAYLOAD ? RESPONSE_TOO_LARGE : result;
}

/**
 * Bytes of an event, and of what a function returns.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_PAYLOAD = 6 * 1024 * 1024;

/** The function isn't called. */
export const REQUEST_TOO_LARGE = {
  ok: false,
  error: {
    errorType: 'RequestTooLargeException',
    errorMessage: `Request must be smaller than ${MAX_PAYLOAD} bytes for the InvokeFunction operation`,
  },
} as const satisfies InvocationResult;

const RESPONSE_TOO_LARGE: InvocationResult = {
  ok: false,
  error: {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`,
  },
};

const STOPPED: InvocationResult = {
  ok: false,
  error: { errorType: 'Runtime.ExitError', errorMessage: 'the stack is stopping' },
};
