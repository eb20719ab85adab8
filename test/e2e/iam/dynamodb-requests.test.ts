import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import { dynamodbRequests, type Table } from './dynamodb-requests.ts';

const arn = (name: string) => `arn:aws:dynamodb:us-east-1:111122223333:table/${name}`;
const table = (name: string): Table => ({
  name,
  arn: arn(name),
  partitionKey: 'pk',
  indexes: { 'by-age': 'list' },
});
const of = (operation: string, input: JsonObject) =>
  dynamodbRequests([table('Users'), table('Other')], operation, input);
const item = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const request = (call: string, leadingKeys: string[], name = 'Users') => ({
  action: `dynamodb:${call}`,
  resource: arn(name),
  leadingKeys,
});
/** A write that names its keys alone. */
const written = (...args: Parameters<typeof request>) => ({
  ...request(...args),
  attributes: ['pk', 'sk'],
});

describe('a call of one item', () => {
  test('GetItem names the key it is for', () => {
    expect(of('GetItem', { TableName: 'Users', Key: item('USER#1') })).toEqual([
      request('GetItem', ['USER#1']),
    ]);
  });

  test.each(['UpdateItem', 'DeleteItem'])('%s names the key it is for', (call) => {
    expect(of(call, { TableName: 'Users', Key: item('USER#1') })).toEqual([
      written(call, ['USER#1']),
    ]);
  });

  test('UpdateItem names what it sets and compares, and what it wants back', () => {
    const update = {
      TableName: 'Users',
      Key: item('USER#1'),
      UpdateExpression: 'SET #a = :a, b = if_not_exists(c, :b) REMOVE d',
      ConditionExpression: '#e = :e AND attribute_exists(pk)',
      ExpressionAttributeNames: { '#a': 'aa', '#e': 'ee' },
      ReturnValues: 'ALL_NEW',
    };
    expect(of('UpdateItem', update)).toEqual([
      {
        ...request('UpdateItem', ['USER#1']),
        attributes: ['pk', 'sk', 'aa', 'b', 'c', 'd', 'ee'],
        returnValues: 'ALL_NEW',
      },
    ]);
  });

  test('PutItem names the key of its item, and all that it holds and compares', () => {
    const Item = { ...item('USER#1'), email: { S: 'ada@example.com' } };
    const ConditionExpression = '#event.#at <= :until';
    const ExpressionAttributeNames = { '#event': 'event', '#at': 'at' };
    const put = { TableName: 'Users', Item, ConditionExpression, ExpressionAttributeNames };
    expect(of('PutItem', put)).toEqual([
      { ...request('PutItem', ['USER#1']), attributes: ['pk', 'sk', 'email', 'event'] },
    ]);
  });
});

describe('a batch', () => {
  test('that reads is a request for each table, with the keys of all items', () => {
    const RequestItems = {
      Users: { Keys: [item('USER#1'), item('EMAIL#1')] },
      Other: { Keys: [item('A')] },
    };
    expect(of('BatchGetItem', { RequestItems })).toEqual([
      request('BatchGetItem', ['USER#1', 'EMAIL#1']),
      request('BatchGetItem', ['A'], 'Other'),
    ]);
  });

  test('that reads names what it projects, with the keys of its items', () => {
    const Keys = [item('USER#1')];
    const names = { ProjectionExpression: 'id, #n', ExpressionAttributeNames: { '#n': 'name' } };
    expect(of('BatchGetItem', { RequestItems: { Users: { Keys, ...names } } })).toEqual([
      { ...request('BatchGetItem', ['USER#1']), attributes: ['pk', 'sk', 'id', 'name'] },
    ]);
  });

  test('that writes is a request for each table, with the keys of puts and deletions', () => {
    const RequestItems: JsonObject = {
      Users: [{ PutRequest: { Item: item('USER#1') } }, { DeleteRequest: { Key: item('USER#2') } }],
    };
    expect(of('BatchWriteItem', { RequestItems })).toEqual([
      request('BatchWriteItem', ['USER#1', 'USER#2']),
    ]);
  });
});

