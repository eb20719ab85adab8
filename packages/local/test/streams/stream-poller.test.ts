import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from '../../src/engine/engine.ts';
import { compilePattern } from '../../src/event-bus/pattern.ts';
import { ObjectStore } from '../../src/s3/object-store.ts';
import type { EventSourceMapping } from '../../src/streams/event-source-mapping.ts';
import { StreamPoller } from '../../src/streams/stream-poller.ts';
import { clientConfig, startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

let engine: Engine;
let dynamodb: DynamoDBClient;
let streams: DynamoDBStreamsClient;
let tables = 0;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
  dynamodb = new DynamoDBClient(clientConfig(engine.endpoint));
  streams = new DynamoDBStreamsClient(clientConfig(engine.endpoint));
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});
afterAll(async () => {
  dynamodb.destroy();
  streams.destroy();
  await engine.stop();
  removeTemporaryDirectories();
});

/** A table, a function that prints the keys it gets, and a poller between them. */
async function join(
  code = 'async ({ Records }) => process.stdout.write(`${Records.map((r) => r.dynamodb.Keys.pk.S)}\\n`)',
  options: Partial<EventSourceMapping> = {},
  version = () => engine.version?.(),
) {
  tables += 1;
  const TableName = `table-${tables}`;
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const streamArn = TableDescription?.LatestStreamArn ?? '';
  const target = lambdaFunction(`export const handler = ${code};`);
  const checkpointFile = path.join(temporaryDirectory(), 'checkpoint.json');
  const warnings: string[] = [];
  const failures = new ObjectStore(temporaryDirectory());
  const poller = () =>
    new StreamPoller({
      client: streams,
      version,
      region: 'us-east-1',
      checkpointFile,
      failures,
      warn: (message) => warnings.push(message),
      mapping: {
        logicalId: 'Mapping',
        table: TableName,
        function: target.function,
        batchSize: 100,
        matches: () => true,
        failures: 'failures',
        delivery: {
          reportBatchItemFailures: true,
          bisectBatchOnFunctionError: true,
          maximumRetryAttempts: Number.POSITIVE_INFINITY,
          maximumRecordAge: Number.POSITIVE_INFINITY,
        },
        ...options,
      },
    });
  stops.push(() => target.function.stop());
  const start = () => {
    const started = poller();
    started.start(streamArn);
    stops.push(() => started.stop());
    return started;
  };
  const put = (pk: string, more = {}) =>
    dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } }));
  const position = (): unknown[] =>
    existsSync(checkpointFile)
      ? Object.values(JSON.parse(readFileSync(checkpointFile, 'utf8')).shards)
      : [];
  return { ...target, TableName, streamArn, start, poller, put, position, warnings, failures };
}

