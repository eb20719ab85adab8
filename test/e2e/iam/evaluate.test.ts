import { describe, expect, test } from '@jest/globals';
import { type AccessRequest, evaluate, grantsOf } from './evaluate.ts';
import type { Statement } from './statement.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/Users';
const profiles: Statement = {
  actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  resources: [TABLE],
  keys: ['USER#*', 'SUPERUSERS'],
  keysRequired: true,
};
const get = (...leadingKeys: string[]): AccessRequest => ({
  action: 'dynamodb:GetItem',
  resource: TABLE,
  leadingKeys,
});
const isAllowed = (request: AccessRequest, ...statements: Statement[]) =>
  evaluate(statements, request) !== undefined;

describe('a request is allowed', () => {
  test('by a statement with its action, on its resource, with its keys', () => {
    expect(evaluate([profiles], get('USER#1'))).toEqual([
      { action: 'dynamodb:GetItem', resource: TABLE, key: 'USER#*' },
    ]);
  });

  test('by an action in another case, as IAM has it', () => {
    expect(isAllowed({ ...get('USER#1'), action: 'dynamodb:getitem' }, profiles)).toBe(true);
  });

  test('by the grants of all its keys', () => {
    const request = { ...get('USER#1', 'SUPERUSERS', 'USER#2'), action: 'dynamodb:BatchGetItem' };
    expect(evaluate([profiles], request)?.map(({ key }) => key)).toEqual([
      'USER#*',
      'SUPERUSERS',
      'USER#*',
    ]);
  });

  test('by a statement that lets an update return nothing', () => {
    const touch = { ...profiles, attributes: ['pk', 'id'], returnValues: ['NONE'] };
    const update = { ...get('USER#1'), attributes: ['id'] };
    expect(evaluate([touch], update)).toHaveLength(2);
    expect(evaluate([touch], { ...update, returnValues: 'NONE' })).toHaveLength(2);
    expect(evaluate([touch], { ...update, returnValues: 'ALL_OLD' })).toBeUndefined();
  });

  test('by a statement with all the attributes that it asks for', () => {
    const ids = { ...profiles, attributes: ['pk', 'sk', 'id'] };
    const read = (...attributes: string[]) => ({ ...get('USER#1'), attributes });
    expect(isAllowed(read('pk', 'sk', 'id'), ids)).toBe(true);
    expect(isAllowed(read('pk', 'sk', 'password_hash'), ids)).toBe(false);
    expect(isAllowed(get('USER#1'), ids)).toBe(false);
  });

  test('by a later statement where an earlier one does not', () => {
    const credentials = { ...profiles, keys: ['EMAIL#*'] };
    expect(isAllowed(get('USER#1'), credentials, profiles)).toBe(true);
  });

  test('by a resource with wildcards', () => {
    const secrets: Statement = {
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['arn:aws:secretsmanager:us-east-1:111122223333:secret:users/reset-??????'],
      keysRequired: false,
    };
    const read = (name: string) => ({
      action: 'secretsmanager:GetSecretValue',
      resource: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}`,
    });
    expect(isAllowed(read('users/reset-AbCd12'), secrets)).toBe(true);
    expect(isAllowed(read('users/reset-AbCd123'), secrets)).toBe(false);
    expect(isAllowed(read('users/reset-2-AbCd12'), secrets)).toBe(false);
    expect(isAllowed(read('usersxreset-AbCd12'), secrets)).toBe(false);
  });
});

describe('a request is denied', () => {
  test.each<[string, AccessRequest]>([
    ['another action', { ...get('USER#1'), action: 'dynamodb:PutItem' }],
    ['another resource', { ...get('USER#1'), resource: `${TABLE}2` }],
    ['an index of the table', { ...get('USER#1'), resource: `${TABLE}/index/by-age` }],
    ['a foreign key', get('EMAIL#a@example.com')],
    ['a key that differs in case', get('user#1')],
    ['a key with something before', get('xUSER#1')],
    ['a key with something after', get('SUPERUSERS2')],
    ['a foreign key among its own', get('USER#1', 'EMAIL#a@example.com')],
    ['no key', { action: 'dynamodb:GetItem', resource: TABLE }],
    ['an empty list of keys', get()],
  ])('with %s', (_, request) => {
    expect(isAllowed(request, profiles)).toBe(false);
  });

  test('where no one statement allows all its keys', () => {
    const credentials = { ...profiles, keys: ['EMAIL#*'] };
    expect(isAllowed(get('USER#1', 'EMAIL#1'), profiles, credentials)).toBe(false);
  });

  test('without any statement', () => {
    expect(isAllowed(get('USER#1'))).toBe(false);
  });
});

test('a request without keys passes ForAllValues where there is no Null clause', () => {
  const unguarded = { ...profiles, keysRequired: false };
  expect(isAllowed({ action: 'dynamodb:GetItem', resource: TABLE }, unguarded)).toBe(true);
});

test('a statement grants each action on each resource with each key', () => {
  const statement = { ...profiles, resources: [TABLE, `${TABLE}/index/by-age`] };
  expect(grantsOf(statement)).toHaveLength(2 * 2 * 2);
  expect(grantsOf({ actions: ['s3:PutObject'], resources: ['b'], keysRequired: false })).toEqual([
    { action: 's3:PutObject', resource: 'b' },
  ]);
});
