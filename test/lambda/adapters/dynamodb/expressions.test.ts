import { expect, test } from '@jest/globals';
import { remove, update } from '../../../../lambda/adapters/dynamodb/expressions.ts';

const key = { pk: 'EMAIL#ada@example.com', sk: 'CREDENTIAL' };

test('an update that only removes attributes has no values, of which DynamoDB takes no empty map', () => {
  expect(update('users', { key, remove: ['passkeys'], equals: {} })).toEqual({
    Update: {
      TableName: 'users',
      Key: key,
      UpdateExpression: 'REMOVE #passkeys',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#passkeys': 'passkeys' },
    },
  });
});

test('a deletion without a condition on attributes has neither names nor values', () => {
  expect(remove('users', key, {})).toEqual({
    Delete: { TableName: 'users', Key: key, ConditionExpression: 'attribute_exists(pk)' },
  });
});
