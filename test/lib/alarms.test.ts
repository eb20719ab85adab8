import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { UsersApi } from '../../lib';
import { newStack, synthesize } from './support';

/** A stack whose alarms notify so many topics. */
function withAlarms(actions = 1) {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users');
  const made = [...Array(actions).keys()].map((index) =>
    users.addAlarms(new SnsAction(new Topic(stack, `Operators${index}`))),
  );
  const template = Template.fromStack(stack);
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return { stack, users, made, template, alarms };
}

describe('addAlarms', () => {
  test('makes nine alarms beside that of late events, with ids that stay', () => {
    const { alarms } = withAlarms();
    expect(alarms.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'UsersAlarmsDroppedEvents',
      'UsersAlarmsErrors',
      'UsersAlarmsFailedLogins',
      'UsersAlarmsRelayThrottled',
      'UsersAlarmsServerErrors',
      'UsersAlarmsSetAsideEvents',
      'UsersAlarmsStreamNotRead',
      'UsersAlarmsUndeliveredEvents',
      'UsersAlarmsUndeliveredObjects',
      'UsersRelayAlarm',
    ]);
  });

  test('gives every alarm the action, and returns it', () => {
    const { alarms, made, stack } = withAlarms();
    for (const [, { Properties }] of alarms) {
      expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Operators0/) }]);
    }
    expect(made[0]?.map((alarm) => stack.resolve(alarm.alarmName))).toHaveLength(alarms.length);
  });

  test('adds a second action to the same alarms', () => {
    const { alarms, made } = withAlarms(2);
    expect(alarms).toHaveLength(10);
    expect(made[1]).toEqual(made[0]);
    for (const [, { Properties }] of alarms) expect(Properties.AlarmActions).toHaveLength(2);
  });

  test('takes missing data for a fault only where the lack of it is one', () => {
    const breaching = withAlarms().alarms.filter(
      ([, { Properties }]) => Properties.TreatMissingData !== 'notBreaching',
    );
    expect(breaching.map(([id]) => id)).toEqual([
      expect.stringMatching(/^UsersAlarmsStreamNotRead/),
    ]);
  });

  test('watches no more than ten metrics in one alarm, which is all that CloudWatch takes', () => {
    for (const [, { Properties }] of withAlarms().alarms) {
      expect((Properties.Metrics ?? [1]).length).toBeLessThanOrEqual(10);
    }
  });

  test('compares failed logins with all of them, once they are many', () => {
    withAlarms().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 0.5,
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression: 'IF(failed > 100, failed / (failed + FILL(logins, 0)), 0)',
        }),
      ]),
    });
  });

  test('has Lambda count the events that were given up', () => {
    const { template } = withAlarms();
    const [mapping] = Object.keys(template.findResources('AWS::Lambda::EventSourceMapping'));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'OnFailureDestinationDeliveredEventCount',
      Dimensions: [{ Name: 'EventSourceMappingUUID', Value: { Ref: mapping } }],
      Threshold: 0,
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      MetricsConfig: { Metrics: ['EventCount'] },
    });
  });

  test('sees the first event that was set aside', () => {
    withAlarms().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'UsersApi',
      MetricName: 'SetAsideEvents',
      Statistic: 'Sum',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test('sees objects that lie in the bucket of undelivered events, once a day', () => {
    const { template, stack, users } = withAlarms();
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/S3',
      MetricName: 'NumberOfObjects',
      Dimensions: [
        { Name: 'BucketName', Value: stack.resolve(users.undeliveredEvents.bucketName) },
        { Name: 'StorageType', Value: 'AllStorageTypes' },
      ],
      Period: 86_400,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test('sees events that are neither published nor kept', () => {
    withAlarms().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'DroppedEventCount',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test('sees a stream that nobody reads, which has no data, and an idle one has 0', () => {
    withAlarms().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'PolledEventCount',
      Statistic: 'Sum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 0,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  test('sees a relay whose calls are all throttled, for a quarter of an hour', () => {
    withAlarms().template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: 3,
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'IF(throttles > 0 AND FILL(calls, 0) == 0, 1, 0)' }),
      ]),
    });
  });

  test('is not needed: without it there is the alarm of late events alone, and nothing is counted', () => {
    const { template } = synthesize();
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      MetricsConfig: Match.absent(),
    });
  });
});
