import { describe, expect, test } from '@jest/globals';
import { readStatement } from '../../e2e/iam/statement.ts';
import type { Probe } from './probe.ts';
import { tableProbes } from './table-probes.ts';

const ARN = 'arn:aws:dynamodb:eu-central-1:123456789012:table/users';
const TABLE = {
  ...{ name: 'users', arn: ARN, partitionKey: 'pk' },
  indexes: { 'users-by-age': 'list' },
};

const limited = (action: string, keys: string[], attributes: string[], more: object) =>
  readStatement({
    Effect: 'Allow',
    Action: `dynamodb:${action}`,
    Resource: ARN,
    Condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
      Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
      ...more,
    },
  });
const SELECTED = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };
const UNRETURNED = { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } };

const READ = limited('GetItem', ['USER#*', 'EMAIL#*'], ['pk', 'sk', 'email'], SELECTED);
const WRITE = limited('UpdateItem', ['SESSION#*'], ['pk', 'sk', 'expires_at'], UNRETURNED);

/** How many probes there are of each claim, by what is wanted. */
function counted(probes: readonly Probe[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { claims, operation, wanted } of probes) {
    const name = `${claims.join(', ')}: ${operation} ${wanted}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('the probes of a policy', () => {
  test('call what is allowed, on every kind of item, and what is next to it', () => {
    expect(counted(tableProbes([READ, WRITE], TABLE))).toEqual({
      'scan-refused: Scan refused': 1,
      'allowed-calls, named-attributes: GetItem allowed': 2,
      'foreign-partition-refused: GetItem refused': 1,
      'all-attributes-refused: GetItem refused': 2,
      'allowed-calls: UpdateItem allowed': 1,
      'foreign-partition-refused: UpdateItem refused': 1,
      'return-values-refused: UpdateItem refused': 1,
    });
  });

  test('name the attributes that are allowed, and write nothing', () => {
    const [read] = tableProbes([READ], TABLE).filter(({ wanted }) => wanted === 'allowed');
    expect(read?.input).toEqual({
      TableName: 'users',
      Key: { pk: { S: 'USER#verification' }, sk: { S: 'VERIFICATION' } },
      ProjectionExpression: '#0, #1, #2',
      ExpressionAttributeNames: { '#0': 'pk', '#1': 'sk', '#2': 'email' },
    });
    const writes = tableProbes([WRITE], TABLE).filter(({ operation }) => operation !== 'Scan');
    for (const { input } of writes) expect(input.ConditionExpression).toBe('attribute_exists(pk)');
  });

  test('take nothing for refused that another statement allows', () => {
    const all = readStatement({
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:Scan'],
      Resource: ARN,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['USER#*', 'EMAIL#*', 'FOREIGN#*'] },
      },
    });
    const refused = tableProbes([READ, all], TABLE).filter(({ wanted }) => wanted === 'refused');
    expect(refused).toEqual([]);
  });

  test('ask an index by its own key', () => {
    const statement = limited('Query', ['LIST#*'], ['list', 'id'], SELECTED);
    const index = { ...statement, resources: [`${ARN}/index/users-by-age`] };
    const [query] = tableProbes([index], TABLE).filter(({ wanted }) => wanted === 'allowed');
    expect(query?.input).toMatchObject({
      IndexName: 'users-by-age',
      Select: 'SPECIFIC_ATTRIBUTES',
      ExpressionAttributeNames: { '#key': 'list' },
    });
  });
});
