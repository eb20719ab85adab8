import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { LambdaFunction } from '../../src/lambda/function.ts';
import { eventually } from '../support/eventually.ts';
import { lambdaFunction, returned } from '../support/functions.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

const made: LambdaFunction[] = [];
const start = (...args: Parameters<typeof lambdaFunction>) => {
  const fixture = lambdaFunction(...args);
  made.push(fixture.function);
  return fixture;
};
afterAll(async () => {
  await Promise.all(made.map((one) => one.stop()));
  removeTemporaryDirectories();
});

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
    const { function: one } = start('export const handler = async () => process.env;', {
      environment: { ONLY: 'this' },
    });
    expect(await returned(one)).toMatchObject({ ONLY: 'this' });
    const names = Object.keys((await returned(one)) as object);
    expect(names.sort()).toEqual(['ONLY', '_X_AMZN_TRACE_ID']);
  });

  test('sees the trace of each request, which its AWS clients send with their calls', async () => {
    const { function: one } = start(
      'export const handler = async () => process.env._X_AMZN_TRACE_ID;',
    );
    const own = [await returned(one), await returned(one)];
    expect(new Set(own).size).toBe(2);
    const result = await one.invoke({}, 'Root=1-of-the-caller');
    expect(result).toEqual({ ok: true, payload: '"Root=1-of-the-caller"' });
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
    expect(lines.sort()).toEqual(['one', 'three', 'two']);
  });
});

describe('a failed invocation', () => {
  test('says what was thrown', async () => {
    const { function: failing, failures } = start(
      'export const handler = async () => { throw new RangeError("too far"); };',
    );
    const error = {
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.arrayContaining([expect.stringContaining('RangeError: too far')]),
    };
    expect(await failing.invoke({})).toEqual({ ok: false, error });
    expect(failures).toEqual([error]);
  });

  test('leaves the thread to the next invocation', async () => {
    const { function: sometimes } = start(
      `let runs = 0;
       export const handler = async () => { runs += 1; if (runs === 1) throw new Error(); return runs; };`,
    );
    expect((await sometimes.invoke({})).ok).toBe(false);
    expect(await returned(sometimes)).toBe(2);
  });

  test('is one that takes longer than the timeout, and its thread ends', async () => {
    const { function: slow } = start(
      `let runs = 0;
       export const handler = async ({ forever }) => {
         runs += 1;
         if (forever) for (;;);
         return runs;
       };`,
      { timeout: 200 },
    );
    expect(await slow.invoke({ forever: true })).toEqual({
      ok: false,
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Task timed out after 0.20 seconds$/,
        ),
      },
    });
    expect(await returned(slow)).toBe(1);
  });

  test.each([
    ['exits', 'process.exit(3)', 'Runtime.ExitError'],
    [
      'throws outside of the handler',
      'setTimeout(() => { throw new TypeError("late"); })',
      'TypeError',
    ],
    ['rejects without a catch', 'void Promise.reject(new TypeError("late"))', 'TypeError'],
  ])('is one whose code %s, and a new thread takes over', async (_, crash, errorType) => {
    const { function: crashing } = start(
      `export const handler = async ({ fine }) => {
         if (fine) return 'fine';
         ${crash};
         return new Promise((resolve) => setTimeout(resolve, 5000));
       };`,
    );
    expect(await crashing.invoke({})).toMatchObject({ ok: false, error: { errorType } });
    expect(await returned(crashing, { fine: true })).toBe('fine');
  });

  test.each([
    ['cannot be found', 'other.handler', 'Runtime.ImportModuleError'],
    ['has no such export', 'index.other', 'Runtime.HandlerNotFound'],
  ])('is one whose handler %s', async (_, handler, errorType) => {
    const { function: missing } = start('export const handler = 1;', { handler });
    expect(await missing.invoke({})).toMatchObject({ ok: false, error: { errorType } });
  });

  test('is one whose code does not load, time after time', async () => {
    const { function: wrong } = start('throw new SyntaxError("no code");');
    const expected = { ok: false, error: { errorType: 'SyntaxError', errorMessage: 'no code' } };
    expect(await wrong.invoke({})).toMatchObject(expected);
    expect(await wrong.invoke({})).toMatchObject(expected);
  });

  test('is one under way when its threads are killed, and those that wait go on', async () => {
    const { function: killed } = start(
      'export const handler = async ({ fine }) => fine ? 1 : new Promise((r) => setTimeout(r, 5000));',
      { concurrency: 1 },
    );
    await returned(killed, { fine: true });
    const underWay = killed.invoke({});
    const waiting = killed.invoke({ fine: true });
    await killed.kill();
    expect(await underWay).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
    expect(await waiting).toEqual({ ok: true, payload: '1' });
  });

  test('is one that waits for a thread when the function stops: none is started for it', async () => {
    const { function: slow } = start(
      'export const handler = () => new Promise((resolve) => setTimeout(resolve, 5_000));',
      { concurrency: 1 },
    );
    const all = [slow.invoke(null), slow.invoke(null)];
    await slow.stop();
    for (const result of await Promise.all(all)) {
      expect(result).toMatchObject({ ok: false, error: { errorType: 'Runtime.ExitError' } });
    }
  });

  test('is every one after the function was stopped', async () => {
    const { function: stopped } = start('export const handler = () => 1;');
    await stopped.stop();
    expect((await stopped.invoke({})).ok).toBe(false);
  });
});
