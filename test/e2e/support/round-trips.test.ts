import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { type Answer, FaultProxy } from '../../support/aws/fault-proxy.ts';

const DONE: Answer = { status: 200, body: {} };
const item = { TableName: 'Table', Key: {} };
const calls = {
  BatchGetItem: () => new BatchGetItemCommand({ RequestItems: {} }),
  DeleteItem: () => new DeleteItemCommand(item),
  GetItem: () => new GetItemCommand(item),
  PutItem: () => new PutItemCommand({ TableName: 'Table', Item: {} }),
  UpdateItem: () => new UpdateItemCommand(item),
};
type Operation = keyof typeof calls;

describe('the round trips that a proxy counts', () => {
  let proxy: FaultProxy;
  let client: DynamoDBClient;

  const newClient = () =>
    new DynamoDBClient({
      endpoint: proxy.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });

  beforeAll(async () => {
    proxy = await FaultProxy.start('http://127.0.0.1:1');
  });
  beforeEach(() => {
    client = newClient();
  });
  afterEach(() => {
    client.destroy();
    proxy.reset();
  });
  afterAll(() => proxy.stop());

  /**
   * Has calls of some operations wait for their answer; those of the others are answered at once.
   */
  function hold(...operations: Operation[]): Record<Operation, () => void> {
    const gates = operations.map((operation) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      proxy.fail(operation, { before: () => promise.then(() => DONE) });
      return [operation, resolve];
    });
    proxy.fail('*', { before: DONE }, { times: Number.POSITIVE_INFINITY });
    return Object.fromEntries(gates);
  }

  const send = (operation: Operation, by = client) => by.send(calls[operation]() as GetItemCommand);
  const arrived = (count: number) =>
    eventually(async () => proxy.calls.length >= count || undefined, `${count} calls`);

  test('are none without a call', () => {
    expect(proxy.roundTrips).toBe(0);
  });

  test('are as many as calls that wait for each other', async () => {
    hold();
    for (const operation of ['GetItem', 'GetItem', 'PutItem'] as const) await send(operation);
    expect(proxy.roundTrips).toBe(3);
  });

  test.each<[Operation, Operation]>([
    ['GetItem', 'BatchGetItem'],
    ['BatchGetItem', 'GetItem'],
  ])('are one for calls at once, of which %s is answered first', async (first, second) => {
    const release = hold(first, second);
    const both = [send('GetItem'), send('BatchGetItem')];
    await arrived(2);
    release[first]();
    await both[first === 'GetItem' ? 0 : 1];
    release[second]();
    await Promise.all(both);
    expect(proxy.roundTrips).toBe(1);
  });

  test('are one for a call that arrives after the answer to another, but did not wait for it', async () => {
    hold();
    await send('GetItem');
    // A connection of its own, as that other call has when both are sent at once.
    const late = newClient();
    await send('BatchGetItem', late);
    late.destroy();
    expect(proxy.roundTrips).toBe(1);
  });

  test('are two for a call that waited for an answer, while a slow call is under way', async () => {
    const release = hold('BatchGetItem');
    const slow = send('BatchGetItem');
    await arrived(1);
    await send('UpdateItem');
    await send('PutItem');
    expect(proxy.roundTrips).toBe(2);
    release.BatchGetItem();
    await slow;
    expect(proxy.roundTrips).toBe(2);
  });

  test('are two for many calls at once after one, however slow the first of them is', async () => {
    const release = hold('UpdateItem');
    await send('BatchGetItem');
    const all = [send('UpdateItem'), send('GetItem'), send('PutItem'), send('DeleteItem')];
    await Promise.all(all.slice(1));
    expect(proxy.roundTrips).toBe(2);
    release.UpdateItem();
    await Promise.all(all);
    expect(proxy.roundTrips).toBe(2);
  });

  test('are three for two calls that follow each other after one, beside a slow one', async () => {
    const release = hold('UpdateItem');
    await send('BatchGetItem');
    const slow = send('UpdateItem');
    await send('GetItem');
    await send('PutItem');
    expect(proxy.roundTrips).toBe(3);
    release.UpdateItem();
    await slow;
  });

  test.each([
    ['shorter', ['longer', 'shorter']],
    ['longer', ['shorter', 'longer']],
  ] as const)('are those of the longest chain, where the %s is answered last', async (_, order) => {
    const release = hold('BatchGetItem', 'UpdateItem');
    const chains = {
      shorter: { done: send('BatchGetItem'), answer: release.BatchGetItem },
      longer: {
        done: send('GetItem').then(() => send('UpdateItem')),
        answer: release.UpdateItem,
      },
    };
    await arrived(3);
    for (const each of order) {
      chains[each].answer();
      await chains[each].done;
    }
    await send('PutItem');
    expect(proxy.roundTrips).toBe(3);
  });

  test('start again with a reset, whatever connections there are', async () => {
    hold();
    await Promise.all([send('GetItem'), send('PutItem'), send('BatchGetItem')]);
    await send('PutItem');
    proxy.reset();
    hold();
    await Promise.all([send('GetItem'), send('BatchGetItem')]);
    expect(proxy.roundTrips).toBe(1);
    await send('PutItem');
    expect(proxy.roundTrips).toBe(2);
  });
});
