import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type Metric,
  type MetricOptions,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type CfnEventSourceMapping,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { undeliveredEventsUrl } from '../../contract/events.ts';
import type { Feature } from '../../contract/features.ts';
import { EVENTS } from '../../contract/index.ts';
import type { ItemKind } from '../../contract/item-kind.ts';
import { ITEMS } from '../../contract/items.ts';
import { variableOf } from '../../contract/setting.ts';
import { acknowledge, wildcardFinding } from '../acknowledge';
import { ActionFunction, type ActionFunctionProps } from '../functions/action-function';
import { featuresWith } from '../functions/features-with';
import { accessTo } from '../functions/key-access';
import { allStreamsOf, streamStatements } from '../functions/policies';
import { given } from '../given';

/**
 * Publishes what the table's stream says happened. A record that fails is tried again, by itself,
 * for as long as the stream keeps it; then the whole of it goes to a bucket, so no event is lost.
 */
export class Relay extends ActionFunction {
  /** Events that were given up, as the stream records they were. */
  readonly failures: Bucket;
  /** Goes off when events are late, long before any is given up. */
  readonly alarm: Alarm;
  private readonly mapping: EventSourceMapping;

  constructor(scope: Construct, props: ActionFunctionProps) {
    super(scope, props);
    const { table } = props.resources;
    const { encryptionKey } = props.settings;

    this.failures = new Bucket(this, 'Failures', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      ...(encryptionKey === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
      // What is deleted or overwritten, by mistake or to cover tracks, can be restored for a week.
      versioned: true,
      lifecycleRules: [
        { expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(7) },
        // What says that an object was deleted goes with its last version; S3 counts it as an object until then.
        { expiredObjectDeleteMarker: true },
      ],
      removalPolicy: props.settings.removalPolicy,
      autoDeleteObjects: props.settings.autoDeleteObjects,
    });
    acknowledge(this.failures, {
      'AwsSolutions-S1': NO_ACCESS_LOG,
      'NIST.800.53.R5-S3BucketLoggingEnabled': NO_ACCESS_LOG,
      'NIST.800.53.R5-S3BucketReplicationEnabled':
        'It holds copies of events, for at most 97 days; the users are in the table, which can ' +
        'be restored to any point in time. A replica would be a second place with personal data.',
      ...(encryptionKey === undefined && { 'NIST.800.53.R5-S3DefaultEncryptionKMS': WITHOUT_KMS }),
    });
    this.addEnvironment(
      variableOf(undeliveredEventsUrl),
      `https://${this.failures.bucketRegionalDomainName}`,
    );
    // What Lambda and the relay need to deliver there, and not the reads and deletes of S3OnFailureDestination.
    const objects = this.failures.arnForObjects('*');
    this.allow(
      ...streamStatements(table),
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: [objects],
        // The name of a bucket that is deleted is free for another account, and records hold personal data.
        // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
        conditions: { StringEquals: { 's3:ResourceAccount': Stack.of(this).account } },
      }),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.failures.bucketArn] }),
      // With a key of the bucket's, S3 encrypts the ARN of the bucket along with an object.
      ...accessTo(encryptionKey, 's3', ['GenerateDataKey'], {
        ArnEquals: { 'kms:EncryptionContext:aws:s3:arn': this.failures.bucketArn },
      }).map(({ statement }) => statement),
    );
    acknowledge(this.executionRole, {
      [wildcardFinding(this, allStreamsOf(table))]:
        'dynamodb:ListStreams is authorised on all streams that this one table has had.',
      [wildcardFinding(this, objects)]:
        'Lambda and the relay name the objects. The role may write them, in this one bucket, and not read them.',
    });

    this.mapping = new EventSourceMapping(this, 'Stream', {
      target: this.entry,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The stream keeps records for 24 hours, and one that is given up must still be readable.
      maxRecordAge: Duration.hours(23),
      filters: eventFilters(featuresWith(props.settings)),
      onFailure: { bind: () => ({ destination: this.failures.bucketArn }) },
    });

    this.alarm = new Alarm(this, 'Alarm', {
      alarmDescription: 'Events of users reach the bus more than 5 minutes late.',
      metric: this.metricAge({ period: Duration.minutes(1) }),
      threshold: Duration.minutes(5).toMilliseconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    acknowledge(this.alarm, {
      'NIST.800.53.R5-CloudWatchAlarmAction':
        'The owner of the stack decides whom to notify: lateEventsAlarm.addAlarmAction().',
    });
  }

  /**
   * Id of what brings the stream's records here, for its own metrics. They cost as custom metrics do, so Lambda
   * makes them only on request.
   */
  countedMapping(): string {
    const resource = this.mapping.node.defaultChild as CfnEventSourceMapping;
    resource.metricsConfig = { metrics: ['EventCount'] };
    return this.mapping.eventSourceMappingId;
  }

  /** How old the last record of a batch was, in milliseconds: Lambda's own measure. */
  metricAge(options: MetricOptions): Metric {
    return this.metric('IteratorAge', { statistic: 'Maximum', ...given(options) });
  }
}

