import type { FunctionDefinition } from './definition.ts';
import type { ExecutionEnvironment, StartEnvironment } from './execution-environment.ts';
import type { FunctionError, InvocationResult } from './invocation.ts';

export interface FunctionOptions {
  /** Most execution environments at a time; invocations beyond them wait. */
  readonly concurrency: number;
  readonly startEnvironment: StartEnvironment;
  readonly onLine: (line: string) => void;
  readonly onFailure: (error: FunctionError) => void;
}

/** A Lambda function: execution environments made when needed and used again while they live. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #options: FunctionOptions;
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  /** They get nothing when the function stops before it is their turn. */
  readonly #waiting: ((environment: ExecutionEnvironment | undefined) => void)[] = [];
  /** They run code that is no longer the function's. */
  readonly #outdated = new WeakSet<ExecutionEnvironment>();
  #stopped = false;

  constructor(definition: FunctionDefinition, options: FunctionOptions) {
    this.definition = definition;
    this.#options = options;
  }

  /** @param event anything that JSON can hold. */
  async invoke(event: unknown): Promise<InvocationResult> {
    if (this.#stopped) return STOPPED;
    const payload = JSON.stringify(event) ?? 'null';
    const environment = await this.#acquire();
    if (environment === undefined) return STOPPED;
    const result = await environment.invoke(payload);
    this.#release(environment);
    if (!result.ok && !this.#stopped) this.#options.onFailure(result.error);
    return result;
  }

  /**
   * Ends every thread at once, as a crash would: invocations under way fail, others start again.
   */
  async kill(): Promise<void> {
    const environments = [...this.#all];
    for (const idle of this.#idle.splice(0)) this.#all.delete(idle);
    await Promise.all(environments.map((environment) => environment.terminate()));
  }

  /** There is new code in its folder: invocations under way end with the old, all others run the new. */
  async renew(): Promise<void> {
    const idle = this.#idle.splice(0);
    for (const environment of idle) this.#all.delete(environment);
    for (const environment of this.#all) this.#outdated.add(environment);
    await Promise.all(idle.map((environment) => environment.terminate()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiting of this.#waiting.splice(0)) waiting(undefined);
    await this.kill();
  }

  async #acquire(): Promise<ExecutionEnvironment | undefined> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.alive) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size < this.#options.concurrency) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): ExecutionEnvironment {
    const environment = this.#options.startEnvironment(this.definition, this.#options.onLine);
    this.#all.add(environment);
    return environment;
  }

  #release(environment: ExecutionEnvironment): void {
    if (this.#outdated.has(environment)) void environment.terminate();
    if (!environment.alive) this.#all.delete(environment);
    const next = this.#waiting.shift();
    if (next !== undefined) next(environment.alive ? environment : this.#start());
    else if (environment.alive) this.#idle.push(environment);
  }
}

const STOPPED: InvocationResult = {
  ok: false,
  error: { errorType: 'Runtime.ExitError', errorMessage: 'the stack is stopping' },
};
