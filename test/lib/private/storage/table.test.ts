import { describe, expect, test } from '@jest/globals';
import { App, RemovalPolicy } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  AttributeType,
  ProjectionType,
  StreamViewType,
  Table,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { UsersApiExample } from '../../../../bin/app';
import { UsersApi } from '../../../../lib';
import { LIST_INDEX } from '../../../../lib/contract/attributes.ts';
import { AllProps } from '../../../apps/all-props';
import { tableProps } from '../../../apps/parts/users-table';
import { FUNCTIONS, newStack, refusal, synthesize } from '../../support';

describe.each([
  ['by default', () => synthesize().template],
  ['in the example', () => Template.fromStack(new UsersApiExample(new App(), 'Example'))],
  ['in a stack with all props', () => Template.fromStack(new AllProps(new App(), 'Own'))],
])("the construct's own table, %s,", (_, make) => {
  const tables = make().findResources('AWS::DynamoDB::GlobalTable');
  const [own, ...others] = Object.entries(tables)
    .filter(([id]) => /^(Users|Own)Table/.test(id))
    .map(([, table]) => table);
  const [replica] = own?.Properties.Replicas ?? [];

  test('is there', () => {
    expect(own).toBeDefined();
    expect(others).toEqual([]);
  });

  test('outlives its stack and its replacement', () => {
    expect(own).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('is protected from deletion', () => {
    expect(replica).toMatchObject({ DeletionProtectionEnabled: true });
  });

  test('can be restored to any point in time', () => {
    expect(replica).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});

describe("the construct's own table", () => {
  const { template } = synthesize();

  // SSESpecification says which KMS key; without one DynamoDB encrypts with a key of its own.
  test('is encrypted at rest with the key that DynamoDB owns', () => {
    const [table] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));
    expect(table?.Properties).not.toHaveProperty('SSESpecification');
    expect(table?.Properties.Replicas[0]).not.toHaveProperty('SSESpecification');
  });

  test('is paid for by request, and deletes what has expired', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    });
  });

  test('has the keys pk and sk, and a stream of new and old images', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test('lists users from an index that carries no more than they show', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      GlobalSecondaryIndexes: [
        {
          IndexName: LIST_INDEX.name,
          KeySchema: [
            { AttributeName: LIST_INDEX.partitionKey, KeyType: 'HASH' },
            { AttributeName: LIST_INDEX.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: LIST_INDEX.attributes },
        },
      ],
    });
  });

  test('goes with the stack when the removal policy says so', () => {
    const { template: temporary } = synthesize({ removalPolicy: RemovalPolicy.DESTROY });
    temporary.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] },
    });
  });

  test('is one that the construct would take from a user', () => {
    const stack = newStack();
    const { table } = new UsersApi(stack, 'First');
    new UsersApi(stack, 'Second', { table });
  });
});

