import { describe, expect, test } from '@jest/globals';
import { DOCUMENTED_KEY, documentedS3Record } from 'cdk-users-api-local/test/documented-s3-record';
import {
  given,
  redrive,
  startingUndeliveredStacks,
  streamRecord,
} from './support/undelivered-stack.ts';

const start = startingUndeliveredStacks();

const fails = (...numbers: string[]) => ({
  batchItemFailures: numbers.map((itemIdentifier) => ({ itemIdentifier })),
  failures: numbers.map((itemIdentifier) => ({
    itemIdentifier,
    error: 'TypeError: no such thing',
  })),
});

describe('redrive', () => {
  test('delivers the event inside an object of the form that AWS documents, and deletes the object', async () => {
    const stack = await start();
    const record = streamRecord('800000000003126276362', 'after-register');
    stack.put(DOCUMENTED_KEY, documentedS3Record([record]));
    const { code, output, errors } = await redrive(stack);
    expect({ code, output, errors }).toEqual({
      code: 0,
      output: [
        'undelivered: 1 record in 1 object, from 2019-11-14T00:13:19Z to 2019-11-14T00:13:19Z',
        '  RetryAttemptsExhausted: 1 record',
        'delivered: 1 record; 1 object deleted',
        'done',
        '',
      ].join('\n'),
      errors: '',
    });
    expect(stack.calls).toEqual([{ Records: [record], redrive: true }]);
    expect(stack.keys()).toEqual([]);
  });

  test('delivers the oldest first, and within a second in the order of the stream', async () => {
    const stack = await start();
    stack.put('a', given('2026-11-27T02:00:00Z', [streamRecord('30')]));
    stack.put('b', given('2026-11-26T02:00:00Z', [streamRecord('100')]));
    stack.put('c', given('2026-11-26T02:00:00Z', [streamRecord('20'), streamRecord('21')]));
    stack.put(
      'set-aside/d',
      given('2026-11-25T23:00:00Z', [streamRecord('7')], 'SetAsideByFunction'),
    );
    expect((await redrive(stack)).code).toBe(0);
    expect(stack.delivered()).toEqual([['7'], ['20', '21'], ['100'], ['30']]);
  });

  test('names what the relay could not publish, keeps only that, and ends with 1', async () => {
    const stack = await start();
    stack.put('poison', given('2026-11-27T01:00:00Z', [streamRecord('1', 'after-delete')]));
    const batch = ['2', '3', '4'].map((number) => streamRecord(number));
    stack.put('batch', given('2026-11-27T02:00:00Z', batch));
    stack.answers(({ Records: [first] }) =>
      fails(first?.dynamodb.SequenceNumber === '1' ? '1' : '3'),
    );
    const { code, output, errors } = await redrive(stack);
    expect({ code, errors }).toEqual({
      code: 1,
      errors:
        'error: 2 objects could not be delivered: see above; bucket failures keeps what is left\n',
    });
    expect(output.split('\n').slice(2)).toEqual([
      'not delivered: poison: after-delete (1): TypeError: no such thing',
      'not delivered: batch: after-update (3): TypeError: no such thing',
      'delivered: 2 records; 0 objects deleted',
      '',
    ]);
    expect(stack.keys()).toEqual(['batch', 'poison']);
    expect(stack.read('batch')).toEqual({
      ...given('2026-11-27T02:00:00Z', [streamRecord('3')]),
      DDBStreamBatchInfo: {
        ...given('2026-11-27T02:00:00Z', [streamRecord('3')]).DDBStreamBatchInfo,
        startSequenceNumber: '3',
        endSequenceNumber: '3',
        batchSize: 1,
      },
    });

    // What was published is not published again, and nothing is tried for ever.
    stack.calls.length = 0;
    stack.answers(() => fails());
    expect((await redrive(stack)).code).toBe(0);
    expect(stack.delivered()).toEqual([['1'], ['3']]);
    expect(stack.keys()).toEqual([]);
  });

  test('counts all from the first failure on as undelivered, where the relay is of an earlier version', async () => {
    const stack = await start();
    const records = ['1', '2', '3'].map((number) => streamRecord(number));
    stack.put('key', given('2026-11-27T02:00:00Z', records));
    stack.answers(() => ({ batchItemFailures: [{ itemIdentifier: '2' }] }));
    const { code, output } = await redrive(stack);
    expect(code).toBe(1);
    expect(output).toContain(
      'not delivered: key: after-update (3): the relay could not publish it; its log says why',
    );
    expect(JSON.parse(stack.read('key').payload).Records).toEqual(records.slice(1));
  });

  test.each([
    ['throws', () => new Error('Task timed out')],
    ['reports a record that is not there', () => fails('99')],
  ])('delivers nothing of a batch for which the relay %s', async (_, answer) => {
    const stack = await start();
    const object = given('2026-11-27T02:00:00Z', [streamRecord('1'), streamRecord('2')]);
    stack.put('key', object);
    stack.answers(answer);
    const { code, output } = await redrive(stack);
    expect(code).toBe(1);
    expect(output).toContain('delivered: 0 records; 0 objects deleted');
    expect(stack.read('key')).toEqual(object);
  });

  test('splits by records what is more than Lambda takes in one call', async () => {
    const stack = await start();
    const large = { notes: { S: 'x'.repeat(390_000) } };
    const records = Array.from({ length: 20 }, (_, index) =>
      streamRecord(`${index}`, 'after-update', large),
    );
    stack.put('key', given('2026-11-27T02:00:00Z', records));
    expect((await redrive(stack)).code).toBe(0);
    expect(stack.delivered().map((numbers) => numbers.length)).toEqual([15, 5]);
    expect(stack.delivered().flat()).toEqual(records.map((_, index) => `${index}`));
    for (const call of stack.calls) {
      expect(JSON.stringify(call).length).toBeLessThan(6 * 1024 * 1024);
    }
  });

  test('gives the relay no more records at a time than it has time for', async () => {
    const stack = await start();
    const records = Array.from({ length: 60 }, (_, index) => streamRecord(`${index}`));
    stack.put('key', given('2026-11-27T02:00:00Z', records));
    stack.answers(({ Records: [first] }) =>
      first?.dynamodb.SequenceNumber === '25' ? new Error('Task timed out') : fails(),
    );
    expect((await redrive(stack)).code).toBe(1);
    expect(stack.delivered().map((numbers) => numbers.length)).toEqual([25, 25, 10]);
    expect(JSON.parse(stack.read('key').payload).Records).toEqual(records.slice(25, 50));
  });

  test.each([
    ['no JSON', 'plain text', 'it is not a JSON object'],
    [
      'the metadata without the event, as in a queue',
      { ...documentedS3Record([]), payload: undefined },
      'it is not what Lambda writes for records that it gives up: it has no payload',
    ],
    [
      'an event of something else',
      { ...documentedS3Record([]), payload: '{"Records":[{"kinesis":{}}]}' },
      'its payload has no records of a stream',
    ],
    [
      'an event that is cut off',
      { ...documentedS3Record([]), payload: '{"Records":[{"key' },
      'its payload has no records of a stream',
    ],
  ])('leaves alone and names an object that is %s', async (_, content, reason) => {
    const stack = await start();
    stack.put('strange', content);
    stack.put('good', given('2026-11-27T02:00:00Z', [streamRecord('1')]));
    const { code, output } = await redrive(stack);
    expect(code).toBe(1);
    expect(output).toContain(`not delivered: strange: ${reason}\n`);
    expect(output).toContain('delivered: 1 record; 1 object deleted\n');
    expect(stack.keys()).toEqual(['strange']);
  });

  test('only lists with --list: what happened and when, and nothing of a user', async () => {
    const stack = await start();
    const removal = {
      eventName: 'REMOVE',
      dynamodb: { SequenceNumber: '3', Keys: { sk: { S: 'PROFILE' } } },
    };
    stack.put(
      'one',
      given('2026-11-27T02:00:00Z', [streamRecord('1'), streamRecord('2'), removal]),
    );
    stack.put(
      'two',
      given(
        '2026-11-27T01:00:00Z',
        [streamRecord('9', '\u001b[2J nonsense')],
        'SetAsideByFunction',
      ),
    );
    const { code, output } = await redrive(stack, '--list');
    expect({ code, output }).toEqual({
      code: 0,
      output: [
        'undelivered: 4 records in 2 objects, from 2026-11-27T01:00:00Z to 2026-11-27T02:00:00Z',
        '  SetAsideByFunction: 1 record',
        '  RetryAttemptsExhausted: 3 records',
        '  2026-11-27T01:00:00Z  SetAsideByFunction  no event that is known  two',
        '  2026-11-27T02:00:00Z  RetryAttemptsExhausted  2 x after-update, after-delete  one',
        '',
      ].join('\n'),
    });
    expect({ calls: stack.calls, keys: stack.keys() }).toEqual({ calls: [], keys: ['one', 'two'] });
  });

  test('prints one JSON object with --json, and no hash, address or token', async () => {
    const stack = await start();
    stack.put('key', given('2026-11-27T02:00:00Z', [streamRecord('1'), streamRecord('2')]));
    stack.put('strange', 'plain text');
    stack.answers(() => fails('2'));
    const { code, output } = await redrive(stack, '--json');
    expect({ code, result: JSON.parse(output) }).toEqual({
      code: 1,
      result: {
        bucket: 'failures',
        objects: [
          {
            key: 'key',
            condition: 'RetryAttemptsExhausted',
            oldest: '2026-11-27T02:00:00Z',
            newest: '2026-11-27T02:00:00Z',
            records: 2,
            events: { 'after-update': 2 },
          },
        ],
        unreadable: [{ key: 'strange', error: 'it is not a JSON object' }],
        delivered: 1,
        nothing: 0,
        changed: [],
        error: '2 objects could not be delivered: see above; bucket failures keeps what is left',
        left: [
          {
            key: 'key',
            records: [
              { sequence_number: '2', event: 'after-update', error: 'TypeError: no such thing' },
            ],
          },
        ],
      },
    });
    expect(output).not.toMatch(/argon2id|ada@/);
  });

  test('says that nothing is undelivered', async () => {
    expect(await redrive(await start())).toMatchObject({
      code: 0,
      output:
        'nothing is undelivered: bucket failures is empty\ndelivered: 0 records; 0 objects deleted\ndone\n',
    });
  });

  test('says which rights are missing, and what was delivered and could not be deleted', async () => {
    const stack = await start();
    stack.put('key', given('2026-11-27T02:00:00Z', [streamRecord('1')]));
    stack.refuse('DELETE');
    const { code, errors } = await redrive(stack);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /error: your AWS credentials may not use bucket failures: they need s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject, and with a key of yours kms:Decrypt and kms:GenerateDataKey; 1 of 1 records of key were delivered, and will be once more\n$/,
    );
  });
});
