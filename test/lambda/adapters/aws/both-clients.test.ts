/** What calls AWS is the same to the adapters, whether by the SDK's clients or without them. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import type { Documents } from '../../../../lambda/adapters/dynamodb/documents.ts';
import { documentsBySdk } from '../../../../lambda/adapters/dynamodb/documents-by-sdk.ts';
import { putEventsBySdk } from '../../../../lambda/adapters/event-bridge/put-events-by-sdk.ts';
import { secretsBySdk } from '../../../../lambda/adapters/secrets-manager/secrets-by-sdk.ts';
import { FaultProxy, faults } from '../../../support/aws/fault-proxy.ts';
import { documentsAt, putEventsAt, secretsAt } from '../../../support/aws/json-clients.ts';
import { startUsersTable, type UsersTable } from '../../../support/aws/users-table.ts';

const sdkOptions = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

describe.each<[string, (endpoint: string) => Documents]>([
  ['without the SDK', documentsAt],
  [
    'by the SDK',
    (endpoint) =>
      documentsBySdk(DynamoDBDocumentClient.from(new DynamoDBClient(sdkOptions(endpoint)))),
  ],
])('calls of DynamoDB %s', (_, clientAt) => {
  let table: UsersTable;
  let proxy: FaultProxy;
  let documents: Documents;

  beforeAll(async () => {
    table = await startUsersTable();
    proxy = await FaultProxy.start(table.endpoint);
    documents = clientAt(proxy.endpoint);
  });
  afterEach(() => proxy.reset());
  afterAll(async () => {
    await proxy.stop();
    await table.stop();
  });

  const item = (sk: string, more: object = {}) => ({ pk: 'a', sk, n: 1, ...more });
  const put = (Item: ReturnType<typeof item>) =>
    documents.call('PutItem', { TableName: table.name, Item });
  const wrong = {
    ConditionExpression: 'n = :n',
    ExpressionAttributeValues: { ':n': 2 },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;

  test('take and give values as JavaScript has them', async () => {
    const whole = item('whole', {
      many: [1, 'two', null, { three: true }],
      map: { deep: { er: 0.5 } },
      set: new Set(['x', 'y']),
    });
    await put(whole);
    const { Item } = await documents.call('GetItem', {
      TableName: table.name,
      Key: { pk: 'a', sk: 'whole' },
    });
    expect(Item).toEqual(whole);
    const { Attributes } = await documents.call('UpdateItem', {
      TableName: table.name,
      Key: { pk: 'a', sk: 'whole' },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    });
    expect(Attributes).toEqual({ n: 2 });
  });

  test('read several items, page by page, and those of several keys', async () => {
    await Promise.all(['1', '2', '3'].map((each) => put({ ...item(each), pk: 'pages' })));
    const page = (after?: object) =>
      documents.call('Query', {
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'pages' },
        Limit: 2,
        ...(after && { ExclusiveStartKey: after }),
      });
    const first = await page();
    expect(first.LastEvaluatedKey).toEqual({ pk: 'pages', sk: '2' });
    const { Items } = await page(first.LastEvaluatedKey);
    expect(Items?.map(({ sk }) => sk)).toEqual(['3']);
    const Keys = ['1', 'none', '3'].map((sk) => ({ pk: 'pages', sk }));
    const { Responses, UnprocessedKeys } = await documents.call('BatchGetItem', {
      RequestItems: { [table.name]: { Keys } },
    });
    expect(Responses?.[table.name]?.map(({ sk }) => sk).sort()).toEqual(['1', '3']);
    expect(UnprocessedKeys).toEqual({});
  });

  test('refused by a condition are an error with its name and the item as DynamoDB sends it', async () => {
    await put(item('refused'));
    const refused = documents.call('DeleteItem', {
      TableName: table.name,
      Key: { pk: 'a', sk: 'refused' },
      ...wrong,
    });
    await expect(refused).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { pk: { S: 'a' }, n: { N: '1' } },
    });
  });

  test('of a transaction are refused with a reason for each write', async () => {
    await put(item('old'));
    const refused = documents.call('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: table.name, Item: item('new') } },
        { Delete: { TableName: table.name, Key: { pk: 'a', sk: 'old' }, ...wrong } },
      ],
    });
    await expect(refused).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { sk: { S: 'old' } } },
      ],
    });
  });

  test('of a transaction have one token for all attempts, and another call has another', async () => {
    proxy.fail('TransactWriteItems', faults.droppedAfter);
    const write = () =>
      documents.call('TransactWriteItems', {
        TransactItems: [{ Put: { TableName: table.name, Item: item('token') } }],
      });
    await write();
    await write();
    const [first, again, other] = proxy.calls.map(({ input }) => input.ClientRequestToken);
    expect({ again, isText: typeof first }).toEqual({ again: first, isText: 'string' });
    expect(other).not.toBe(first);
  });
});

describe.each([
  ['without the SDK', { secretsAt, putEventsAt }],
  [
    'by the SDK',
    {
      secretsAt: (endpoint: string) => secretsBySdk(new SecretsManagerClient(sdkOptions(endpoint))),
      putEventsAt: (endpoint: string) =>
        putEventsBySdk(new EventBridgeClient(sdkOptions(endpoint))),
    },
  ],
])('calls of other services %s', (_, clients) => {
  let endpoint: string;
  let stop: () => void;
  const inputs: Record<string, unknown>[] = [];

  beforeAll(async () => {
    const server = await startAwsJsonServer({
      'secretsmanager.GetSecretValue': () => ({
        VersionId: 'v1',
        SecretBinary: Buffer.from([1, 2, 3]).toString('base64'),
      }),
      'secretsmanager.PutSecretValue': (input) => {
        inputs.push(input);
        return { VersionId: 'v2' };
      },
      'AWSEvents.PutEvents': (input) => {
        inputs.push(input);
        return { FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'Throttling' }] };
      },
    });
    endpoint = server.endpoint;
    stop = () => server.stop();
  });
  afterEach(() => {
    inputs.length = 0;
  });
  afterAll(() => stop());

  test('give the bytes of a secret', async () => {
    const { VersionId, SecretBinary } = await clients
      .secretsAt(endpoint)
      .call('GetSecretValue', { SecretId: 'a' });
    expect({ VersionId, bytes: [...(SecretBinary ?? [])] }).toEqual({
      VersionId: 'v1',
      bytes: [1, 2, 3],
    });
  });

  test('put a version by an id that the caller gave, or else by a new one', async () => {
    const secrets = clients.secretsAt(endpoint);
    const version = { SecretId: 'a', SecretString: 'b' };
    await secrets.call('PutSecretValue', { ...version, ClientRequestToken: 'given' });
    await secrets.call('PutSecretValue', { ...version, VersionStages: undefined });
    expect(inputs).toEqual([
      { ...version, ClientRequestToken: 'given' },
      { ...version, ClientRequestToken: expect.stringMatching(/^[\da-f-]{36}$/) },
    ]);
  });

  test('put events with their times in seconds, and tell what came of each', async () => {
    const entry = { EventBusName: 'users', Detail: '{}', DetailType: 'a', Source: 'b' };
    const results = await clients.putEventsAt(endpoint)([
      { ...entry, Time: new Date(1_500) },
      entry,
    ]);
    expect(results).toEqual([{ EventId: '1' }, { ErrorCode: 'Throttling' }]);
    expect(inputs).toEqual([{ Entries: [{ ...entry, Time: 1.5 }, entry] }]);
  });
});
