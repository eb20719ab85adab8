import { describe, expect, test } from '@jest/globals';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnGlobalTable, CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnAlias, Key } from 'aws-cdk-lib/aws-kms';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { UsersApi, UsersTable } from '../../../../lib';
import { functionOf, isOf, newStack, refusal, statementsOf, synthesize } from '../../support';

const KEYS = { attributeType: 'S' };
const SHAPE = {
  keySchema: [
    { attributeName: 'pk', keyType: 'HASH' },
    { attributeName: 'sk', keyType: 'RANGE' },
  ],
  attributeDefinitions: ['pk', 'sk', 'list', 'id'].map((attributeName) => ({
    attributeName,
    ...KEYS,
  })),
  billingMode: 'PAY_PER_REQUEST',
  streamSpecification: { streamViewType: 'NEW_AND_OLD_IMAGES' },
  timeToLiveSpecification: { attributeName: 'expires_at', enabled: true },
  globalSecondaryIndexes: [
    {
      indexName: 'users-by-age',
      keySchema: [
        { attributeName: 'list', keyType: 'HASH' },
        { attributeName: 'id', keyType: 'RANGE' },
      ],
      projection: { projectionType: 'ALL' },
    },
  ],
};

const newTable = (scope: Stack, kmsMasterKeyId?: string) =>
  new CfnTable(scope, 'Cfn', {
    ...SHAPE,
    ...(kmsMasterKeyId && { sseSpecification: { sseEnabled: true, kmsMasterKeyId } }),
  });
const newGlobalTable = (scope: Stack, kmsMasterKeyId?: string) =>
  new CfnGlobalTable(scope, 'Cfn', {
    ...SHAPE,
    replicas: [
      {
        region: scope.region,
        ...(kmsMasterKeyId && { sseSpecification: { kmsMasterKeyId } }),
      },
    ],
    ...(kmsMasterKeyId && { sseSpecification: { sseEnabled: true, sseType: 'KMS' } }),
  });

const TABLES: readonly [
  string,
  (scope: Stack, kmsKeyId?: string) => { resource: CfnResource; table: aws_dynamodb.ITableRef },
][] = [
  [
    'CfnTable',
    (scope, kmsKeyId) => {
      const table = newTable(scope, kmsKeyId);
      return { resource: table, table };
    },
  ],
  [
    'CfnGlobalTable',
    (scope, kmsKeyId) => {
      const resource = newGlobalTable(scope, kmsKeyId);
      return { resource, table: UsersTable.fromCfnGlobalTable(resource) };
    },
  ],
];

describe.each(TABLES)('a table of the first level, a %s,', (_, make) => {
  test('is used by its name, its ARN, its index and its stream', () => {
    const stack = newStack();
    const { resource, table } = make(stack);
    const { users, template } = synthesize({ table }, stack);
    const id = stack.getLogicalId(resource);
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    expect(stack.resolve(users.table.tableName)).toEqual({ Ref: id });
    expect(functionOf(template, 'UsersRegister').Environment.Variables.TABLE_NAME).toEqual({
      Ref: id,
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [id, 'StreamArn'] },
    });
    const listing = statementsOf(template, 'UsersListUsers').map(({ Resource }) => Resource);
    expect(listing).toEqual(
      expect.arrayContaining([arn, { 'Fn::Join': ['', [arn, '/index/users-by-age']] }]),
    );
    const ours = Match.stringLikeRegexp('^table: ');
    expect(Annotations.fromStack(stack).findWarning('*', ours)).toEqual([]);
  });

  test('is checked as any other', () => {
    const stack = newStack();
    const { resource, table } = make(stack);
    resource.addPropertyDeletionOverride('StreamSpecification');
    Object.assign(resource, { streamSpecification: undefined });
    expect(refusal({ table })).toContain('table: got a table without a stream, expected a stream');
  });

  test('is recognised by another API that has it as well', () => {
    const stack = newStack();
    const { table } = make(stack);
    new UsersApi(stack, 'First', { table });
    synthesize({ table }, stack);
    Annotations.fromStack(stack).hasWarning(
      '/Test/Users',
      Match.stringLikeRegexp('^table: got that of Test/First'),
    );
  });

  test.each<[string, (key: Key) => string]>([
    ['the ARN of', (key) => key.keyArn],
    ['the id of', (key) => key.keyId],
  ])('has functions that may use its key, of which it has %s a construct', (_how, said) => {
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const key = new Key(stack, 'Key');
    const { table } = make(stack, said(key));
    const { template } = synthesize({ table }, stack);
    const [statement] = statementsOf(template, 'UsersRegisterRole').filter(isOf('kms'));
    expect(statement?.Resource).toEqual(stack.resolve(key.keyArn));
  });

  test.each([
    ['1234abcd', ':kms:eu-central-1:111122223333:key/1234abcd'],
    ['arn:aws:kms:eu-central-1:444455556666:key/1', 'arn:aws:kms:eu-central-1:444455556666:key/1'],
  ])('has functions that may use its key, which it names as %s', (said, arn) => {
    const stack = newStack({ env: { region: 'eu-central-1', account: '111122223333' } });
    const { table } = make(stack, said);
    const { template } = synthesize({ table }, stack);
    const [statement] = statementsOf(template, 'UsersRegisterRole').filter(isOf('kms'));
    expect(JSON.stringify(statement?.Resource)).toContain(arn);
  });

  test('needs no right on a key of AWS', () => {
    const stack = newStack();
    const { table } = make(stack, 'alias/aws/dynamodb');
    const { template } = synthesize({ table }, stack);
    expect(statementsOf(template, 'UsersRegisterRole').filter(isOf('kms'))).toEqual([]);
  });

  test.each<[string, (stack: Stack) => string]>([
    ['its name', () => 'alias/mine'],
    [
      'its construct',
      (stack) =>
        new CfnAlias(stack, 'Alias', { aliasName: 'alias/mine', targetKeyId: '1' }).aliasRef
          .aliasName,
    ],
  ])(
    'is refused with the alias of a key, as %s, since no right can be given on it',
    (_how, said) => {
      const { table } = make(...stackWith(said));
      expect(refusal({ table })).toContain(
        'table: got Test/Cfn, whose key is an alias, expected the ARN or the id of its key, which the functions get the right to use; name the key itself, or give TableV2.fromTableAttributes with the encryptionKey',
      );
    },
  );
});

function stackWith(said: (stack: Stack) => string): [Stack, string] {
  const stack = newStack();
  return [stack, said(stack)];
}

test('a bare reference to a table is refused, as nobody knows its stream', () => {
  class Bare extends Construct implements aws_dynamodb.ITableRef {
    readonly env = { account: '111122223333', region: 'eu-central-1' };
    readonly tableRef = { tableName: 'users', tableArn: 'arn:aws:dynamodb:::table/users' };
  }
  expect(refusal({ table: new Bare(newStack(), 'Bare') })).toContain(
    'table: got a reference, which does not tell its stream, expected one whose stream carries new and old images, which events are published from; give TableV2.fromTableAttributes with its tableStreamArn',
  );
});
