import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type Address, hiddenAddress } from 'cdk-users-api-local/engine/hidden-address';
import type { FunctionDefinition } from 'cdk-users-api-local/lambda/definition';
import type {
  ExecutionEnvironment,
  StartEnvironment,
} from 'cdk-users-api-local/lambda/execution-environment';
import type { FunctionError, InvocationResult } from 'cdk-users-api-local/lambda/invocation';
import { runtimeTools, type Tools } from './tools.ts';

/**
 * Runs a program that ends, with what it started, when standard input does: by `terminate`, or however this process
 * ends. A second shell waits for that; it has no other way to know.
 */
const UNTIL_STDIN_ENDS = `
  exec 3<&0
  (
    read -r _ <&3
    kill -TERM $$
    for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; kill -0 $$ || exit; done
    kill -KILL $$
  ) > /dev/null 2>&1 &
  exec "$@" 3<&- < /dev/null`;

const INVOKE = '/2015-03-31/functions/function/invocations';

/**
 * Runs functions under AWS's own runtime, called by its emulator of what calls functions in Lambda.
 *
 * @param variables in addition to those of a function
 */
export async function awsRuntime(
  variables: Readonly<Record<string, string>> = {},
): Promise<(...given: Parameters<StartEnvironment>) => AwsEnvironment> {
  const tools = await runtimeTools();
  return (definition, onLine) => new AwsEnvironment(start(tools, definition, variables, onLine));
}

export class AwsEnvironment implements ExecutionEnvironment {
  /** Resolves once its processes have ended. */
  readonly ended: Promise<void>;
  readonly #started: Promise<Emulator>;
  #alive = true;

  constructor(started: Promise<Emulator>) {
    this.#started = started;
    const exited = started.then((emulator) => emulator.exited);
    // Anyone who calls one that has not started is told why.
    this.ended = exited
      .catch(() => {})
      .then(() => {
        this.#alive = false;
      });
  }

  get alive(): boolean {
    return this.#alive;
  }

  async invoke(payload: string): Promise<InvocationResult> {
    try {
      return resultOf(await this.answer(payload));
    } catch (error) {
      return failure('Runtime.ExitError', String(error));
    }
  }

  /** @returns what the emulator answers */
  async answer(payload: string): Promise<EmulatorAnswer> {
    return answerOf(await this.#started, payload);
  }

  async terminate(): Promise<void> {
    this.#alive = false;
    const { child } = await this.#started;
    child.stdin?.end();
    await this.ended;
  }
}

export interface EmulatorAnswer {
  /** 200 of a function that has failed, too; 502 of one that could not start, or has ended. */
  readonly status: number;
  readonly text: string;
}

interface Emulator {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  readonly address: Address;
}

async function start(
  { emulator, client, sdk }: Tools,
  { directory, environment, handler, memory, name, timeout }: FunctionDefinition,
  variables: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): Promise<Emulator> {
  const [address, api] = await Promise.all([hiddenAddress(), hiddenAddress()]);
  const options = [
    ['--log-level', 'error'],
    ['--runtime-interface-emulator-address', `${address.host}:${address.port}`],
    ['--runtime-api-address', `${api.host}:${api.port}`],
  ];
  const command = [emulator, ...options.flat(), process.execPath, client, handler];
  const child = spawn('sh', ['-c', UNTIL_STDIN_ENDS, 'sh', ...command], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      LAMBDA_TASK_ROOT: directory,
      _HANDLER: handler,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
      // Seconds, of the emulator alone.
      AWS_LAMBDA_FUNCTION_TIMEOUT: String(Math.ceil(timeout / 1000)),
      // Where Lambda has the AWS SDK, for code that isn't bundled.
      NODE_PATH: sdk,
      ...environment,
      ...variables,
    },
    stdio: 'pipe',
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
  // The shell that waits for it has its end, too.
  child.stdin.on('error', () => {});
  const exited = once(child, 'exit').then(() => void child.stdin.end());
  return { child, exited, address };
}

/** It takes a moment until it listens, and loads no code before it is called. */
async function answerOf({ child, address }: Emulator, payload: string): Promise<EmulatorAnswer> {
  for (;;) {
    try {
      // Not by `fetch`, which refuses the ports that browsers refuse.
      const asked = request({ ...address, path: INVOKE, method: 'POST', agent: false });
      asked.end(payload);
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      const text = (await buffer(response)).toString();
      return { status: response.statusCode ?? 0, text };
    } catch (error) {
      const listens = (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
      if (listens || child.exitCode !== null || child.signalCode !== null) throw error;
      await wait(5);
    }
  }
}

/** What a function has returned and its error look the same but for what is in them. */
function resultOf({ status, text }: EmulatorAnswer): InvocationResult {
  if (/^Task timed out after \d/.test(text)) return failure('Sandbox.Timedout', text);
  const payload: unknown = status === 200 || status === 502 ? JSON.parse(text) : undefined;
  if (isFunctionError(payload)) return { ok: false, error: payload };
  if (status === 200) return { ok: true, payload: text };
  return failure('Sandbox.Failure', `the emulator answered ${status} ${text}`);
}

function isFunctionError(payload: unknown): payload is FunctionError {
  const isObject = typeof payload === 'object' && payload !== null;
  return isObject && 'errorType' in payload && 'errorMessage' in payload;
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage } };
}
