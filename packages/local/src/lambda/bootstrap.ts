/**
 * What runs in the thread of an execution environment: loads the handler once, then runs it for
 * each invocation, as Lambda's own runtime does. It imports only types, so that a cold start loads
 * nothing but the handler's bundle.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  BootstrapData,
  BootstrapMessage,
  FunctionError,
  InvocationContext,
  InvocationMessage,
  InvocationResult,
} from './invocation.ts';

type Handler = (event: unknown, context: object) => unknown;

const EXTENSIONS = ['.js', '.mjs', '.cjs'];

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const say = (message: BootstrapMessage) => port.postMessage(message);

const handler = await load(workerData as BootstrapData);
port.on('message', async ({ payload, traceId, context }: InvocationMessage) => {
  process.env._X_AMZN_TRACE_ID = traceId;
  say({ type: 'outcome', result: await invoke(payload, context) });
});
say({ type: 'ready' });

async function load({ directory, handler }: BootstrapData): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const module = path.join(directory, handler.slice(0, dot));
  const extension = EXTENSIONS.find((candidate) => existsSync(module + candidate));
  if (extension === undefined) {
    throw named('Runtime.ImportModuleError', `Cannot find module '${module}'`);
  }
  const exports = await import(pathToFileURL(module + extension).href);
  const name = handler.slice(dot + 1);
  const found = exports[name] ?? exports.default?.[name];
  if (typeof found !== 'function') {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  return found;
}

async function invoke(payload: string, context: InvocationContext): Promise<InvocationResult> {
  const { deadline, ...rest } = context;
  try {
    const result = await handler(JSON.parse(payload), {
      ...rest,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    return { ok: true, payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { ok: false, error: describe(error) };
  }
}

/** Lambda's form of whatever a handler throws. */
function describe(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error)) {
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return {
    errorType: thrown.name,
    errorMessage: thrown.message,
    trace: thrown.stack?.split('\n') ?? [],
  };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
