import { expect } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnEventBusPolicy, EventBus, EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { UsersApi } from '../../../lib';
import { newStack } from '../support';
import { type Cases, only, propertiesOf, usersApi } from './cases';

const RULE = 'AWS::Events::Rule';

export const EVENTS: Cases = {
  'a dead-letter queue and retries of a target': () => {
    const { stack, users } = usersApi();
    const queue = new Queue(stack, 'Queue');
    const deadLetterQueue = new Queue(stack, 'DeadLetters');
    users.onAfterRegister('Welcome', {
      target: new SqsQueue(queue, { deadLetterQueue, retryAttempts: 4 }),
    });
    const [target] = only(stack, RULE).Targets;
    expect(target.RetryPolicy).toEqual({ MaximumRetryAttempts: 4 });
    expect(target.DeadLetterConfig.Arn).toEqual(stack.resolve(deadLetterQueue.queueArn));
  },

  'what a target gets of an event': () => {
    const { stack, users } = usersApi();
    const message = RuleTargetInput.fromText(EventField.fromPath('$.detail.user.id'));
    users.onAfterDelete('Forget', {
      target: new SqsQueue(new Queue(stack, 'Queue'), { message }),
    });
    const [{ InputTransformer: transformer }] = only(stack, RULE).Targets;
    expect(transformer.InputPathsMap).toEqual({ 'detail-user-id': '$.detail.user.id' });
  },

  'which events of a kind': () => {
    const { stack, users } = usersApi();
    users.onAfterUpdate('Superusers', {
      target: new SqsQueue(new Queue(stack, 'Queue')),
      eventPattern: { detail: { user: { is_superuser: [true] } } },
    });
    expect(only(stack, RULE).EventPattern).toEqual({
      source: ['users-api'],
      'detail-type': ['after-update'],
      detail: { user: { is_superuser: [true] } },
    });
  },

  'a rule in the stack of its target': () => {
    const { stack, users } = usersApi();
    const billing = new Stack(stack.node.root, 'Billing');
    users.onAfterRegister('OpenAccount', {
      target: new SqsQueue(new Queue(billing, 'Queue')),
      crossStackScope: billing,
    });
    expect(Object.keys(propertiesOf(billing, RULE))).toHaveLength(1);
    expect(propertiesOf(stack, RULE)).toEqual({});
  },

  'a bus of your own': () => {
    const stack = newStack();
    const eventBus = new EventBus(stack, 'Bus', { eventBusName: 'users' });
    new UsersApi(stack, 'Users', { eventBus });
    expect(only(stack, 'AWS::Events::EventBus').Name).toBe('users');
  },

  'an archive, for a replay': () => {
    const { stack, users } = usersApi();
    users.eventBus.archive('Archive', {
      // Not those that carry a token.
      eventPattern: { source: ['users-api'], detail: { token: [{ exists: false }] } },
      retention: Duration.days(30),
    });
    expect(only(stack, 'AWS::Events::Archive').RetentionDays).toBe(30);
  },

  'a policy of the bus': () => {
    const { stack, users } = usersApi();
    new CfnEventBusPolicy(stack, 'Auditors', {
      eventBusName: users.eventBus.eventBusName,
      statementId: 'Auditors',
      statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 'events:DescribeRule',
        Resource: '*',
      },
    });
    expect(only(stack, 'AWS::Events::EventBusPolicy', 'Auditors').EventBusName).toEqual(
      stack.resolve(users.eventBus.eventBusName),
    );
  },

  'who hears of late events': () => {
    const { stack, users } = usersApi();
    const topic = new Topic(stack, 'Operators');
    users.lateEventsAlarm.addAlarmAction(new SnsAction(topic));
    expect(only(stack, 'AWS::CloudWatch::Alarm').AlarmActions).toEqual([
      stack.resolve(topic.topicArn),
    ]);
  },

  'when events count as late': () => {
    const { stack, users } = usersApi();
    const alarm = users.lateEventsAlarm.node.defaultChild as CfnAlarm;
    alarm.threshold = Duration.minutes(1).toMilliseconds();
    expect(only(stack, 'AWS::CloudWatch::Alarm').Threshold).toBe(60_000);
  },

  'how many records the relay takes at once': () => {
    const { stack, users } = usersApi();
    for (const construct of users.node.findAll()) {
      if (construct instanceof CfnEventSourceMapping) construct.batchSize = 10;
    }
    expect(only(stack, 'AWS::Lambda::EventSourceMapping').BatchSize).toBe(10);
  },

  'schemas in the registry of EventBridge': () => {
    const { stack } = usersApi({ eventSchemas: true });
    expect(Object.keys(propertiesOf(stack, 'AWS::EventSchemas::Schema'))).not.toEqual([]);
  },
};
