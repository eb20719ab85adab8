import { describe, expect, test } from '@jest/globals';
import type { InvocationResult } from '../../src/lambda/invocation.ts';
import { type DeliverySettings, deliver } from '../../src/streams/delivery.ts';
import type { Cause } from '../../src/streams/given-up.ts';
import type { LambdaRecord } from '../../src/streams/record.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const records = (...numbers: number[]): LambdaRecord[] =>
  numbers.map((number) => ({
    eventName: 'INSERT',
    eventSourceARN: 'arn',
    dynamodb: { SequenceNumber: String(number), ApproximateCreationDateTime: NOW / 1000 - number },
  }));
const numbers = (batch: readonly LambdaRecord[]) =>
  batch.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));

const fails: InvocationResult = { ok: false, error: { errorType: 'Error', errorMessage: '' } };
const succeeds: InvocationResult = { ok: true, payload: 'null' };
const reports = (...identifiers: unknown[]): InvocationResult => ({
  ok: true,
  payload: JSON.stringify({
    batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
  }),
});

/** Delivers with answers in turn, the last one for all that follow; tells all that happened. */
async function run(
  batch: LambdaRecord[],
  answer: (invocation: number, batch: number[]) => InvocationResult,
  settings: Partial<DeliverySettings> = {},
  abortAfter = Number.POSITIVE_INFINITY,
) {
  const log: { invoked: number[][]; done: number[]; discarded: number[]; causes?: Cause[] } = {
    invoked: [],
    done: [],
    discarded: [],
  };
  const abort = new AbortController();
  await deliver(
    batch,
    {
      reportBatchItemFailures: true,
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: Number.POSITIVE_INFINITY,
      maximumRecordAge: Number.POSITIVE_INFINITY,
      ...settings,
    },
    {
      invoke: async (pending) => {
        log.invoked.push(numbers(pending));
        if (log.invoked.length >= abortAfter) abort.abort();
        return answer(log.invoked.length, numbers(pending));
      },
      done: (record) => log.done.push(...numbers([record])),
      discard: (given, cause) => {
        log.discarded.push(...numbers(given));
        log.causes = [...(log.causes ?? []), cause];
      },
      now: () => NOW,
    },
    abort.signal,
  );
  return log;
}

describe('the delivery of a batch', () => {
  test('is over when the function succeeds', async () => {
    expect(await run(records(1, 2, 3), () => succeeds)).toEqual({
      invoked: [[1, 2, 3]],
      done: [3],
      discarded: [],
    });
  });

  test.each([
    ['an empty list', reports()],
    ['no list', { ok: true, payload: '{}' }],
    ['null', { ok: true, payload: '{"batchItemFailures":null}' }],
  ] as const)('is over when the function reports %s', async (_, result) => {
    expect((await run(records(1, 2), () => result)).done).toEqual([2]);
  });

  test('goes on from the first record that is reported, in order', async () => {
    const log = await run(records(1, 2, 3, 4), (invocation) =>
      invocation === 1 ? reports('4', '3') : succeeds,
    );
    expect(log).toEqual({
      invoked: [
        [1, 2, 3, 4],
        [3, 4],
      ],
      done: [2, 4],
      discarded: [],
    });
  });

  test.each([
    ['an empty identifier', ''],
    ['null', null],
    ['an unknown identifier', '99'],
  ])('is tried whole again when the function reports %s', async (_, identifier) => {
    const log = await run(records(1, 2), (invocation) =>
      invocation === 1 ? reports('2', identifier) : succeeds,
    );
    expect(log.invoked).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('takes no report when the mapping does not ask for reports', async () => {
    const log = await run(records(1, 2), () => reports('1'), { reportBatchItemFailures: false });
    expect(log.invoked).toHaveLength(1);
  });

  test('is tried whole again when the function fails', async () => {
    const log = await run(records(1, 2), (invocation) => (invocation < 3 ? fails : succeeds));
    expect(log.invoked).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(log.done).toEqual([2]);
  });

  test('is halved when the function fails, and keeps the order', async () => {
    let poisoned = 2;
    const log = await run(
      records(1, 2, 3, 4),
      (_, batch) => (batch.includes(3) && poisoned-- > 0 ? fails : succeeds),
      { bisectBatchOnFunctionError: true },
    );
    expect(log.invoked).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [4]]);
    expect(log.done).toEqual([2, 3, 4]);
  });

  test('waits for one record that fails before it takes the next', async () => {
    const log = await run(
      records(1, 2),
      (invocation, batch) => (batch.includes(1) && invocation < 4 ? fails : succeeds),
      { bisectBatchOnFunctionError: true },
    );
    expect(log.invoked).toEqual([[1, 2], [1], [1], [1], [2]]);
  });

  test('gives a record up after the last allowed attempt and goes on', async () => {
    const log = await run(records(1, 2), (_, batch) => (batch.includes(1) ? fails : succeeds), {
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 1,
    });
    expect(log.invoked).toEqual([[1, 2], [1], [1], [2]]);
    expect(log.discarded).toEqual([1]);
    expect(log.causes).toEqual([
      { condition: 'RetryAttemptsExhausted', invocations: 2, functionFailed: true },
    ]);
    expect(log.done).toEqual([1, 2]);
  });

  test('gives up records that are too old once they failed', async () => {
    // Record 9 is 9 seconds old.
    const log = await run(records(9, 1), (invocation) => (invocation === 1 ? fails : succeeds), {
      maximumRecordAge: 5,
    });
    expect(log).toEqual({
      invoked: [[9, 1], [1]],
      done: [9, 1],
      discarded: [9],
      causes: [{ condition: 'RecordAgeExceeded', invocations: 1, functionFailed: true }],
    });
  });

  test('ends with the attempt under way when it is told to', async () => {
    const log = await run(records(1, 2), () => fails, {}, 2);
    expect(log).toEqual({
      invoked: [
        [1, 2],
        [1, 2],
      ],
      done: [],
      discarded: [],
    });
  });
});
