import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../src/cloudformation/template.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { tableSchema } from '../../src/tables/table-schema.ts';
import { ensureTable, recreateTable } from '../../src/tables/tables.ts';
import { clientConfig, startTestEngine } from '../support/engine.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

let engine: Engine;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = await startTestEngine();
  client = new DynamoDBClient(clientConfig(engine.endpoint));
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
  removeTemporaryDirectories();
});

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });

/** As `TableV2` synthesises one. */
const properties: JsonObject = {
  AttributeDefinitions: ['pk', 'sk', 'list', 'id'].map(attribute),
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'users-by-age',
      KeySchema: [key('list', 'HASH'), key('id', 'RANGE')],
      Projection: { NonKeyAttributes: ['email'], ProjectionType: 'INCLUDE' },
    },
  ],
  KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
  Replicas: [{ Region: 'us-east-1', DeletionProtectionEnabled: true }],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
};

describe('a table of the template', () => {
  test('is made with its keys, indexes and stream', async () => {
    const table = await ensureTable(client, tableSchema('made', properties));
    expect(table).toMatchObject({
      TableName: 'made',
      KeySchema: properties.KeySchema,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      LatestStreamArn: expect.stringContaining('/stream/'),
    });
    expect(table.GlobalSecondaryIndexes?.[0]).toMatchObject({ IndexName: 'users-by-age' });
  });

  test('is kept, with its items, when it is there', async () => {
    const schema = tableSchema('kept', properties);
    const before = await ensureTable(client, schema);
    await put('kept');
    const after = await ensureTable(client, schema);
    expect(after.LatestStreamArn).toBe(before.LatestStreamArn);
    expect(await count('kept')).toBe(1);
  });

  test.each<[string, JsonObject]>([
    ['keys', { KeySchema: [key('pk', 'HASH'), key('id', 'RANGE')] }],
    ['attributes', { AttributeDefinitions: ['pk', 'sk', 'list', 'id', 'more'].map(attribute) }],
    ['indexes', { GlobalSecondaryIndexes: [] }],
    ['stream', { StreamSpecification: { StreamViewType: 'KEYS_ONLY' } }],
  ])('with other %s than one in the engine is refused', async (part, changed) => {
    await ensureTable(client, tableSchema('other', properties));
    await expect(
      ensureTable(client, tableSchema('other', { ...properties, ...changed })),
    ).rejects.toMatchObject({
      code: 'TABLE_DIFFERS',
      message: `table other of an earlier run has other ${part} than the template; start once with --fresh to recreate it`,
    });
  });

  test('is empty and has another stream once it is recreated', async () => {
    const schema = tableSchema('recreated', properties);
    const before = await ensureTable(client, schema);
    await put('recreated');
    const after = await recreateTable(client, schema);
    expect(after.LatestStreamArn).not.toBe(before.LatestStreamArn);
    expect(await count('recreated')).toBe(0);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'recreated' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });
});

const put = (TableName: string) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, sk: { S: 'b' } } }));

const count = async (TableName: string) =>
  (await client.send(new ScanCommand({ TableName }))).Count;