/**
 * Of items that have one sort key all records, which are few; of others the records with an event, those of kinds that are there only
 * with an option in one filter, as Lambda takes five. Names are locked whether they have a user or not, and only those who have
 * are told.
 */
function eventFilters(features: readonly Feature[]) {
  const carriers = Object.values(EVENTS).flatMap(({ on }): readonly ItemKind[] =>
    on === 'lockout-notice' ? [] : [ITEMS[on === 'removal' ? 'profile' : on]],
  );
  const sortKeysOf = (kinds: readonly ItemKind[]) => [...new Set(kinds.map(({ sk }) => sk))];
  const sortKeys = sortKeysOf(carriers.filter(({ onlyWith }) => onlyWith === undefined));
  const optional = sortKeysOf(
    carriers.filter(({ onlyWith }) => onlyWith !== undefined && features.includes(onlyWith)),
  );
  const single = sortKeys.filter((sk) => !sk.includes('{'));
  const many = sortKeys.filter((sk) => sk.indexOf('{') > 0);
  return [
    FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.or(...single) } } } }),
    ...many.map((sk) =>
      FilterCriteria.filter({
        dynamodb: {
          Keys: { sk: { S: ruleFor(sk) } },
          NewImage: WITH_EVENT,
        },
      }),
    ),
    ...(optional.length > 0
      ? [
          FilterCriteria.filter({
            dynamodb: {
              Keys: { sk: { S: optional.flatMap((sk) => ruleFor(sk)) } },
              NewImage: WITH_EVENT,
            },
          }),
        ]
      : []),
    ...(features.includes('lockouts')
      ? [
          FilterCriteria.filter({
            dynamodb: {
              Keys: { sk: { S: FilterRule.or(ITEMS['lockout-notice'].sk) } },
              NewImage: { user_id: { S: FilterRule.exists() } },
            },
          }),
        ]
      : []),
  ];
}

/** For the sort keys of a kind of item. */
function ruleFor(sk: string): readonly (string | { readonly [operator: string]: string })[] {
  const end = sk.indexOf('{');
  return end < 0 ? FilterRule.or(sk) : FilterRule.beginsWith(sk.slice(0, end));
}

const WITH_EVENT = { event: { M: { id: { S: FilterRule.exists() } } } };

const WITHOUT_KMS =
  'S3 encrypts it with AES-256 (SSE-S3). KMS would put one more permission and one more quota on the way by ' +
  'which events are saved when all else has failed; encryptionKey does so where a key of yours is asked for.';

const NO_ACCESS_LOG =
  'Only Lambda, the relay and operators write to it, and only operators read it; data events of CloudTrail say who did. A ' +
  'log would need a second bucket, which has no log either.';