describe("a user's table", () => {
  const refused = (change: Partial<TablePropsV2>) =>
    refusal({ table: new TableV2(newStack(), 'Mine', { ...tableProps(), ...change }) });
  const [index] = tableProps().globalSecondaryIndexes ?? [];
  if (index === undefined) throw new Error('the table has no index');

  test('is used in place of an own one', () => {
    const stack = newStack();
    const table = new TableV2(stack, 'Mine', tableProps());
    const { users, template } = synthesize({ table }, stack);
    expect(users.table).toBe(table);
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: stack.resolve(table.tableStreamArn),
    });
    const ours = Match.stringLikeRegexp('^table: ');
    expect(Annotations.fromStack(stack).findWarning('*', ours)).toEqual([]);
  });

  test('may be a Table of the first version', () => {
    const stack = newStack();
    const { partitionKey, sortKey } = tableProps();
    const stream = StreamViewType.NEW_AND_OLD_IMAGES;
    const table = new Table(stack, 'Mine', { partitionKey, sortKey, stream });
    table.addGlobalSecondaryIndex({
      indexName: LIST_INDEX.name,
      partitionKey: { name: LIST_INDEX.partitionKey, type: AttributeType.STRING },
      sortKey: { name: LIST_INDEX.sortKey, type: AttributeType.STRING },
    });
    synthesize({ table }, stack);
  });

  test.each([
    ['without a sort key', { sortKey: undefined }, 'pk (HASH, S)'],
    [
      'with another partition key',
      { partitionKey: { name: 'id', type: AttributeType.STRING } },
      'id (HASH, S) and sk (RANGE, S)',
    ],
    [
      'with a key that is not a string',
      { sortKey: { name: 'sk', type: AttributeType.NUMBER } },
      'pk (HASH, S) and sk (RANGE, N)',
    ],
  ])('%s is refused', (_, change, got) => {
    expect(refused(change)).toBe(
      `table: got the keys ${got}, expected pk (HASH, S) and sk (RANGE, S); set partitionKey "pk" and sortKey "sk", both AttributeType.STRING`,
    );
  });

  test.each([
    [undefined, 'a table without a stream'],
    [StreamViewType.KEYS_ONLY, 'a stream of KEYS_ONLY'],
    [StreamViewType.NEW_IMAGE, 'a stream of NEW_IMAGE'],
  ])('with the stream %s is refused', (dynamoStream, got) => {
    expect(refused({ dynamoStream })).toBe(
      `table: got ${got}, expected a stream of NEW_AND_OLD_IMAGES, which events are published from; set dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES on it`,
    );
  });

  test('without the index is refused', () => {
    expect(refused({ globalSecondaryIndexes: [] })).toBe(
      'table: got a table without the index "users-by-age", expected that global secondary index, which users are listed from; add it with partition key "list" and sort key "id", both strings, before the table is given to UsersApi',
    );
  });

  test('whose index has other keys is refused', () => {
    expect(refused({ globalSecondaryIndexes: [{ ...index, sortKey: undefined }] })).toBe(
      'table, index "users-by-age": got the keys list (HASH, S), expected list (HASH, S) and id (RANGE, S); set partitionKey "list" and sortKey "id", both AttributeType.STRING',
    );
  });

  test('whose index lacks what a user shows is refused', () => {
    const projectionType = ProjectionType.INCLUDE;
    const nonKeyAttributes = LIST_INDEX.attributes.filter((each) => each !== 'email');
    expect(
      refused({ globalSecondaryIndexes: [{ ...index, projectionType, nonKeyAttributes }] }),
    ).toBe(
      `table, index "users-by-age": got a projection without email, expected ProjectionType.INCLUDE of ${LIST_INDEX.attributes.join(', ')}; set projectionType and nonKeyAttributes so on the index`,
    );
  });

  test('that keeps what has expired is warned of', () => {
    const stack = newStack();
    const table = new TableV2(stack, 'Mine', { ...tableProps(), timeToLiveAttribute: undefined });
    synthesize({ table }, stack);
    Annotations.fromStack(stack).hasWarning(
      '/Test/Users',
      Match.stringLikeRegexp(
        "^table: got one that keeps expired items for ever, .+timeToLiveAttribute: 'expires_at'.+cdk-users-api:tableWithoutTimeToLive",
      ),
    );
  });
});

describe('an imported table', () => {
  const tableArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/users';

  test('is refused without the ARN of its stream', () => {
    const table = TableV2.fromTableArn(newStack(), 'Mine', tableArn);
    expect(refusal({ table })).toBe(
      'table: got a table without a stream, expected one whose stream carries new and old images, which events are published from; give TableV2.fromTableAttributes with its tableStreamArn',
    );
  });

  test('is used with its name, its stream and its index', () => {
    const stack = newStack();
    const tableStreamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;
    const table = TableV2.fromTableAttributes(stack, 'Mine', { tableArn, tableStreamArn });
    const { template } = synthesize({ table }, stack);
    const { length } = FUNCTIONS.filter(({ name }) => !name.endsWith('-cookie'));
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { Environment: { Variables: { TABLE_NAME: 'users' } } },
      length,
    );
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: tableStreamArn,
    });
    expect(JSON.stringify(template.toJSON())).toContain(`"${tableArn}/index/users-by-age"`);
  });
});
