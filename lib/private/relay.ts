import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ActionFunction, type ActionFunctionProps } from './action-function';
import { EVENT_SORT_KEYS } from './actions';
import { streamStatements } from './policies';

/**
 * Publishes what the table's stream says happened. A record that fails is tried again, by itself,
 * for as long as the stream keeps it; then the whole of it goes to a bucket, so no event is lost.
 */
export class Relay extends ActionFunction {
  /** Events that were given up, as the stream records they were. */
  readonly failures: Bucket;
  /** Goes off when events are late, long before any is given up. */
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: ActionFunctionProps) {
    super(scope, id, props);
    const { table } = props.resources;

    this.failures = new Bucket(this, 'Failures', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      // What is deleted or overwritten, by mistake or to cover tracks, can be had back for a week.
      versioned: true,
      lifecycleRules: [
        { expiration: Duration.days(90), noncurrentVersionExpiration: Duration.days(7) },
      ],
      removalPolicy: props.settings.removalPolicy,
    });
    // What Lambda needs to deliver there, and not the reads and deletes of S3OnFailureDestination.
    this.allow(
      ...streamStatements(table),
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: [this.failures.arnForObjects('*')],
      }),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.failures.bucketArn] }),
    );

    new EventSourceMapping(this, 'Stream', {
      target: this.lambda,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The stream keeps records for 24 hours, and one that is given up must still be readable.
      maxRecordAge: Duration.hours(23),
      filters: [
        FilterCriteria.filter({
          dynamodb: { Keys: { sk: { S: FilterRule.or(...EVENT_SORT_KEYS) } } },
        }),
      ],
      onFailure: { bind: () => ({ destination: this.failures.bucketArn }) },
    });

    this.alarm = new Alarm(this, 'Alarm', {
      alarmDescription: 'Events of users reach the bus more than 5 minutes late.',
      metric: this.lambda.metric('IteratorAge', {
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: Duration.minutes(5).toMilliseconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
