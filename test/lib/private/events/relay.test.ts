import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { BruteForce, Mfa } from '../../../../lib';
import { listed, statementsOf, synthesize } from '../../support';

const { template, users, stack } = synthesize();

const statements = statementsOf(template, 'UsersRelayRole');
const bucket = { 'Fn::GetAtt': [expect.stringMatching(/^UsersRelayFailures/), 'Arn'] };

describe('the relay', () => {
  test("reads the table's stream from the oldest record, and gives up none that it could read", () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UsersTable'), 'StreamArn'] },
      FunctionName: { Ref: Match.stringLikeRegexp('^UsersRelay[0-9A-F]{8}$') },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 23 * 3600,
      MaximumRetryAttempts: Match.absent(),
    });
  });

  test('is called only for items that can hold an event', () => {
    const requests = ['forgot-password', 'request-verify'];
    const always = { Keys: { sk: { S: ['PROFILE', ...requests] } } };
    const carrying = (prefix: string) => ({
      Keys: { sk: { S: [{ prefix }] } },
      NewImage: { event: { M: { id: { S: [{ exists: true }] } } } },
    });
    const others = [always, carrying('SESSION#'), carrying('EMAIL-CHANGE#')];
    const patterns = (filters: readonly object[]) =>
      filters.map((dynamodb) => ({ Pattern: Match.serializedJson({ dynamodb }) }));
    const lockouts = {
      Keys: { sk: { S: ['NOTICE'] } },
      NewImage: { user_id: { S: [{ exists: true }] } },
    };
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: { Filters: patterns([...others, lockouts]) },
    });
    const totp = {
      Keys: { sk: { S: ['TOTP'] } },
      NewImage: { event: { M: { id: { S: [{ exists: true }] } } } },
    };
    synthesize({ mfa: Mfa.totp(), bruteForce: BruteForce.off() }).template.hasResourceProperties(
      'AWS::Lambda::EventSourceMapping',
      { FilterCriteria: { Filters: patterns([...others, totp, lockouts]) } },
    );
    const unlimited = { bruteForce: BruteForce.off() };
    synthesize(unlimited).template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: { Filters: patterns(others) },
    });
  });

  test('may read that stream, and list the streams of that table', () => {
    const stream = statements.filter(({ Condition, Action }) =>
      listed(Action).some((action) => action.startsWith('dynamodb:') && Condition === undefined),
    );
    expect(stream).toEqual([
      {
        Effect: 'Allow',
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^UsersTable/), 'StreamArn'] },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:ListStreams',
        Resource: {
          'Fn::Join': [
            '',
            [{ 'Fn::GetAtt': [expect.stringMatching(/^UsersTable/), 'Arn'] }, '/stream/*'],
          ],
        },
      },
    ]);
  });

  test('raises an alarm when events are five minutes late', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Dimensions: [
        { Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('^UsersRelay[0-9A-F]{8}$') } },
      ],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 300_000,
      TreatMissingData: 'notBreaching',
    });
    expect(stack.resolve(users.lateEventsAlarm.alarmName).Ref).toMatch(/^UsersRelayAlarm/);
  });
});

describe('records that were given up', () => {
  test('go, whole, to a bucket', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      DestinationConfig: {
        OnFailure: { Destination: stack.resolve(users.undeliveredEvents.bucketArn) },
      },
    });
  });

  test('go there from the relay as well, which knows where it is', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          UNDELIVERED_EVENTS_URL: {
            'Fn::Join': [
              '',
              [
                'https://',
                {
                  'Fn::GetAtt': [
                    Match.stringLikeRegexp('^UsersRelayFailures'),
                    'RegionalDomainName',
                  ],
                },
              ],
            ],
          },
        },
      },
    });
  });

  test('are put there with what Lambda needs for it and nothing else', () => {
    const s3 = statements.filter(({ Action }) =>
      listed(Action).some((action) => action.startsWith('s3:')),
    );
    expect(s3).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [bucket, '/*']] },
        // A bucket of that name in another account, once this one is deleted, gets no records.
        Condition: { StringEquals: { 's3:ResourceAccount': { Ref: 'AWS::AccountId' } } },
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
    ]);
  });

  test('are private, encrypted, versioned and retained, and expire', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: [
            {
              ExpirationInDays: 90,
              NoncurrentVersionExpiration: { NoncurrentDays: 7 },
              Status: 'Enabled',
            },
            { ExpiredObjectDeleteMarker: true, Status: 'Enabled' },
          ],
        },
      },
    });
  });

  test('travel over TLS only', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      },
    });
  });

  test('go with the stack when the removal policy says so', () => {
    const { template: temporary } = synthesize({ removalPolicy: RemovalPolicy.DESTROY });
    temporary.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  });
});
