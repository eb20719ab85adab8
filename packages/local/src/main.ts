/** `npm start`: runs the stack of a CDK app on this machine, until Ctrl-C. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LocalError } from './errors.ts';
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

Ctrl-C stops it, with exit code 0; an error ends it with 1, a wrong option with 2.
`;

const terminal = new Terminal();
const errors = new Terminal(process.stderr);

const options = readOptions();
const starting = new AbortController();
let stop = async () => starting.abort();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second one is for those who do not want to wait.
    if (stopping) process.exit(130);
    stopping = true;
    void stop();
  });
}
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
  stop = () => stack.stop();
  await stack.rotated;
  terminal.started(stack, path.relative('', options.data) || options.data);
  const failure = await Promise.race([
    stack.failed,
    new Promise<undefined>((stopped) => {
      stop = async () => {
        await stack.stop();
        stopped(undefined);
      };
    }),
  ]);
  if (failure !== undefined) {
    errors.error(failure);
    process.exitCode = 1;
    await stack.stop();
  }
} catch (error) {
  if (!stopping) {
    const known = error instanceof LocalError;
    errors.error(
      known ? error : { message: 'the stack does not start', details: (error as Error).stack },
    );
    process.exitCode = 1;
  }
}

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
