/** `npm start`: runs the stack of a CDK app on this machine, until Ctrl-C. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LocalError } from './errors.ts';
import { onceOrphaned } from './parents.ts';
import { startLocalStack } from './stack.ts';
import { Terminal } from './terminal.ts';

const HELP = `Runs the stack of a CDK app on this machine.

  npm start -- [options]

  --app FILE     synthesise this file (default: the app command of cdk.json)
  --stack NAME   which stack, where the app has several
  --data DIR     keep tables, secrets and logs here (default: .local)
  --fresh        start without the data of earlier runs
  --help         show this

  PORT               where to listen on 127.0.0.1 (default: 3000; 0 picks a free port)
  DYNAMODB_ENDPOINT  URL of a DynamoDB engine to use (default: one is started)
  NO_COLOR           print without colours

Ctrl-C stops it; it also stops when the process that started it is gone. The exit code is 0 when it was
stopped, 1 after an error, 2 for a wrong option. npm passes on 1 and 2, and makes 130 of Ctrl-C.
`;

/** Milliseconds in which signals count as one: npm repeats the terminal's signal. */
const SAME_SIGNAL = 500;

const terminal = new Terminal();
const errors = new Terminal(process.stderr);
// The reader may be gone: that is no reason to crash and leave something behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const options = readOptions();
const stopping = Promise.withResolvers<undefined>();
const starting = new AbortController();
let stoppingSince: number | undefined;

function stop(): void {
  stoppingSince ??= performance.now();
  starting.abort();
  stopping.resolve(undefined);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A later one is for those who do not want to wait.
    if (performance.now() - (stoppingSince ?? Number.POSITIVE_INFINITY) > SAME_SIGNAL) {
      process.exit(130);
    }
    stop();
  });
}
onceOrphaned(stop);
process.on('uncaughtException', (error) => {
  errors.error({ message: 'this is a fault of the local runtime', details: error.stack });
  process.exit(1);
});

try {
  const stack = await startLocalStack({
    ...options,
    reporter: terminal,
    signal: starting.signal,
  });
  await Promise.race([stack.made, stopping.promise]);
  if (stoppingSince === undefined) {
    terminal.started(stack, shortPath(options.data), performance.now());
  }
  const failure = await Promise.race([stack.failed, stopping.promise]);
  if (failure !== undefined) {
    errors.error(failure);
    process.exitCode = 1;
  }
  await stack.stop();
} catch (error) {
  if (stoppingSince === undefined) {
    const known = error instanceof LocalError;
    errors.error(
      known ? error : { message: 'the stack does not start', details: (error as Error).stack },
    );
    process.exitCode = 1;
  }
}
if (stoppingSince !== undefined) terminal.stopped();

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        app: { type: 'string' },
        stack: { type: 'string' },
        data: { type: 'string', default: '.local' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const endpoint = process.env.DYNAMODB_ENDPOINT;
    return {
      data: path.resolve(values.data),
      port: readPort(),
      fresh: values.fresh,
      ...(values.app !== undefined && { app: path.resolve(values.app) }),
      ...(values.stack !== undefined && { stackName: values.stack }),
      ...(endpoint && { dynamodbEndpoint: endpoint }),
    };
  } catch (error) {
    errors.error({ message: `${(error as Error).message} (--help shows the options)` });
    process.exit(2);
  }
}

function readPort(): number {
  const text = process.env.PORT || '3000';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, not ${text}`);
  }
  return port;
}

/** As seen from the working directory, if it is in there. */
function shortPath(file: string): string {
  const relative = path.relative('', file);
  return relative === '' || relative.startsWith('..') ? file : relative;
}
