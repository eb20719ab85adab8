import { expect } from '@jest/globals';
import { Duration, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BackupPlan, BackupResource } from 'aws-cdk-lib/aws-backup';
import { Billing, Capacity } from 'aws-cdk-lib/aws-dynamodb';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup, LogGroupClass, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { UsersApi, UsersTable } from '../../../lib';
import { newStack } from '../support';
import { type Cases, only, propertiesOf, usersApi } from './cases';

const TABLE = 'AWS::DynamoDB::GlobalTable';

const policyOf = (stack: Stack, type: string) =>
  Object.values(Template.fromStack(stack).findResources(type)).map(
    ({ DeletionPolicy }) => DeletionPolicy,
  );

export const DATA: Cases = {
  'what survives the stack': () => {
    const { stack } = usersApi({ removalPolicy: RemovalPolicy.DESTROY });
    expect(policyOf(stack, TABLE)).toEqual(['Delete']);
  },

  'what survives, for all constructs at once': () => {
    const { stack, users } = usersApi({ deletionProtection: false });
    RemovalPolicies.of(users).destroy();
    expect(policyOf(stack, TABLE)).toEqual(['Delete']);
  },

  'deletion protection of the table': () => {
    const { stack } = usersApi({ removalPolicy: RemovalPolicy.DESTROY, deletionProtection: true });
    expect(only(stack, TABLE).Replicas[0].DeletionProtectionEnabled).toBe(true);
  },

  'undelivered events go with the stack': () => {
    const { stack } = usersApi({ removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
    Template.fromStack(stack).resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  },

  'one key of KMS for everything': () => {
    // The table names its key for each Region.
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const encryptionKey = new Key(stack, 'Key');
    new UsersApi(stack, 'Users', { encryptionKey });
    const keyArn = stack.resolve(encryptionKey.keyArn);
    expect(only(stack, TABLE).Replicas[0].SSESpecification.KMSMasterKeyId).toEqual(keyArn);
    const logGroups = Object.values(propertiesOf(stack, 'AWS::Logs::LogGroup'));
    expect(logGroups.map(({ KmsKeyId }) => KmsKeyId)).toEqual(logGroups.map(() => keyArn));
  },

  'replicas of the table': () => {
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const table = new UsersTable(stack, 'Table', { replicas: [{ region: 'us-west-2' }] });
    new UsersApi(stack, 'Users', { table });
    const regions = only(stack, TABLE).Replicas.map(({ Region }: { Region: string }) => Region);
    expect(regions.sort()).toEqual(['eu-central-1', 'us-west-2']);
  },

  'the name of the table': () => {
    const stack = newStack();
    const table = new UsersTable(stack, 'Table', { tableName: 'users' });
    new UsersApi(stack, 'Users', { table });
    expect(only(stack, TABLE).TableName).toBe('users');
  },

  'days of point-in-time recovery': () => {
    const stack = newStack();
    const table = new UsersTable(stack, 'Table', {
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: 7,
      },
    });
    new UsersApi(stack, 'Users', { table });
    const { PointInTimeRecoverySpecification: specification } = only(stack, TABLE).Replicas[0];
    expect(specification.RecoveryPeriodInDays).toBe(7);
  },

  'provisioned capacity': () => {
    const stack = newStack();
    const table = new UsersTable(stack, 'Table', {
      billing: Billing.provisioned({
        readCapacity: Capacity.fixed(10),
        writeCapacity: Capacity.autoscaled({ maxCapacity: 20 }),
      }),
    });
    new UsersApi(stack, 'Users', { table });
    expect(only(stack, TABLE).BillingMode).toBe('PROVISIONED');
  },

  'a copy of all changes in Kinesis': () => {
    const stack = newStack();
    const table = new UsersTable(stack, 'Table', { kinesisStream: new Stream(stack, 'Changes') });
    new UsersApi(stack, 'Users', { table });
    expect(only(stack, TABLE).Replicas[0].KinesisStreamSpecification).toBeDefined();
  },

  'a plan of AWS Backup': () => {
    const { stack, users } = usersApi();
    const plan = BackupPlan.dailyWeeklyMonthly5YearRetention(stack, 'Plan');
    plan.addSelection('Users', { resources: [BackupResource.fromArn(users.table.tableArn)] });
    const { Resources } = only(stack, 'AWS::Backup::BackupSelection').BackupSelection;
    expect(Resources).toEqual([stack.resolve(users.table.tableArn)]);
  },

  'table and functions in two stacks': () => {
    const { node } = newStack();
    const data = new Stack(node.root, 'Data');
    const stack = new Stack(node.root, 'Api');
    new UsersApi(stack, 'Users', { table: new UsersTable(data, 'Table') });
    expect(Object.keys(propertiesOf(data, TABLE))).toHaveLength(1);
    expect(propertiesOf(stack, TABLE)).toEqual({});
  },

  'how long undelivered events are kept': () => {
    const { stack, users } = usersApi();
    users.undeliveredEvents.addLifecycleRule({ expiration: Duration.days(30) });
    const { Rules } = only(stack, 'AWS::S3::Bucket').LifecycleConfiguration;
    expect(Rules).toContainEqual(expect.objectContaining({ ExpirationInDays: 30 }));
  },

  'the name of the bucket': () => {
    const { stack, users } = usersApi();
    const bucket = users.undeliveredEvents.node.defaultChild as CfnBucket;
    bucket.bucketName = 'undelivered-events-of-users';
    expect(only(stack, 'AWS::S3::Bucket').BucketName).toBe('undelivered-events-of-users');
  },

  'a secret in another Region as well': () => {
    const stack = newStack();
    const resetPasswordTokenSecret = new Secret(stack, 'ResetTokens', {
      replicaRegions: [{ region: 'us-west-2' }],
    });
    new UsersApi(stack, 'Users', { resetPasswordTokenSecret });
    const { ReplicaRegions } = only(stack, 'AWS::SecretsManager::Secret', 'ResetTokens');
    expect(ReplicaRegions).toEqual([{ Region: 'us-west-2' }]);
  },

  'how long logs are kept': () => {
    const { stack } = usersApi({ logRetention: RetentionDays.ONE_WEEK });
    const logGroups = Object.values(propertiesOf(stack, 'AWS::Logs::LogGroup'));
    expect(logGroups.map(({ RetentionInDays }) => RetentionInDays)).toEqual(logGroups.map(() => 7));
  },

  'the class of log groups': () => {
    const { stack, users } = usersApi();
    for (const construct of users.node.findAll()) {
      if (construct instanceof CfnLogGroup) {
        construct.logGroupClass = LogGroupClass.INFREQUENT_ACCESS;
      }
    }
    const logGroups = Object.values(propertiesOf(stack, 'AWS::Logs::LogGroup'));
    expect(new Set(logGroups.map(({ LogGroupClass: of }) => of))).toEqual(
      new Set(['INFREQUENT_ACCESS']),
    );
  },
};
