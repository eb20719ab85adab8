import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { faults } from '../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../support/aws/no-waiting.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

type Relay = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

const EMAIL = 'ada@example.com';

describe('the relay', () => {
  withoutWaiting();
  const log = capturedLog();
  let runtime: TestRuntime;

  beforeAll(async () => {
    runtime = await startRuntime();
    await runtime.call('register', { method: 'POST', json: { email: EMAIL, password: PASSWORD } });
  });
  afterAll(() => runtime.stop());

  beforeEach(() => {
    runtime.table.reset();
    runtime.bus.taken.length = 0;
    runtime.bus.takes = () => true;
  });

  const run = async (...Records: DynamoDBRecord[]) =>
    (await runtime.handler<Relay>('relay'))({ Records });
  const record = (sequence: string, item: object): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: sequence, NewImage: marshall(item) as never },
  });
  const profile = (sequence: string) => {
    const event = {
      id: `event-${sequence}`,
      type: 'after-update',
      at: '2026-01-01T00:00:00.000Z',
      changed: [],
    };
    return record(sequence, { pk: 'USER#1', sk: 'PROFILE', id: `user-${sequence}`, event });
  };
  const request = (sequence: string, email = EMAIL) => {
    const event = {
      id: `event-${sequence}`,
      type: 'after-forgot-password',
      at: new Date().toISOString(),
    };
    return record(sequence, { pk: `REQUEST#${email}`, sk: 'forgot-password', email, event });
  };
  const details = () => runtime.bus.taken.map(({ Detail }) => JSON.parse(Detail));

  test('publishes what a batch says, and reports no failure', async () => {
    const unknown = request('3', 'nobody@example.com');
    expect(await run(profile('1'), request('2'), unknown)).toEqual({ batchItemFailures: [] });
    expect(details()).toMatchObject([
      { id: 'event-1' },
      { id: 'event-2', token: expect.any(String), user: { email: EMAIL } },
    ]);
    expect(log.info).toEqual([{ message: 'batch', action: 'relay', records: 3, published: 2 }]);
    expect(JSON.stringify(log)).not.toContain(details()[1].token);
  });

  test('brings a token that resets the password, once', async () => {
    await run(request('1'));
    const [{ token }] = details();
    runtime.table.reset();
    const reset = (password: string) =>
      runtime.call('reset-password', { method: 'POST', json: { token, password } });
    expect((await reset('short')).body.detail).toMatchObject({
      code: 'RESET_PASSWORD_INVALID_PASSWORD',
    });
    expect(await reset(OTHER_PASSWORD)).toMatchObject({ statusCode: 200, body: null });
    expect(runtime.table.operations).toEqual(['TransactWriteItems']);
    expect((await reset(PASSWORD)).body).toEqual({ detail: 'RESET_PASSWORD_BAD_TOKEN' });
  });

  test('publishes the same to the byte when a batch is delivered again', async () => {
    const batch = [profile('1'), request('2')];
    await run(...batch);
    const first = runtime.bus.taken.splice(0);
    await run(...batch);
    expect(runtime.bus.taken).toEqual(first);
  });

  test('reports the first record that the bus refused, to be delivered again from there', async () => {
    runtime.bus.takes = ({ Detail }) => JSON.parse(Detail).id !== 'event-2';
    const outcome = await run(profile('1'), profile('2'), profile('3'));
    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(log.error).toEqual([
      {
        message: 'batch failed',
        action: 'relay',
        records: 3,
        published: 1,
        failed_at: 1,
        error: expect.objectContaining({ message: 'ThrottlingException: slow down' }),
      },
    ]);
  });

  test('reports the record for which the table cannot be read, and publishes what is before it', async () => {
    runtime.table.fail('GetItem', faults.internalError, { times: Infinity });
    const outcome = await run(profile('1'), request('2'), profile('3'));
    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(details()).toMatchObject([{ id: 'event-1' }]);
  });
});