describe('a stream poller', () => {
  test('hands over records as Lambda does', async () => {
    const { TableName, streamArn, lines, put, start } = await join(
      'async ({ Records }) => { for (const each of Records) process.stdout.write(JSON.stringify(each) + "\\n"); }',
    );
    start();
    await put('a', { bytes: { B: new Uint8Array([1, 2]) } });
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
    await eventually(() => lines.length === 2);
    const image = { pk: { S: 'a' }, bytes: { B: 'AQI=' } };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        eventSourceARN: streamArn,
        awsRegion: 'us-east-1',
        dynamodb: {
          Keys: { pk: { S: 'a' } },
          NewImage: image,
          SequenceNumber: expect.any(String),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
          ApproximateCreationDateTime: expect.any(Number),
        },
      },
      { eventName: 'REMOVE', dynamodb: { OldImage: image } },
    ]);
  });

  test('sees a change at once when it is nudged', async () => {
    const { lines, put, start } = await join();
    const poller = start();
    await put('warm');
    await eventually(() => lines.length === 1);
    const before = performance.now();
    await put('a');
    poller.nudge();
    await eventually(() => lines.length === 2);
    expect(performance.now() - before).toBeLessThan(150);
  });

  test('reads a stream again when something was written, and not before', async () => {
    let [version, asked, reads] = [1, 0, 0];
    const client = streams.middlewareStack;
    client.add(
      (next) => (args) => {
        reads += 1;
        return next(args);
      },
      { name: 'counted', step: 'initialize' },
    );
    const { lines, put, start } = await join(undefined, {}, () => {
      asked += 1;
      return version;
    });
    await put('a');
    const poller = start();
    await eventually(() => lines.length === 1);
    const looks = async (times: number) => {
      const before = asked;
      await eventually(() => asked > before + times);
    };
    await looks(2);
    const before = reads;
    await put('b');
    poller.nudge();
    await looks(3);
    client.remove('counted');
    expect({ lines, reads: reads - before }).toEqual({ lines: ['a'], reads: 0 });
    version = 2;
    await eventually(() => lines.length === 2);
  });

  test('waits after a nudge that came during a read of all that there is', async () => {
    let asked = 0;
    const version = () => {
      asked += 1;
      if (asked > 1000) throw new Error('the poller never waits');
      return 1;
    };
    const { start } = await join(undefined, undefined, version);
    const poller = start();
    poller.nudge();
    await eventually(() => asked > 2 || undefined, 'the end of the read');
    await poller.stop();
    expect(asked).toBeLessThan(1000);
  });

  test('skips what the filter does not match, and goes on after it', async () => {
    const pattern = { dynamodb: { Keys: { pk: { S: [{ prefix: 'wanted' }] } } } };
    const { lines, put, start, position } = await join(undefined, {
      matches: compilePattern(pattern, 'Mapping'),
    });
    for (const key of ['other-1', 'wanted-1', 'other-2', 'wanted-2', 'other-3']) await put(key);
    start();
    await eventually(() => position()[0] === '5');
    expect(lines).toEqual(['wanted-1,wanted-2']);
  });

  test('makes batches of the size it is told', async () => {
    const { lines, put, start } = await join(undefined, { batchSize: 2 });
    for (const key of ['a', 'b', 'c', 'd', 'e']) await put(key);
    start();
    await eventually(() => lines.length === 3);
    expect(lines).toEqual(['a,b', 'c,d', 'e']);
  });

  test('goes on where the last one stopped', async () => {
    const { lines, put, start } = await join();
    const first = start();
    await put('a');
    await eventually(() => lines.length === 1);
    await first.stop();
    await put('b');
    start();
    await eventually(() => lines.length === 2);
    expect(lines).toEqual(['a', 'b']);
  });

  test('hands over again what a killed function had not reported', async () => {
    const {
      function: target,
      lines,
      put,
      start,
      position,
    } = await join(
      `async ({ Records }) => {
         process.stdout.write(Records.map((record) => record.dynamodb.Keys.pk.S) + '\\n');
         if (Records[0].dynamodb.Keys.pk.S === 'b') await new Promise((r) => setTimeout(r, 9_000));
       }`,
    );
    start();
    await put('a');
    await eventually(() => lines.length === 1);
    await put('b');
    await eventually(() => lines.length === 2);
    await target.kill();
    await eventually(() => lines.length === 3);
    expect(lines).toEqual(['a', 'b', 'b']);
    expect(position()).toEqual(['1']);
  });

  test('counts what a stream holds as done when it is told to skip it', async () => {
    const { lines, streamArn, put, poller } = await join();
    await put('before');
    const skipping = poller();
    await skipping.skip(streamArn);
    skipping.start(streamArn);
    stops.push(() => skipping.stop());
    await put('after');
    await eventually(() => lines.length === 1);
    expect(lines).toEqual(['after']);
  });

  test('keeps what it gives up in the bucket of the mapping, whole, and goes on', async () => {
    const { failures, lines, put, start, streamArn, warnings } = await join(
      `async ({ Records }) => {
         const [{ dynamodb: { Keys: { pk: { S } } } }] = Records;
         if (S === 'poison') throw new Error('never');
         process.stdout.write(S + '\\n');
       }`,
      {
        batchSize: 1,
        delivery: {
          reportBatchItemFailures: true,
          bisectBatchOnFunctionError: true,
          maximumRetryAttempts: 1,
          maximumRecordAge: Number.POSITIVE_INFINITY,
        },
      },
    );
    await put('poison');
    await put('after');
    start();
    await eventually(() => lines.includes('after'));
    const [object, ...others] = failures.list();
    expect(others).toEqual([]);
    const kept = JSON.parse(failures.content(object?.key ?? '').toString('utf8'));
    expect(kept).toMatchObject({
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fixture',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '1', streamArn },
    });
    expect(JSON.parse(kept.payload)).toMatchObject({
      Records: [{ eventName: 'INSERT', dynamodb: { NewImage: { pk: { S: 'poison' } } } }],
    });
    expect(warnings).toEqual([
      'Mapping gave up 1 record(s) of the stream; the bucket failures has them',
    ]);
  });

  test('says once that the stream cannot be read', async () => {
    const { poller, warnings } = await join();
    const lost = poller();
    lost.start('arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/0');
    await eventually(() => warnings.length > 0);
    await lost.stop();
    expect(warnings).toEqual([expect.stringContaining('cannot read the stream')]);
  });
});
