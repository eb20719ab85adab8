import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import type {
  BootstrapData,
  BootstrapMessage,
  FunctionError,
  InvocationMessage,
  InvocationResult,
} from './invocation.ts';

/**
 * Time for loading a function's code. Lambda gives 10 s; here many functions may load at once on
 * few cores.
 */
const INIT_TIMEOUT = 30_000;

/** Beside this file, and of its kind: a package that bundles this has JavaScript. */
const BOOTSTRAP = new URL(`./bootstrap${path.extname(import.meta.filename)}`, import.meta.url);

/** What runs one function, one invocation at a time. */
export interface ExecutionEnvironment {
  /** False once it has ended, for whatever reason. */
  readonly alive: boolean;
  /** Resolves once it has ended and has given its memory back. */
  readonly ended: Promise<void>;
  /** Runs the handler; a failure of any kind is a result. Not to be called while it runs. */
  invoke(payload: string, traceId: string): Promise<InvocationResult>;
  /** Ends it; an invocation under way fails. */
  terminate(): Promise<void>;
}

/** @param onLine gets what the function prints, line by line */
export type StartEnvironment = (
  definition: FunctionDefinition,
  onLine: (line: string) => void,
) => ExecutionEnvironment;

export const startThread: StartEnvironment = (definition, onLine) => new Thread(definition, onLine);

class Thread implements ExecutionEnvironment {
  readonly ended: Promise<void>;
  readonly #definition: FunctionDefinition;
  readonly #worker: Worker;
  readonly #started: Promise<void>;
  #alive = true;
  #requestId = '';
  #settle: ((result: InvocationResult) => void) | undefined;
  #crash: FunctionError | undefined;

  constructor(definition: FunctionDefinition, onLine: (line: string) => void) {
    this.#definition = definition;
    this.#worker = new Worker(BOOTSTRAP, {
      name: definition.name,
      workerData: {
        directory: definition.directory,
        handler: definition.handler,
      } satisfies BootstrapData,
      env: { ...definition.environment },
      stdout: true,
      stderr: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: definition.memory },
    });
    for (const input of [this.#worker.stdout, this.#worker.stderr]) {
      createInterface({ input }).on('line', onLine);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#started = promise;
    this.#worker.on('message', (message: BootstrapMessage) => {
      if (message.type === 'ready') resolve();
      else this.#end(message.result);
    });
    this.#worker.on('error', (error) => {
      this.#crash = {
        errorType: error.name === 'Error' ? 'Runtime.UnhandledError' : error.name,
        errorMessage: error.message,
        trace: error.stack?.split('\n') ?? [],
      };
    });
    const end = Promise.withResolvers<void>();
    this.ended = end.promise;
    this.#worker.on('exit', () => {
      this.#alive = false;
      end.resolve();
      resolve();
      this.#end({ ok: false, error: this.#crash ?? this.#exitError() });
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  async invoke(payload: string, traceId: string): Promise<InvocationResult> {
    this.#requestId = randomUUID();
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    let timer = this.#limit(INIT_TIMEOUT);
    this.#settle = (result) => {
      clearTimeout(timer);
      this.#settle = undefined;
      resolve(result);
    };
    await this.#started;
    if (!this.#alive) this.#end({ ok: false, error: this.#crash ?? this.#exitError() });
    if (this.#settle === undefined) return promise;
    clearTimeout(timer);
    timer = this.#limit(this.#definition.timeout);
    this.#worker.postMessage(this.#message(payload, traceId));
    return promise;
  }

  async terminate(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
  }

  #limit(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      const seconds = (milliseconds / 1000).toFixed(2);
      const errorMessage = `RequestId: ${this.#requestId} Error: Task timed out after ${seconds} seconds`;
      this.#end({ ok: false, error: { errorType: 'Sandbox.Timedout', errorMessage } });
      void this.terminate();
    }, milliseconds);
  }

  #end(result: InvocationResult): void {
    this.#settle?.(result);
  }

  #exitError(): FunctionError {
    return {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${this.#requestId} Error: Runtime exited`,
    };
  }

  #message(payload: string, traceId: string): InvocationMessage {
    const { name, arn, memory, timeout } = this.#definition;
    return {
      payload,
      traceId,
      context: {
        awsRequestId: this.#requestId,
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memory),
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: 'local',
        deadline: Date.now() + timeout,
      },
    };
  }
}
