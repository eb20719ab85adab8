import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { type Clock, PROCESS_CLOCK } from './clock.ts';
import type { FunctionDefinition } from './definition.ts';
import type {
  BootstrapData,
  BootstrapMessage,
  FunctionError,
  InvocationMessage,
  InvocationResult,
} from './invocation.ts';

/**
 * Milliseconds for loading a function's code; after that it is loaded once more, within the time of the invocation.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export const INIT_TIMEOUT = 10_000;

/** Beside this file, and of its kind: a package that bundles this has JavaScript. */
const BOOTSTRAP = new URL(`./bootstrap${path.extname(import.meta.filename)}`, import.meta.url);

const STOPPED: FunctionError = {
  errorType: 'Runtime.ExitError',
  errorMessage: 'Error: Runtime was stopped',
};

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

/** Makes each environment a thread of this process. */
export function threads({ clock = PROCESS_CLOCK } = {}): StartEnvironment {
  return (definition, onLine) => new Thread(definition, { clock, onLine });
}

export const startThread = threads();

interface ThreadOptions {
  readonly clock: Clock;
  readonly onLine: (line: string) => void;
}

class Thread implements ExecutionEnvironment {
  readonly ended: Promise<void>;
  readonly #definition: FunctionDefinition;
  readonly #options: ThreadOptions;
  readonly #hasEnded: () => void;
  #worker!: Worker;
  #started!: Promise<void>;
  #alive = true;
  #ready = false;
  #requestId = '';
  #settle: ((result: InvocationResult) => void) | undefined;
  #crash: FunctionError | undefined;

  constructor(definition: FunctionDefinition, options: ThreadOptions) {
    this.#definition = definition;
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#hasEnded = resolve;
    this.#launch();
  }

  #launch(): void {
    const { name, directory, handler, environment, memory } = this.#definition;
    const worker = new Worker(BOOTSTRAP, {
      name,
      workerData: { directory, handler } satisfies BootstrapData,
      env: { ...environment },
      stdout: true,
      stderr: true,
      execArgv: [],
      // What is young makes no difference to the code, and its default, many times over, one to the machine.
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 8 },
    });
    for (const input of [worker.stdout, worker.stderr]) {
      createInterface({ input }).on('line', this.#options.onLine);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    worker.on('message', (message: BootstrapMessage) => {
      if (message.type === 'outcome') return this.#end(message.result);
      this.#ready = true;
      resolve();
    });
    worker.on('error', (error) => {
      // What fails before it is ready, the thread says itself.
      if (this.#ready) this.#say(error.stack ?? error.message);
      this.#crash = {
        errorType: error.name === 'Error' ? 'Runtime.UnhandledError' : error.name,
        errorMessage: error.message,
        trace: error.stack?.split('\n') ?? [],
      };
    });
    worker.on('exit', (code) => {
      // Another one has taken its place.
      if (worker !== this.#worker) return;
      // Ended from outside, as for a reload, it didn't fail by itself: its log says nothing.
      this.#crash ??= this.#alive ? this.#exitError(code) : STOPPED;
      this.#alive = false;
      this.#hasEnded();
      resolve();
      this.#end({ ok: false, error: this.#crash });
    });
    this.#worker = worker;
    this.#started = promise;
  }

  get alive(): boolean {
    return this.#alive;
  }

  async invoke(payload: string, traceId: string): Promise<InvocationResult> {
    this.#requestId = randomUUID();
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    let timer: NodeJS.Timeout | undefined;
    this.#settle = (result) => {
      clearTimeout(timer);
      this.#settle = undefined;
      resolve(result);
    };
    const inTime = await this.#initialised();
    timer = this.#limit(this.#definition.timeout);
    if (!inTime) {
      const late = this.#worker;
      this.#launch();
      await late.terminate();
      await this.#started;
    }
    if (this.#crash !== undefined) this.#end({ ok: false, error: this.#crash });
    if (this.#settle !== undefined) this.#worker.postMessage(this.#message(payload, traceId));
    return promise;
  }

  async terminate(): Promise<void> {
    this.#alive = false;
    await this.#worker.terminate();
  }

  /** Whether the code was loaded, or failed to, in the time that it has. */
  async #initialised(): Promise<boolean> {
    const { clock, onLine } = this.#options;
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const callOff = clock.after(INIT_TIMEOUT, () => resolve(false));
    const inTime = await Promise.race([this.#started.then(() => true), late]);
    callOff();
    if (!inTime) {
      onLine(`INIT_REPORT Init Duration: ${INIT_TIMEOUT}.00 ms\tPhase: init\tStatus: timeout`);
    }
    return inTime;
  }

  #limit(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      const seconds = (milliseconds / 1000).toFixed(2);
      this.#crash = this.#platformError(
        'Sandbox.Timedout',
        `Task timed out after ${seconds} seconds`,
      );
      this.#end({ ok: false, error: this.#crash });
      void this.terminate();
    }, milliseconds);
  }

  #end(result: InvocationResult): void {
    this.#settle?.(result);
  }

  #exitError(code: number): FunctionError {
    const reason =
      code === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${code}`;
    return this.#platformError('Runtime.ExitError', reason);
  }

  /** What the function can't say itself is said in its log. */
  #platformError(errorType: string, message: string): FunctionError {
    this.#say(`${new Date().toISOString()} ${this.#requestId} ${message}`);
    return { errorType, errorMessage: `RequestId: ${this.#requestId} Error: ${message}` };
  }

  #say(text: string): void {
    for (const line of text.split('\n')) this.#options.onLine(line);
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
        xRayTraceId: traceId,
        deadline: Date.now() + timeout,
      },
    };
  }
}
