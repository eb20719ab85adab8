import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Documents } from '../../../../lambda/adapters/dynamodb/documents.ts';

/** How long was waited, in milliseconds. */
const waits: number[] = [];

jest.unstable_mockModule('node:timers/promises', () => ({
  setTimeout: async (ms: number) => void waits.push(ms),
}));
const { backOff } = await import('../../../../lambda/adapters/back-off.ts');
const { DynamoDBUserStore } = await import(
  '../../../../lambda/adapters/dynamodb/accounts/user-store.ts'
);

describe('the pause before another attempt', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    waits.length = 0;
  });

  const pauses = async (random: number) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    for (let attempt = 0; attempt < 7; attempt++) await backOff(attempt);
    return waits;
  };

  test('is at most 20 ms at first, twice as long each time, and never longer than 500 ms', async () => {
    expect(await pauses(1)).toEqual([20, 40, 80, 160, 320, 500, 500]);
  });

  test('is random from zero on, so that calls that collided do not collide again', async () => {
    expect(await pauses(0)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    waits.length = 0;
    expect(await pauses(0.25)).toEqual([5, 10, 20, 40, 80, 125, 125]);
  });
});

describe('a read of several items', () => {
  afterEach(() => {
    waits.length = 0;
  });

  /** A client that leaves the keys out as often as it is told to. */
  const reading = async (leftOut: number) => {
    let calls = 0;
    const client = {
      call: async (_: 'BatchGetItem', input: { RequestItems: object }) => {
        calls += 1;
        return calls > leftOut ? { Responses: {} } : { UnprocessedKeys: input.RequestItems };
      },
    } as unknown as Documents;
    await new DynamoDBUserStore(client, 'users', undefined).lookup(['id']);
    return { calls, pauses: waits.length };
  };

  test('is followed by a pause only where keys were left out', async () => {
    expect(await reading(0)).toEqual({ calls: 1, pauses: 0 });
    expect(await reading(2)).toEqual({ calls: 3, pauses: 2 });
  });
});
