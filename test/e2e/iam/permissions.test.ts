import { describe, expect, test } from '@jest/globals';
import { Permissions } from './permissions.ts';
import type { Statement } from './statement.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/Users';
const table = { name: 'Users', arn: TABLE, partitionKey: 'pk', indexes: {} };

/** A function `Reader` that may get profiles and credentials, and may update profiles. */
function permissions(): Permissions {
  const on = (action: string, keys: string[]): Statement => ({
    actions: [`dynamodb:${action}`],
    resources: [TABLE],
    keys,
    keysRequired: true,
  });
  const statements = [on('GetItem', ['USER#*', 'EMAIL#*']), on('UpdateItem', ['USER#*'])];
  return new Permissions(new Map([['Reader', statements]]), { tables: [table], buses: {} });
}
const get = (pk: string, caller = 'Reader') => ({
  caller,
  target: 'DynamoDB_20120810.GetItem',
  input: { TableName: 'Users', Key: { pk: { S: pk } } },
});
const transaction = (...items: { [action: string]: string }[]) => ({
  caller: 'Reader',
  target: 'DynamoDB_20120810.TransactWriteItems',
  input: {
    TransactItems: items.map((item) =>
      Object.fromEntries(
        Object.entries(item).map(([action, pk]) => [
          action,
          { TableName: 'Users', Key: { pk: { S: pk } } },
        ]),
      ),
    ),
  },
});

describe('a call', () => {
  test('that the policy allows passes', () => {
    const iam = permissions();
    expect(iam.authorize(get('USER#1'))).toBeUndefined();
    expect(iam.authorize(transaction({ Update: 'USER#1' }))).toBeUndefined();
    expect(iam.takeDenials()).toEqual([]);
  });

  test('that it does not allow is refused as AWS refuses it, and named once', () => {
    const iam = permissions();
    expect(iam.authorize(get('SUPERUSERS'))).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        message:
          `User: Reader is not authorized to perform: dynamodb:GetItem on resource: ${TABLE} ` +
          'because no identity-based policy allows the dynamodb:GetItem action',
      },
    });
    expect(iam.takeDenials()).toEqual([
      `Reader may not dynamodb:GetItem on ${TABLE}, keys SUPERUSERS`,
    ]);
    expect(iam.takeDenials()).toEqual([]);
  });

  test.each([
    ['another action', { Delete: 'USER#1' }],
    ['a foreign key', { Update: 'EMAIL#1' }],
  ])('that is a transaction is refused whole for one item with %s', (_, item) => {
    const iam = permissions();
    expect(iam.authorize(transaction({ Update: 'USER#1' }, item))?.status).toBe(400);
    expect(iam.takeDenials()).toHaveLength(1);
  });

  test('of someone without a policy is refused', () => {
    const iam = permissions();
    expect(iam.authorize(get('USER#1', 'nobody'))?.status).toBe(400);
    expect(iam.takeDenials()).toEqual([`nobody may not dynamodb:GetItem on ${TABLE}, keys USER#1`]);
  });

  test('that is a Scan is refused for want of keys', () => {
    const iam = permissions();
    const target = 'DynamoDB_20120810.Scan';
    expect(iam.authorize({ caller: 'Reader', target, input: { TableName: 'Users' } })?.status).toBe(
      400,
    );
    expect(iam.takeDenials()).toEqual([`Reader may not dynamodb:Scan on ${TABLE}, without keys`]);
  });

  test('that is not understood is refused', () => {
    const iam = permissions();
    const target = 'DynamoDB_20120810.ExecuteStatement';
    expect(iam.authorize({ caller: 'Reader', target, input: {} })?.status).toBe(400);
    expect(iam.takeDenials()).toEqual([
      "Reader can't be judged: call ExecuteStatement of DynamoDB is not understood",
    ]);
  });
});

describe('a grant', () => {
  const grant = (rest: string) => `Reader: dynamodb:${rest}`;

  test('is unused until a call needs it, each of a statement by itself', () => {
    const iam = permissions();
    const all = [
      grant(`GetItem on ${TABLE}, keys like USER#*`),
      grant(`GetItem on ${TABLE}, keys like EMAIL#*`),
      grant(`UpdateItem on ${TABLE}, keys like USER#*`),
    ];
    expect(iam.granted()).toEqual(all);
    expect(iam.unused()).toEqual(all);
    iam.authorize(get('EMAIL#1'));
    expect(iam.unused()).toEqual([all[0], all[2]]);
    iam.judge('Reader', {
      action: 'dynamodb:UpdateItem',
      resource: TABLE,
      leadingKeys: ['USER#1'],
    });
    iam.authorize(get('USER#1'));
    expect(iam.unused()).toEqual([]);
  });

  test('is not used by a call that is refused', () => {
    const iam = permissions();
    iam.authorize(transaction({ Update: 'USER#1' }, { Update: 'EMAIL#1' }));
    expect(iam.unused()).toHaveLength(3);
  });
});
