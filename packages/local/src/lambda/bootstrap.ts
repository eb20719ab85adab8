/**
 * What runs in the thread of an execution environment: loads the handler once, then runs it for
 * each invocation, as Lambda's own runtime client does. It imports little, so that a cold start loads hardly more than
 * the handler's bundle.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { patchConsole } from './console.ts';
import type {
  BootstrapData,
  BootstrapMessage,
  FunctionError,
  InvocationContext,
  InvocationMessage,
  InvocationResult,
} from './invocation.ts';

type Handler = (event: unknown, context: object) => unknown;

const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];

const CALLBACK =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const say = (message: BootstrapMessage) => port.postMessage(message);

let requestId = '-';
patchConsole({
  environment: process.env,
  requestId: () => requestId,
  write: (text) => process.stdout.write(text),
});

const handler = await load(workerData as BootstrapData).catch((error) => {
  log('Init Error', error);
  throw error;
});
port.on('message', async ({ payload, traceId, context }: InvocationMessage) => {
  requestId = context.awsRequestId;
  process.env._X_AMZN_TRACE_ID = traceId;
  say({ type: 'outcome', result: await invoke(payload, context) });
});
say({ type: 'ready' });

async function load({ directory, handler }: BootstrapData): Promise<Handler> {
  const file = path.basename(handler);
  const dot = file.indexOf('.');
  const module = path.join(directory, path.dirname(handler), file.slice(0, dot));
  const extension = EXTENSIONS.find((candidate) => existsSync(module + candidate));
  if (extension === undefined) {
    throw named('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  const exports = await import(pathToFileURL(module + extension).href).catch((error) => {
    throw asLoadError(error);
  });
  const names = file.slice(dot + 1).split('.');
  const found = at(names, exports) ?? at(names, exports.default);
  if (found === undefined) {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw named('Runtime.HandlerNotFound', `${handler} is not a function`);
  }
  if (found.length >= 3) throw named('Runtime.CallbackHandlerDeprecated', CALLBACK);
  return found as Handler;
}

function asLoadError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof SyntaxError) {
    return Object.assign(named('Runtime.UserCodeSyntaxError', String(error)), {
      stack: error.stack,
    });
  }
  const { code } = error as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' ? named('Runtime.ImportModuleError', String(error)) : error;
}

function at(names: readonly string[], module: unknown): unknown {
  return names.reduce<unknown>((inner, name) => Object(inner)[name], module);
}

async function invoke(payload: string, context: InvocationContext): Promise<InvocationResult> {
  const { deadline, ...rest } = context;
  const event = JSON.parse(payload);
  const start = performance.now();
  const taken = () => performance.now() - start;
  try {
    const result = await handler(event, {
      ...rest,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    const milliseconds = taken();
    return { ok: true, payload: JSON.stringify(result) ?? 'null', milliseconds };
  } catch (error) {
    const milliseconds = taken();
    log('Invoke Error', error);
    return { ok: false, error: describe(error), milliseconds };
  }
}

/** The line of an error that nobody has caught. */
function log(title: string, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON') console.error(error);
  else console.error(title, JSON.stringify({ ...describe(error), ...error }));
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