describe('a transaction', () => {
  const key = (pk: string, TableName = 'Users') => ({ TableName, Key: item(pk) });

  test('that writes needs the permission of every action in it, for all its keys', () => {
    const TransactItems: JsonObject[] = [
      { Update: key('USER#1') },
      { Put: { TableName: 'Users', Item: item('EMAIL#1') } },
      { Delete: key('EMAIL#2') },
      { Update: key('SUPERUSERS') },
      { Update: key('A', 'Other') },
      { ConditionCheck: key('USER#2') },
    ];
    expect(of('TransactWriteItems', { TransactItems })).toEqual([
      written('UpdateItem', ['USER#1', 'SUPERUSERS']),
      written('PutItem', ['EMAIL#1']),
      written('DeleteItem', ['EMAIL#2']),
      written('UpdateItem', ['A'], 'Other'),
      written('ConditionCheckItem', ['USER#2']),
    ]);
  });

  test('that writes needs all the attributes of an action together', () => {
    const update = (pk: string, name: string) => ({
      Update: { ...key(pk), UpdateExpression: `SET ${name} = :value` },
    });
    const TransactItems = [update('USER#1', 'version'), update('EMAIL#1', 'is_verified')];
    expect(of('TransactWriteItems', { TransactItems })).toEqual([
      {
        ...request('UpdateItem', ['USER#1', 'EMAIL#1']),
        attributes: ['pk', 'sk', 'version', 'is_verified'],
      },
    ]);
  });

  test('that reads needs the permission to get', () => {
    const TransactItems = [{ Get: key('USER#1') }, { Get: key('USER#2') }];
    expect(of('TransactGetItems', { TransactItems })).toEqual([
      request('GetItem', ['USER#1', 'USER#2']),
    ]);
  });

  test.each<[string, JsonObject]>([
    ['another action', { Replace: key('USER#1') }],
    ['two actions in one item', { Update: key('USER#1'), Delete: key('USER#1') }],
    ['an item that is empty', {}],
  ])('with %s is not understood', (_, strange) => {
    expect(() => of('TransactWriteItems', { TransactItems: [strange] })).toThrow('not understood');
  });
});

describe('a search', () => {
  const byAge = { TableName: 'Users', IndexName: 'by-age' };

  test('of a table is for the partition that its key condition names', () => {
    const input = {
      TableName: 'Users',
      KeyConditionExpression: 'sk > :from AND pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'USER#1' }, ':from': { S: 'x' } },
    };
    expect(of('Query', input)).toEqual([request('Query', ['USER#1'])]);
  });

  test('of an index is on the index, for a partition of the index', () => {
    const input = {
      ...byAge,
      KeyConditionExpression: '#list = :partition AND #id > :after',
      ExpressionAttributeNames: { '#list': 'list', '#id': 'id' },
      ExpressionAttributeValues: { ':partition': { S: 'LIST#1' }, ':after': { S: 'x' } },
    };
    expect(of('Query', input)).toEqual([
      {
        action: 'dynamodb:Query',
        resource: `${arn('Users')}/index/by-age`,
        leadingKeys: ['LIST#1'],
      },
    ]);
  });

  test('by Scan has no keys, on a table or an index', () => {
    expect(of('Scan', { TableName: 'Users' })).toEqual([
      { action: 'dynamodb:Scan', resource: arn('Users') },
    ]);
    expect(of('Scan', byAge)).toEqual([
      { action: 'dynamodb:Scan', resource: `${arn('Users')}/index/by-age` },
    ]);
  });

  test.each<[string, JsonObject]>([
    ['another index', { TableName: 'Users', IndexName: 'other' }],
    ['no key condition', { TableName: 'Users' }],
    ['conditions in the old form', { TableName: 'Users', KeyConditions: { pk: {} } }],
    ['a condition on the sort key alone', { ...byAge, KeyConditionExpression: 'id = :id' }],
    ['two partitions', { ...byAge, KeyConditionExpression: 'list = :a OR list = :b' }],
  ])('with %s is not understood', (_, input) => {
    const ExpressionAttributeValues = { ':id': { S: '1' }, ':a': { S: '1' }, ':b': { S: '2' } };
    expect(() => of('Query', { ...input, ExpressionAttributeValues })).toThrow(Error);
  });
});

describe('a call is not understood', () => {
  test.each<[string, string, JsonObject]>([
    ['that is unknown', 'ExecuteStatement', { Statement: 'SELECT * FROM Users' }],
    ['on an unknown table', 'GetItem', { TableName: 'Else', Key: item('USER#1') }],
    ['on a table by its ARN', 'GetItem', { TableName: arn('Users'), Key: item('USER#1') }],
    ['without a key', 'GetItem', { TableName: 'Users' }],
    ['without the partition key', 'GetItem', { TableName: 'Users', Key: { sk: { S: 'x' } } }],
    ['with a key that is no string', 'GetItem', { TableName: 'Users', Key: { pk: { N: '1' } } }],
    ['that is a batch of nothing', 'BatchGetItem', {}],
    ['that is a transaction of nothing', 'TransactWriteItems', {}],
  ])('%s', (_, operation, input) => {
    expect(() => of(operation, input)).toThrow(Error);
  });
});
