import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { REDRIVE, type RedriveAnswer } from '../../../lib/contract/undelivered.ts';
import { faults } from '../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../support/aws/no-waiting.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<RedriveAnswer>;

const EMAIL = 'ada@example.com';
const AT = '2026-01-01T00:00:00.000Z';

describe('the relay, given records of the bucket', () => {
  withoutWaiting();
  capturedLog();
  let runtime: TestRuntime;
  let id: string;

  beforeAll(async () => {
    runtime = await startRuntime();
    const json = { email: EMAIL, password: PASSWORD };
    ({ id } = (await runtime.call('register', { method: 'POST', json })).body);
  });
  afterAll(() => runtime.stop());

  beforeEach(() => {
    runtime.table.reset();
    runtime.bus.taken.length = 0;
    runtime.bus.takes = () => true;
    runtime.bucket.objects.clear();
  });

  const redrive = async (...Records: DynamoDBRecord[]) =>
    (await runtime.handler<Relay>('relay'))({ Records, ...REDRIVE }, {} as Context);
  const streamOf = (table: string) =>
    `arn:aws:dynamodb:us-east-1:111122223333:table/${table}/stream/2026-01-01T00:00:00.000`;
  const record = (sequence: string, dynamodb: object, more: object = {}): DynamoDBRecord => ({
    eventName: 'MODIFY',
    eventSourceARN: streamOf(runtime.tableName),
    dynamodb: { SequenceNumber: sequence, ...dynamodb },
    ...more,
  });
  const item = (sequence: string, differing: object = {}) => {
    const event = { id: `event-${sequence}`, type: 'after-update', at: AT, ...differing };
    const user = { id: `user-${sequence}`, email: `${sequence}@example.com` };
    return marshall({ pk: `USER#${user.id}`, sk: 'PROFILE', ...user, event });
  };
  const profile = (sequence: string, differing: object = {}) =>
    record(sequence, { NewImage: item(sequence, differing) });
  const removal = (sequence: string, user: string) => {
    const OldImage = { pk: `USER#${user}`, sk: 'PROFILE', id: user, email: EMAIL };
    return record(sequence, { OldImage: marshall(OldImage) }, { eventName: 'REMOVE' });
  };
  const published = () => runtime.bus.taken.map(({ Detail }) => JSON.parse(Detail).id);

  test('publishes every one that it can, reports the others, and sets none aside once more', async () => {
    const outcome = await redrive(profile('1'), profile('2', { at: 'yesterday' }), profile('3'));
    expect(outcome).toEqual({
      batchItemFailures: [{ itemIdentifier: '2' }],
      nothing: [],
      failures: [{ itemIdentifier: '2', error: 'RangeError: the time of the event is no time' }],
    });
    expect(published()).toEqual(['event-1', 'event-3']);
    expect([...runtime.bucket.objects]).toEqual([]);
  });

  test('says of which there is rightly nothing to publish', async () => {
    const event = { id: 'event-1', type: 'after-forgot-password', at: AT };
    const request = { pk: 'REQUEST#nobody@example.com', sk: 'forgot-password' };
    const NewImage = marshall({ ...request, email: 'nobody@example.com', event });
    const outcome = await redrive(
      record('1', { NewImage }),
      record('2', { OldImage: item('2'), NewImage: item('2') }),
      record('3', { OldImage: marshall(request) }, { eventName: 'REMOVE' }),
    );
    expect(outcome).toEqual({
      batchItemFailures: [],
      nothing: ['1', '2', '3'].map((itemIdentifier) => ({ itemIdentifier })),
      failures: [],
    });
  });

  test.each([
    ['no images', {}],
    ['an image that is null', { NewImage: null }],
    ['an item without an event', { NewImage: marshall({ pk: 'USER#1', sk: 'PROFILE' }) }],
  ])('reports one of a hand that slipped, with %s', async (_, dynamodb) => {
    for (const eventName of ['MODIFY', 'REMOVE'] as const) {
      const { failures, nothing } = await redrive(record('1', dynamodb, { eventName }));
      expect({ failures, nothing }).toEqual({
        failures: [{ itemIdentifier: '1', error: 'Error: the record carries no event' }],
        nothing: [],
      });
    }
  });

  test('refuses one of another table', async () => {
    const { failures } = await redrive({ ...profile('1'), eventSourceARN: streamOf('others') });
    expect(failures).toEqual([
      {
        itemIdentifier: '1',
        error: `Error: the record is of others, and the relay publishes for ${runtime.tableName}`,
      },
    ]);
    expect(published()).toEqual([]);
  });

  test('deletes nothing of a user whose profile is there, whatever a record says', async () => {
    const { failures } = await redrive(removal('1', id));
    expect(failures).toEqual([
      { itemIdentifier: '1', error: 'Error: the user was not removed: there is a profile' },
    ]);
    expect(runtime.table.operations).toEqual(['BatchGetItem']);
    expect(published()).toEqual([]);
    expect((await redrive(removal('2', 'gone'))).failures).toEqual([]);
    expect(published()).toHaveLength(1);
  });

  test('tries none after one that fails for an outage, since it would take longer than there is time', async () => {
    runtime.table.fail('BatchGetItem', faults.internalError, { times: Number.POSITIVE_INFINITY });
    const outcome = await redrive(profile('1'), removal('2', 'gone'), profile('3'));
    const [second, third] = outcome.failures;
    expect(outcome.batchItemFailures).toEqual([{ itemIdentifier: '2' }, { itemIdentifier: '3' }]);
    expect(third).toEqual({ itemIdentifier: '3', error: `not tried, after ${second?.error}` });
    expect(published()).toEqual(['event-1']);
  });
});
