import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { MAIN } from './support/project.ts';
import {
  given,
  redrive as redriveOf,
  startingUndeliveredStacks,
  streamRecord,
  type UndeliveredStack,
} from './support/undelivered-stack.ts';

const AT = '2026-11-27T02:00:00Z';
const DONE = { batchItemFailures: [], failures: [] };

describe('redrive', () => {
  const start = startingUndeliveredStacks();
  let stack: UndeliveredStack;
  beforeEach(async () => {
    stack = await start();
  });

  const redrive = (...options: string[]) => redriveOf(stack, ...options);
  const batch = (count: number) =>
    Array.from({ length: count }, (_, index) => streamRecord(`${index}`));

  test.each([
    ['null', null],
    ['nothing', undefined],
    ['a text', 'ok'],
    ['a list', []],
    ['what an API answers', { statusCode: 200 }],
    ['failures that are null', { batchItemFailures: null }],
    ['failures that are no list', { batchItemFailures: {} }],
    ['a failure without an identifier', { batchItemFailures: [null] }],
  ])('deletes nothing if the function that is called answers %s', async (_, answer) => {
    const object = given(AT, batch(1));
    stack.put('key', object);
    stack.answers(() => answer);
    const { code, errors } = await redrive();
    expect({ code, errors }).toEqual({
      code: 1,
      errors:
        'error: the function answered without saying which records failed: is it the relay? Nothing that it was given is deleted\n',
    });
    expect(stack.read('key')).toEqual(object);
  });

  test('says of how many records there was nothing to publish any more', async () => {
    stack.put('key', given(AT, batch(3)));
    stack.answers(() => ({ ...DONE, nothing: [{ itemIdentifier: '1' }] }));
    const { code, output } = await redrive();
    expect(code).toBe(0);
    expect(output.split('\n').slice(2)).toEqual([
      'nothing to publish any more: 1 record',
      'delivered: 2 records; 1 object deleted',
      'done',
      '',
    ]);
  });

  test.each([
    ['some records failed', [{ itemIdentifier: '1' }]],
    ['all was delivered', []],
  ])('leaves a correction that was made in between as it is, where %s', async (_, failures) => {
    stack.put('key', given(AT, batch(2)));
    stack.put('next', given(AT, [streamRecord('9')]));
    const corrected = given(AT, [streamRecord('1', 'after-register')]);
    stack.answers(({ Records }) => {
      if (Records.length === 1) return DONE;
      stack.put('key', corrected);
      return { batchItemFailures: failures };
    });
    const { code, output } = await redrive();
    expect(code).toBe(1);
    expect(output).toContain('changed by another one, and left as it is: key\n');
    expect(stack.read('key')).toEqual(corrected);
    expect(stack.keys()).toEqual(['key']);
  });

  test('counts no object as deleted that another one has deleted', async () => {
    stack.put('a', given(AT, [streamRecord('1')]));
    stack.put('b', given(AT, [streamRecord('2')]));
    stack.answers(() => {
      stack.bucket.delete('b');
      return DONE;
    });
    const { code, output } = await redrive();
    expect(code).toBe(0);
    expect(output).toContain('delivered: 1 record; 1 object deleted\n');
    expect(stack.delivered()).toEqual([['1']]);
  });

  test('takes no object with two records of one sequence number', async () => {
    const object = given(AT, [streamRecord('1'), streamRecord('1', 'after-register')]);
    stack.put('key', object);
    const { code, output } = await redrive();
    expect(code).toBe(1);
    expect(output).toContain(
      'not delivered: key: two of its records have the same SequenceNumber\n',
    );
    expect(stack.read('key')).toEqual(object);
    expect(stack.calls).toEqual([]);
  });

  test('lists an event of any name, and the time of a record where the object says none', async () => {
    const record = streamRecord('1', 'constructor');
    const dynamodb = { ...record.dynamodb, ApproximateCreationDateTime: 1_795_744_800 };
    const { DDBStreamBatchInfo: _, ...object } = given(AT, [{ ...record, dynamodb }]);
    stack.put('key', object);
    const { output } = await redrive('--list');
    expect(output.split('\n')).toEqual([
      'undelivered: 1 record in 1 object, from 2026-11-27T02:00:00Z to 2026-11-27T02:00:00Z',
      '  RetryAttemptsExhausted: 1 record',
      '  2026-11-27T02:00:00Z  RetryAttemptsExhausted  constructor  key',
      '',
    ]);
  });

  test('prints with --json what it had delivered before it failed', async () => {
    stack.put('a', given(AT, [streamRecord('1')]));
    stack.put('b', given(AT, [streamRecord('2')]));
    stack.answers(({ Records: [first] }) =>
      first?.dynamodb.SequenceNumber === '1' ? DONE : { statusCode: 200 },
    );
    const { code, output } = await redrive('--json');
    expect({ code, result: JSON.parse(output) }).toMatchObject({
      code: 1,
      result: { delivered: 1, left: [], error: expect.stringContaining('is it the relay?') },
    });
    const nowhere = await redrive('--json', '--function', 'nope');
    expect(nowhere.code).toBe(1);
    expect(JSON.parse(nowhere.output)).toEqual({
      error: expect.stringContaining('has no output UndeliveredEventsBucketName'),
    });
  });

  test('ends after the object at which it was stopped, says what was delivered, and ends with 0', async () => {
    stack.put('a', given(AT, [streamRecord('1')]));
    stack.put('b', given(AT, [streamRecord('2')]));
    const child = spawn(process.execPath, [MAIN, 'redrive', '--url', stack.url]);
    const lines: string[] = [];
    const stopping = Promise.withResolvers<void>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('stopping')) stopping.resolve();
    });
    stack.answers(async () => {
      child.kill('SIGINT');
      await stopping.promise;
      return DONE;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(lines.slice(2)).toEqual([
      'stopping after this object',
      'delivered: 1 record; 1 object deleted',
      'stopped: 1 object not tried',
    ]);
    expect(stack.keys()).toEqual(['b']);
  });
});
