import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { returned } from '../support/functions.ts';
import { startingFunctions } from '../support/starting-functions.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const start = startingFunctions();

/** Tells the thread it ran in, and does not return before it is told how many run with it. */
const COUNTER = `
  import { threadId } from 'node:worker_threads';
  let runs = 0;
  export const handler = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { threadId, runs: ++runs };
  };`;

describe('a function', () => {
  test('gets its event and a Lambda context', async () => {
    const { function: echo } = start(
      `export const handler = async (event, context) => ({
        event,
        ...context,
        remaining: context.getRemainingTimeInMillis(),
      });`,
      { name: 'echo', timeout: 5_000, memory: 256 },
    );
    const result = (await returned(echo, { a: [1, null, 'ü'] })) as Record<string, unknown>;
    expect(result).toMatchObject({
      event: { a: [1, null, 'ü'] },
      functionName: 'echo',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
      memoryLimitInMB: '256',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(result.remaining).toBeGreaterThan(4_000);
    expect(result.remaining).toBeLessThanOrEqual(5_000);
  });

  test('sees its own environment and nothing of this process', async () => {
    const { function: one } = start(
      'export const handler = async (_, { xRayTraceId }) => ({ ...process.env, xRayTraceId });',
      { environment: { ONLY: 'this' } },
    );
    const seen = (await returned(one)) as Record<string, string>;
    expect(seen).toEqual({
      ONLY: 'this',
      // Of the invocation.
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      xRayTraceId: seen._X_AMZN_TRACE_ID,
    });
  });

  test('sees the trace of each request, which its AWS clients send with their calls', async () => {
    const { function: one } = start(
      'export const handler = async () => process.env._X_AMZN_TRACE_ID;',
    );
    const own = [await returned(one), await returned(one)];
    expect(new Set(own).size).toBe(2);
    const result = await one.invoke({}, 'Root=1-of-the-caller');
    expect(result).toMatchObject({ ok: true, payload: '"Root=1-of-the-caller"' });
  });

  test.each([
    ['async', 'export const handler = async () => 1;', 1],
    ['plain', 'export const handler = () => 1;', 1],
    ['silent', 'export const handler = () => {};', null],
  ])('may be %s', async (_, code, result) => {
    expect(await returned(start(code).function)).toEqual(result);
  });

  test('may be a CommonJS module, in a folder below its code', async () => {
    const directory = temporaryDirectory();
    mkdirSync(path.join(directory, 'deep'));
    writeFileSync(path.join(directory, 'deep', 'main.cjs'), 'exports.run = async () => "cjs";');
    const { function: cjs } = start('', { directory, handler: 'deep/main.run' });
    expect(await returned(cjs)).toBe('cjs');
  });

  test('may be inside an object that its module exports, named or by default', async () => {
    const { function: inner } = start('export default { api: { get: async () => 1 } };', {
      handler: 'index.api.get',
    });
    expect(await returned(inner)).toBe(1);
  });

  test('runs one invocation at a time in a thread, and uses the thread again', async () => {
    const { function: counter } = start(COUNTER, { concurrency: 1 });
    const results = await Promise.all([1, 2, 3].map(() => returned(counter)));
    expect(results).toEqual([1, 2, 3].map((runs) => ({ ...(results[0] as object), runs })));
  });

  test('scales out up to its limit and queues the rest', async () => {
    const { function: counter } = start(COUNTER, { concurrency: 3 });
    const results = await Promise.all(Array.from({ length: 12 }, () => returned(counter)));
    const threads = new Set(results.map((result) => (result as { threadId: number }).threadId));
    expect(threads.size).toBe(3);
    expect(results).toHaveLength(12);
  });

  test('passes on what it prints, line by line', async () => {
    const { function: chatty, lines } = start(
      'export const handler = () => { console.log("one\\ntwo"); console.error("three"); };',
    );
    await returned(chatty);
    await eventually(() => lines.length === 3);
    expect(lines).toEqual([
      expect.stringMatching(/^[-\d]+T[:.\d]+Z\t[-0-9a-f]{36}\tINFO\tone$/),
      'two',
      expect.stringMatching(/\tERROR\tthree$/),
    ]);
  });

  test('with JSON logs writes an object for what it gives to console, and leaves its own lines', async () => {
    const { function: chatty, lines } = start(
      `export const handler = (_, { awsRequestId }) => {
        console.info({ message: 'made', count: 1 });
        process.stdout.write('{"_aws":{}}\\n');
        console.debug('too fine');
        return awsRequestId;
      };`,
      { environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' } },
    );
    const requestId = await returned(chatty);
    await eventually(() => lines.length === 2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      timestamp: expect.stringMatching(/^[-\d]+T[:.\d]+Z$/),
      level: 'INFO',
      requestId,
      message: { message: 'made', count: 1 },
    });
    expect(lines[1]).toBe('{"_aws":{}}');
  });

  test('is told apart from what its thread takes, whether it returns or fails', async () => {
    const { function: slow } = start(
      `export const handler = ({ fails }) =>
        new Promise((resolve, reject) => setTimeout(fails ? reject : resolve, 50));`,
    );
    for (const fails of [false, true]) {
      const before = performance.now();
      const { milliseconds = 0 } = await slow.invoke({ fails });
      expect(milliseconds).toBeGreaterThan(45);
      expect(milliseconds).toBeLessThan(performance.now() - before);
    }
  });

  test('takes an event of 6 MB and returns as much, and no more', async () => {
    const { function: echo } = start(
      `export const handler = async ({ length, text }) => length ? 'x'.repeat(length) : text.length;`,
    );
    const limit = 6 * 1024 * 1024;
    const event = { text: 'x'.repeat(limit - '{"text":""}'.length) };
    expect(await returned(echo, event)).toBe(event.text.length);
    expect(await echo.invoke({ text: `${event.text}x` })).toMatchObject({
      error: { errorType: 'RequestTooLargeException' },
    });
    expect(await returned(echo, { length: limit - 2 })).toHaveLength(limit - 2);
    expect(await echo.invoke({ length: limit - 1 })).toMatchObject({
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });
});
