import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { INIT_TIMEOUT, threads } from '../../src/lambda/execution-environment.ts';
import { FakeClock } from '../support/clock.ts';
import { eventually } from '../support/eventually.ts';
import { returned } from '../support/functions.ts';
import { startingFunctions } from '../support/starting-functions.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const start = startingFunctions();

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
    expect(await failing.invoke({})).toMatchObject({ ok: false, error });
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
    ['exits without a failure', 'process.exit(0)', 'Runtime.ExitError'],
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
    ['is no function', 'index.handler', 'Runtime.HandlerNotFound'],
  ])('is one whose handler %s', async (_, handler, errorType) => {
    const { function: missing } = start('export const handler = 1;', { handler });
    expect(await missing.invoke({})).toMatchObject({ ok: false, error: { errorType } });
  });

  test('is one whose code does not load, time after time', async () => {
    const { function: wrong } = start('throw new SyntaxError("no code");');
    const error = {
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: 'SyntaxError: no code',
    };
    expect(await wrong.invoke({})).toMatchObject({ ok: false, error });
    expect(await wrong.invoke({})).toMatchObject({ ok: false, error });
  });

  test('is one of a handler with a callback, as Node.js 24 refuses it in Lambda', async () => {
    const { function: old } = start('export const handler = (event, context, done) => done();');
    expect(await old.invoke({})).toMatchObject({
      ok: false,
      error: {
        errorType: 'Runtime.CallbackHandlerDeprecated',
        errorMessage: expect.stringContaining('starting with Node.js 24'),
      },
    });
  });

  test('is none for code that loads too slowly once: it loads again within the time of the invocation', async () => {
    const directory = temporaryDirectory();
    const again = path.join(directory, 'again');
    const code = `
      import { existsSync, writeFileSync } from 'node:fs';
      if (!existsSync(${JSON.stringify(again)})) {
        writeFileSync(${JSON.stringify(again)}, '');
        await new Promise((resolve) => setInterval(resolve, 1e9));
      }
      export const handler = async () => 'loaded';`;
    const clock = new FakeClock();
    const { function: slow, lines } = start(code, { startEnvironment: threads({ clock }) });
    const result = returned(slow);
    await eventually(() => existsSync(again) || undefined);
    clock.advance(INIT_TIMEOUT);
    expect(await result).toBe('loaded');
    expect(lines).toEqual(['INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout']);
  });

  test('is one whose code loads too slowly twice', async () => {
    const clock = new FakeClock();
    const { function: slow, lines } = start('await new Promise((r) => setInterval(r, 1e9));', {
      timeout: 200,
      startEnvironment: threads({ clock }),
    });
    const result = slow.invoke({});
    await eventually(() => clock.waiting === 1);
    clock.advance(INIT_TIMEOUT);
    expect(await result).toMatchObject({ error: { errorType: 'Sandbox.Timedout' } });
    expect(lines.at(-1)).toMatch(/ Task timed out after 0.20 seconds$/);
  });

  test('is in the log, with its trace', async () => {
    const { function: failing, lines } = start(
      'export const handler = async () => { throw new RangeError("too far"); };',
      { environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON' } },
    );
    await failing.invoke({});
    await eventually(() => lines.length === 1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'ERROR',
      message: {
        errorType: 'RangeError',
        errorMessage: 'too far',
        stackTrace: expect.arrayContaining(['RangeError: too far']),
      },
    });
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
    expect(await waiting).toMatchObject({ ok: true, payload: '1' });
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
