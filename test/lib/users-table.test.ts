import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Billing, Capacity, TableEncryptionV2, type TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { UsersApi, UsersTable, type UsersTableProps } from '../../lib';
import { newStack, synthesize } from './support';

const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';

/** Props of `TableV2` that are not free: the shape of the table, and what DynamoDB has no transactions with. */
type Fixed =
  | 'partitionKey'
  | 'sortKey'
  | 'timeToLiveAttribute'
  | 'dynamoStream'
  | 'globalSecondaryIndexes'
  | 'localSecondaryIndexes'
  | 'multiRegionConsistency'
  | 'witnessRegion';

/** A new prop of `TableV2` has to be in one of the two before tsc passes. */
const FREE: Record<Exclude<keyof TablePropsV2, Fixed>, true> = {} as Record<
  keyof UsersTableProps,
  true
>;

function propertiesOf(props?: UsersTableProps) {
  const stack = newStack({ env: { region: 'eu-central-1' } });
  new UsersTable(stack, 'Mine', props);
  const [only] = Object.values(Template.fromStack(stack).findResources(GLOBAL_TABLE));
  return only;
}

describe('a UsersTable', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('is the table that UsersApi makes by itself', () => {
    expect(FREE).toBeDefined();
    const [own] = Object.values(synthesize().template.findResources(GLOBAL_TABLE));
    const { Replicas: [replica] = [], ...properties } = propertiesOf()?.Properties ?? {};
    expect({ ...properties, Replicas: [{ ...replica, Region: { Ref: 'AWS::Region' } }] }).toEqual(
      own?.Properties,
    );
  });

  test('is taken by UsersApi, of another stack too, without a word', () => {
    const app = new App();
    const stateful = new Stack(app, 'Stateful');
    const table = new UsersTable(stateful, 'Table');
    const stateless = new Stack(app, 'Stateless');
    const users = new UsersApi(stateless, 'Users', { table });
    users.onAfterForgotPassword('Mail', {
      target: { bind: () => ({ arn: 'arn:aws:sqs:::mail' }) },
    });
    expect(users.table).toBe(table);
    Template.fromStack(stateless).resourceCountIs(GLOBAL_TABLE, 0);
    for (const stack of [stateful, stateless]) {
      const ours = Match.stringLikeRegexp('cdk-users-api');
      expect(Annotations.fromStack(stack).findWarning('*', ours)).toEqual([]);
    }
  });

  test('has the name, the replicas, the billing and the key that it is given', () => {
    const encryptionKey = Key.fromKeyArn(
      newStack(),
      'Key',
      'arn:aws:kms:eu-central-1:111122223333:key/1',
    );
    const replicaKey = 'arn:aws:kms:eu-west-1:111122223333:key/2';
    expect(
      propertiesOf({
        tableName: 'users',
        replicas: [{ region: 'eu-west-1' }],
        billing: Billing.provisioned({
          readCapacity: Capacity.fixed(5),
          writeCapacity: Capacity.autoscaled({ maxCapacity: 10 }),
        }),
        encryption: TableEncryptionV2.customerManagedKey(encryptionKey, {
          'eu-west-1': replicaKey,
        }),
        tags: [{ key: 'owner', value: 'identity' }],
      })?.Properties,
    ).toMatchObject({
      TableName: 'users',
      BillingMode: 'PROVISIONED',
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      Replicas: [
        { Region: 'eu-west-1', SSESpecification: { KMSMasterKeyId: replicaKey } },
        {
          Region: 'eu-central-1',
          SSESpecification: { KMSMasterKeyId: encryptionKey.keyArn },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: true,
          Tags: [{ Key: 'owner', Value: 'identity' }],
        },
      ],
    });
  });

  test('keeps its keys and its stream, whatever a caller without types gives', () => {
    const props = { partitionKey: { name: 'id', type: 'N' }, dynamoStream: undefined } as object;
    expect(propertiesOf(props)?.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'pk' }, { AttributeName: 'sk' }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test.each([
    ['pointInTimeRecovery', { pointInTimeRecovery: false }],
    [
      'pointInTimeRecoverySpecification',
      { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } },
    ],
  ])('has no point-in-time recovery where %s says so', (_, props) => {
    // The CDK warns of the deprecated one.
    jest.spyOn(console, 'warn').mockImplementation(() => {});
    expect(propertiesOf(props)?.Properties.Replicas[0].PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: false,
    });
  });

  test.each([
    [RemovalPolicy.DESTROY, 'Delete', false],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate', false],
    [RemovalPolicy.RETAIN, 'Retain', true],
  ])('with the removal policy %s has the deletion policy %s', (removalPolicy, policy, on) => {
    const { DeletionPolicy, Properties } = propertiesOf({ removalPolicy }) ?? {};
    expect(DeletionPolicy).toBe(policy);
    expect(Properties.Replicas[0].DeletionProtectionEnabled).toBe(on);
  });
});

test('a table is refused a removal policy that no table has', () => {
  const removalPolicy = RemovalPolicy.SNAPSHOT;
  expect(() => new UsersTable(newStack(), 'Users', { removalPolicy })).toThrow(
    'Test/Users: removalPolicy: got "snapshot", expected RemovalPolicy.DESTROY or RemovalPolicy.RETAIN',
  );
});
