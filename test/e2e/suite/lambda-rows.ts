/** What Lambda's runtime for Node.js does with a function: one row for each, with the test that shows it here. */

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const CLIENT = 'https://github.com/aws/aws-lambda-nodejs-runtime-interface-client';

interface LambdaRow {
  readonly what: string;
  /** As Markdown. */
  readonly aws: string;
  readonly source: string;
  /** What is different on this machine. @default - nothing */
  readonly here?: string;
  /** A file below `packages/local/test`, and a test in it. */
  readonly test: readonly [file: string, name: string];
}

const FUNCTION = 'lambda/function.test.ts';
const FAILED = 'lambda/failed-invocation.test.ts';

export const LAMBDA_ROWS: readonly LambdaRow[] = [
  {
    what: 'a handler with a callback',
    aws: 'fails with `Runtime.CallbackHandlerDeprecated` from Node.js 24 on',
    source: `${LAMBDA}/nodejs-handler.html`,
    here: 'fails so whatever Node.js the template names',
    test: [FAILED, 'is one of a handler with a callback, as Node.js 24 refuses it in Lambda'],
  },
  {
    what: 'code that takes more than 10 s to load',
    aws: 'loads again, within the timeout of the invocation',
    source: `${LAMBDA}/lambda-runtime-environment.html`,
    test: [
      FAILED,
      'is none for code that loads too slowly once: it loads again within the time of the invocation',
    ],
  },
  {
    what: 'an event or a result beyond 6 MB',
    aws: 'refused with `RequestTooLargeException`, or fails with `Function.ResponseSizeTooLarge`',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    test: [FUNCTION, 'takes an event of 6 MB and returns as much, and no more'],
  },
  {
    what: '`console` with JSON logs',
    aws: 'an object a line: `timestamp`, `level`, `requestId`, `message`; what is below the level is left out, and what goes to `process.stdout` stays as it is',
    source: `${LAMBDA}/nodejs-logging.html`,
    test: [
      FUNCTION,
      'with JSON logs writes an object for what it gives to console, and leaves its own lines',
    ],
  },
  {
    what: 'a handler that throws',
    aws: 'the error is in the log with its trace',
    source: CLIENT,
    test: [FAILED, 'is in the log, with its trace'],
  },
  {
    what: '`index.api.get`, `.cjs`, `export default`',
    aws: 'are found',
    source: CLIENT,
    test: [FUNCTION, 'may be inside an object that its module exports, named or by default'],
  },
  {
    what: 'variables of the runtime',
    aws: 'all that are defined',
    source: `${LAMBDA}/configuration-envvars.html`,
    here: 'no `LAMBDA_RUNTIME_DIR`, `LD_LIBRARY_PATH`, `NODE_PATH`, `AWS_LAMBDA_RUNTIME_API` and `AWS_XRAY_DAEMON_ADDRESS`; `TZ` is set, but times are in the zone of this machine',
    test: ['stack.test.ts', 'gives functions their environment, and the values of secrets'],
  },
  {
    what: 'an execution environment',
    aws: 'a process',
    source: `${LAMBDA}/lambda-runtime-environment.html`,
    here: 'a thread, which `process.exit` ends, and which gets no signals',
    test: [FAILED, 'is one whose code %s, and a new thread takes over'],
  },
];
