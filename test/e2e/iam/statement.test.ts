import { describe, expect, test } from '@jest/globals';
import type { Json } from 'cdk-users-api-local/cloudformation/template';
import { readStatement } from './statement.ts';

const GOOD = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:table' };
const keys = (values: Json) => ({ 'dynamodb:LeadingKeys': values });

describe('a statement', () => {
  test('is read with one action or many, on one resource or many', () => {
    expect(readStatement(GOOD)).toEqual({
      actions: ['dynamodb:GetItem'],
      resources: ['arn:table'],
      keysRequired: false,
    });
    const Action = ['s3:PutObject', 's3:ListBucket'];
    expect(readStatement({ ...GOOD, Sid: 'Name', Action, Resource: ['a', 'b'] })).toMatchObject({
      actions: Action,
      resources: ['a', 'b'],
    });
  });

  test('is read with its condition on leading keys', () => {
    const Condition = {
      'ForAllValues:StringLike': keys(['USER#*', 'EMAIL#*']),
      Null: keys('false'),
    };
    expect(readStatement({ ...GOOD, Condition })).toMatchObject({
      keys: ['USER#*', 'EMAIL#*'],
      keysRequired: true,
    });
  });

  test('is read with its condition on attributes', () => {
    const attributes = (values: Json) => ({ 'dynamodb:Attributes': values });
    const Condition = {
      'ForAllValues:StringEquals': attributes(['pk', 'id']),
      Null: attributes('false'),
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    };
    expect(readStatement({ ...GOOD, Condition })).toMatchObject({ attributes: ['pk', 'id'] });
    for (const operator of Object.keys(Condition)) {
      const { [operator as keyof typeof Condition]: _, ...rest } = Condition;
      expect(() => readStatement({ ...GOOD, Condition: rest })).toThrow('is not understood');
    }
  });

  test('is read with its condition on what an update names and returns', () => {
    const attributes = (values: Json) => ({ 'dynamodb:Attributes': values });
    const Condition = {
      'ForAllValues:StringEquals': attributes(['pk', 'last_used_at']),
      Null: attributes('false'),
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    };
    expect(readStatement({ ...GOOD, Condition })).toMatchObject({
      attributes: ['pk', 'last_used_at'],
      returnValues: ['NONE'],
    });
    for (const operator of Object.keys(Condition)) {
      const { [operator as keyof typeof Condition]: _, ...rest } = Condition;
      expect(() => readStatement({ ...GOOD, Condition: rest })).toThrow('is not understood');
    }
  });

  test('is read with a condition on what a deletion returns', () => {
    const Condition = { StringEqualsIfExists: { 'dynamodb:ReturnValues': ['NONE', 'ALL_OLD'] } };
    expect(readStatement({ ...GOOD, Condition })).toMatchObject({
      returnValues: ['NONE', 'ALL_OLD'],
    });
  });

  test.each<[string, Json]>([
    ['no object', 'Allow'],
    ['a Deny', { ...GOOD, Effect: 'Deny' }],
    ['NotAction', { Effect: 'Allow', NotAction: 's3:*', Resource: 'arn:table' }],
    ['NotResource', { ...GOOD, NotResource: 'arn:table' }],
    ['a principal', { ...GOOD, Principal: '*' }],
    ['a wildcard in an action', { ...GOOD, Action: 'dynamodb:*' }],
    ['every action', { ...GOOD, Action: '*' }],
    ['no action', { ...GOOD, Action: [] }],
    ['no resource', { Effect: 'Allow', Action: 'dynamodb:GetItem' }],
    ['an intrinsic function', { ...GOOD, Resource: { Ref: 'Table' } }],
    ['a policy variable', { ...GOOD, Resource: 'arn:table/${aws:username}' }],
    ['another operator', { ...GOOD, Condition: { 'ForAllValues:StringEquals': keys('USER#1') } }],
    ['the operator without ForAllValues', { ...GOOD, Condition: { StringLike: keys('USER#*') } }],
    ['another context key', { ...GOOD, Condition: { Null: { 'dynamodb:Select': 'false' } } }],
    [
      'Select of all',
      { ...GOOD, Condition: { StringEquals: { 'dynamodb:Select': 'ALL_ATTRIBUTES' } } },
    ],
    ['Null of true', { ...GOOD, Condition: { Null: keys('true') } }],
    ['a condition that is none', { ...GOOD, Condition: 'always' }],
  ])('is not understood with %s', (_, statement) => {
    expect(() => readStatement(statement)).toThrow('is not understood');
  });
});
