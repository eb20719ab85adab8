import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type StartEnvironment,
  startThread,
} from 'cdk-users-api-local/lambda/execution-environment';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { lambdaFunction } from 'cdk-users-api-local/test/functions';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { awsRuntime } from './support/environment.ts';

const PROJECT = path.join(import.meta.dirname, '../..');

afterAll(() => removeTemporaryDirectories());

/** What functions may rely on here, since it is so in AWS. */
describe.each([
  ['a thread of the local stack', async () => startThread],
  ['the runtime of AWS', () => awsRuntime()],
])('in %s', (_, runtime) => {
  let startEnvironment: StartEnvironment;
  let started: ReturnType<typeof lambdaFunction>[] = [];

  beforeAll(async () => {
    startEnvironment = await runtime();
  });
  afterEach(async () => {
    await Promise.all(started.map((each) => each.function.stop()));
    started = [];
  });

  function start(code: string, options: Parameters<typeof lambdaFunction>[1] = {}) {
    const made = lambdaFunction(code, { startEnvironment, ...options });
    started.push(made);
    return made.function;
  }

  test.each([
    ['async', 'export const handler = async () => 1;', '1'],
    ['plain', 'export const handler = () => 1;', '1'],
    ['silent', 'export const handler = () => {};', 'null'],
  ])('a handler may be %s', async (_, code, payload) => {
    expect(await start(code).invoke({})).toMatchObject({ ok: true, payload });
  });

  test.each([
    ['throws', 'export const handler = () => { throw new RangeError("x"); };', 'RangeError'],
    ['throws as it loads', 'throw new RangeError("x");', 'RangeError'],
    ['ends its process', 'export const handler = () => process.exit(3);', 'Runtime.ExitError'],
    [
      'takes too long',
      'export const handler = () => new Promise((done) => setTimeout(done, 60_000));',
      'Sandbox.Timedout',
    ],
    ['exports no handler', 'export const other = 1;', 'Runtime.HandlerNotFound'],
  ])('a function fails that %s', async (_, code, errorType) => {
    const result = await start(code, { timeout: 2_000 }).invoke({});
    expect(result).toMatchObject({ ok: false, error: { errorType } });
  });

  test('a function fails whose module does not exist', async () => {
    const result = await start('', { handler: 'other.handler' }).invoke({});
    expect(result).toMatchObject({ ok: false, error: { errorType: 'Runtime.ImportModuleError' } });
  });

  test('a handler that takes a callback is refused', async () => {
    const code = 'export const handler = (event, context, callback) => callback(null, 1);';
    const error = { errorType: 'Runtime.CallbackHandlerDeprecated' };
    expect(await start(code).invoke({})).toMatchObject({ ok: false, error });
  });

  test('what the console gets is wrapped in JSON, and a line of metrics stays as it is', async () => {
    const metrics = '{"_aws":{"Timestamp":1},"Logins":1}';
    const chatty = start(
      `export const handler = () => {
         console.info({ message: 'request', status: 200 });
         console.debug('less than is asked for');
         process.stdout.write('${metrics}\\n');
         console.error({ message: 'failed' });
         console.log('%s and %s', 'one', 'two');
       };`,
      { environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' } },
    );
    await chatty.invoke({});
    const [{ lines = [] } = {}] = started;
    const written = await eventually(() => {
      const objects = lines.filter((line) => line.startsWith('{'));
      return objects.length >= 4 ? objects : undefined;
    }, 'its lines');
    const head = { timestamp: expect.any(String), requestId: expect.any(String) };
    expect(written.filter((line) => line !== metrics).map((line) => JSON.parse(line))).toEqual([
      { ...head, level: 'INFO', message: { message: 'request', status: 200 } },
      { ...head, level: 'ERROR', message: { message: 'failed' } },
      { ...head, level: 'INFO', message: 'one and two' },
    ]);
    expect(written).toContain(metrics);
  });

  test('a function that has failed is called again', async () => {
    const code =
      'export const handler = ({ end }) => { if (end) process.exit(1); return "here"; };';
    const sometimes = start(code);
    expect(await sometimes.invoke({ end: true })).toMatchObject({ ok: false });
    expect(await sometimes.invoke({})).toMatchObject({ ok: true, payload: '"here"' });
  });
});

describe('the runtime of AWS', () => {
  test('ends with the test, even one that is killed', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', KILLED], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const { port, api } = JSON.parse(said);
    const ends = async (address: { host: string; port: number }) =>
      eventually(async () => ((await listens(address)) ? undefined : true), 'its end');
    const [host = '', apiPort] = String(api).split(':');
    await Promise.all([ends({ host: '127.0.0.1', port }), ends({ host, port: Number(apiPort) })]);
  });
});

/** Says where its function and the emulator listen, and is killed. */
const KILLED = `
  import { writeSync } from 'node:fs';
  import { awsRuntime } from './test/runtime/support/environment.ts';
  import { lambdaFunction } from './packages/local/test/support/functions.ts';
  const { function: made } = lambdaFunction(
    \`import { createServer } from 'node:net';
     export const handler = () => new Promise((resolve) => {
       const server = createServer().listen(0, '127.0.0.1', () =>
         resolve({ port: server.address().port, api: process.env.AWS_LAMBDA_RUNTIME_API }));
     });\`,
    { startEnvironment: await awsRuntime() },
  );
  const { payload } = await made.invoke({});
  writeSync(1, payload);
  process.kill(process.pid, 'SIGKILL');`;

function listens(address: { readonly host: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
