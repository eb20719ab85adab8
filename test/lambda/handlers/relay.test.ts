import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { faults } from '../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../support/aws/no-waiting.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { dataOf } from '../../support/runtime/embedded-metrics.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:relay';
const CONTEXT = {
  awsRequestId: 'request-1',
  invokedFunctionArn: FUNCTION,
  functionVersion: '$LATEST',
} as Context;
const STREAM = 'arn:aws:dynamodb:us-east-1:111122223333:table/users/stream/2026-01-01T00:00:00.000';

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
    runtime.bus.refusal = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
    runtime.bucket.objects.clear();
    runtime.bucket.failures = [];
  });

  const run = async (...Records: DynamoDBRecord[]) =>
    (await runtime.handler<Relay>('relay'))({ Records }, CONTEXT);
  const record = (sequence: string, item: object): DynamoDBRecord => ({
    eventName: 'INSERT',
    eventSourceARN: STREAM,
    dynamodb: {
      SequenceNumber: sequence,
      ApproximateCreationDateTime: Date.parse('2026-01-01T00:00:00Z') / 1000,
      NewImage: marshall(item) as never,
    },
  });
  const profile = (sequence: string, differing: object = {}) => {
    const event = {
      id: `event-${sequence}`,
      type: 'after-update',
      at: '2026-01-01T00:00:00.000Z',
      changed: [],
      ...differing,
    };
    const id = `user-${sequence}`;
    const item = { pk: `USER#${id}`, sk: 'PROFILE', id, email: EMAIL, event };
    return record(sequence, JSON.parse(JSON.stringify(item)));
  };
  /** Of a profile with a number that JSON has no word for. */
  const huge = (sequence: string) => {
    const whole = profile(sequence);
    const NewImage = { ...whole.dynamodb?.NewImage, email: { N: '9007199254740993' } };
    return { ...whole, dynamodb: { ...whole.dynamodb, NewImage } };
  };
  const objects = () =>
    [...runtime.bucket.objects].map(([path, text]) => ({ path, ...JSON.parse(text) }));
  const counts = () => log.metrics.flatMap(dataOf).map(({ metric }) => metric);
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

  test('reports the first record that the bus did not take, to be delivered again from there', async () => {
    runtime.bus.takes = ({ Detail }) => JSON.parse(Detail).id !== 'event-2';
    const outcome = await run(profile('1'), profile('2'), profile('3'));
    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(log.error).toEqual([
      {
        message: 'batch failed',
        action: 'relay',
        records: 3,
        published: 2,
        failed_at: 1,
        error: expect.objectContaining({ message: 'ThrottlingException: slow down' }),
      },
    ]);
    runtime.bus.takes = () => true;
    expect(await run(profile('2'), profile('3'))).toEqual({ batchItemFailures: [] });
    expect(details().map(({ id }) => id)).toEqual(['event-1', 'event-3', 'event-2']);
  });

  test('reports the record for which the table cannot be read, and publishes what is before it', async () => {
    runtime.table.fail('GetItem', faults.internalError, { times: Infinity });
    const outcome = await run(profile('1'), request('2'), profile('3'));
    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(details()).toMatchObject([{ id: 'event-1' }]);
  });

  test.each<[string, string, (sequence: string) => DynamoDBRecord]>([
    ['an event without a time', '12', (sequence) => profile(sequence, { at: undefined })],
    ['an event of a time that is none', '13', (sequence) => profile(sequence, { at: 'yesterday' })],
    ['an event without a type', '14', (sequence) => profile(sequence, { type: undefined })],
    ['an event of no known type', '15', (sequence) => profile(sequence, { type: 'after-party' })],
    ['an event without an id', '17', (sequence) => profile(sequence, { id: undefined })],
    ['an event whose id is a list', '18', (sequence) => profile(sequence, { id: ['1'] })],
    ['a number that JSON lacks', '16', huge],
  ])(
    'sets a record aside that has %s, and publishes those around it',
    async (_, sequence, poison) => {
      const key = `set-aside/2026/01/01/2026-01-01T00.00.00-${sequence}`;
      const bad = poison(sequence);
      expect(await run(profile('10'), bad, profile('19'))).toEqual({ batchItemFailures: [] });
      expect(details()).toMatchObject([{ id: 'event-10' }, { id: 'event-19' }]);
      expect(objects()).toEqual([
        {
          path: `/${key}`,
          requestContext: {
            requestId: 'request-1',
            functionArn: FUNCTION,
            condition: 'SetAsideByFunction',
            approximateInvokeCount: 1,
          },
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            functionError: expect.stringMatching(/^\w*Error: /),
          },
          version: '1.0',
          timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
          DDBStreamBatchInfo: {
            startSequenceNumber: sequence,
            endSequenceNumber: sequence,
            approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
            approximateArrivalOfLastRecord: '2026-01-01T00:00:00Z',
            batchSize: 1,
            streamArn: STREAM,
          },
          payload: JSON.stringify({ Records: [bad] }),
        },
      ]);
      expect(log.error).toEqual([
        {
          message: 'event set aside',
          action: 'relay',
          key,
          error: expect.objectContaining({ message: expect.any(String) }),
        },
      ]);
      expect(counts()).toEqual(['UsersApi/SetAsideEvents', 'UsersApi/Errors']);
    },
  );

  test('waits for a while with an event of no known type, which a newer release may have stored', async () => {
    const unknown = profile('21', { type: 'after-party' });
    const ApproximateCreationDateTime = Date.now() / 1000 - 240;
    const recent = { ...unknown, dynamodb: { ...unknown.dynamodb, ApproximateCreationDateTime } };
    expect(await run(recent)).toEqual({ batchItemFailures: [{ itemIdentifier: '21' }] });
    expect(objects()).toEqual([]);
  });

  test('sets a record aside at once that has an event of a known type on an item of no kind, and tells nothing of its keys', async () => {
    const event = { id: 'event-22', type: 'after-update', at: new Date().toISOString() };
    const whole = record('22', { pk: 'WEIRD#1', sk: 'EMAIL-CHANGE#secret@example.com', event });
    const ApproximateCreationDateTime = Date.now() / 1000;
    const recent = { ...whole, dynamodb: { ...whole.dynamodb, ApproximateCreationDateTime } };
    expect(await run(recent)).toEqual({ batchItemFailures: [] });
    const [{ responseContext, payload }] = objects();
    expect(payload).toContain('secret@example.com');
    expect(responseContext.functionError).toMatch('after-update on an item of no kind');
    expect(JSON.stringify([responseContext, log])).not.toContain('secret@example.com');
  });

  test('sets a record aside that EventBridge refuses for what it is', async () => {
    runtime.bus.takes = ({ Detail }) => JSON.parse(Detail).id !== 'event-32';
    runtime.bus.refusal = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const outcome = await run(profile('31'), profile('32'), profile('33'));
    expect(outcome).toEqual({ batchItemFailures: [] });
    expect(details()).toMatchObject([{ id: 'event-31' }, { id: 'event-33' }]);
    expect(objects()).toHaveLength(1);
  });

  test('reports a record that cannot be set aside, and counts nothing as set aside', async () => {
    runtime.bucket.failures = [503, 503, 503];
    const outcome = await run(profile('41', { at: 'yesterday' }));
    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '41' }] });
    expect(counts()).toEqual([]);
  });

  test('sets a record aside once, however often it comes again with a batch that fails', async () => {
    runtime.bus.takes = () => false;
    const batch = [profile('51', { at: 'yesterday' }), profile('52')];
    await run(...batch);
    await run(...batch);
    expect(runtime.bucket.requests.filter((path) => path.endsWith('-51'))).toHaveLength(1);
    expect(counts()).toHaveLength(2);
  });
});
