import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AuthBackend, UsersApi } from '../../lib';
import { newStack, synthesize } from './support';

const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];

describe('the metric of', () => {
  test.each([
    ['logins', 'metricLogins', 'Logins'],
    ['failed logins', 'metricFailedLogins', 'FailedLogins'],
    ['lockouts', 'metricLockouts', 'Lockouts'],
    ['outdated hashes', 'metricOutdatedHashes', 'OutdatedHashes'],
    ['registrations', 'metricRegistrations', 'Registrations'],
  ] as const)('%s is the sum that the functions of this one API count', (_, method, metricName) => {
    const { users, stack } = synthesize({ authBackends });
    expect(users[method]()).toMatchObject({
      namespace: 'UsersApi',
      metricName,
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
    expect(stack.resolve(users[method]().dimensions)).toEqual({
      TableName: stack.resolve(users.table.tableName),
    });
  });

  test.each(['metricLogins', 'metricFailedLogins'] as const)(
    '%s can be of one backend',
    (method) => {
      const { users, stack } = synthesize({ authBackends });
      const metric = users[method]({ backend: 'cookie', period: Duration.hours(1) });
      expect(metric.period).toEqual(Duration.hours(1));
      expect(stack.resolve(metric.dimensions)).toEqual({
        TableName: stack.resolve(users.table.tableName),
        Backend: 'cookie',
      });
    },
  );

  test('a backend that is not there is refused', () => {
    const { users } = synthesize({ authBackends });
    expect(() => users.metricLogins({ backend: 'mobile' })).toThrow(
      'backend: got "mobile", expected one of "jwt", "cookie"; give the name of one of authBackends, or none for all of them',
    );
  });

  test("the relay's age is Lambda's measure of the function", () => {
    const { users, stack } = synthesize();
    const metric = users.metricEventAge({ statistic: 'p99' });
    expect(metric).toMatchObject({
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      statistic: 'p99',
    });
    expect(stack.resolve(metric.dimensions)).toEqual({
      FunctionName: stack.resolve(users.functions.relay?.functionName),
    });
    expect(users.metricEventAge().statistic).toBe('Maximum');
  });

  test.each([
    ['errors', 'Errors'],
    ['logins', 'Logins'],
    ['failedLogins', 'FailedLogins'],
    ['lockouts', 'Lockouts'],
    ['outdatedHashes', 'OutdatedHashes'],
    ['registrations', 'Registrations'],
    ['uncheckedPasswords', 'UncheckedPasswords'],
    ['eventsSetAside', 'SetAsideEvents'],
  ] as const)('metrics.%s is one metric over all functions of this one API', (method, name) => {
    const { users, stack } = synthesize();
    const dimensions = { TableName: stack.resolve(users.table.tableName) };
    for (const metric of [users.metrics[method](), users.metrics.metric(name)]) {
      expect(metric).toMatchObject({ namespace: 'UsersApi', metricName: name, statistic: 'Sum' });
      expect(stack.resolve(metric.dimensions)).toEqual(dimensions);
    }
  });

  test.each([
    ['requests', 'Count', 'Sum'],
    ['clientErrors', '4xx', 'Sum'],
    ['serverErrors', '5xx', 'Sum'],
    ['latency', 'Latency', 'p95'],
  ] as const)("metrics.%s is API Gateway's measure of the API", (method, metricName, statistic) => {
    const { users, stack } = synthesize();
    const metric = users.metrics[method]();
    expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName, statistic });
    expect(stack.resolve(metric.dimensions)).toEqual({
      ApiId: stack.resolve(users.httpApi.apiId),
    });
    expect(users.metrics[method]({ statistic: 'Maximum' }).statistic).toBe('Maximum');
  });

  test.each([
    ['functionInvocations', 'Invocations', 'Sum'],
    ['functionErrors', 'Errors', 'Sum'],
    ['functionDuration', 'Duration', 'p95'],
    ['functionThrottles', 'Throttles', 'Sum'],
  ] as const)("metrics.%s is Lambda's measure of one function", (method, metricName, statistic) => {
    const { users, stack } = synthesize();
    const metric = users.metrics[method]('register');
    expect(metric).toMatchObject({ namespace: 'AWS/Lambda', metricName, statistic });
    expect(stack.resolve(metric.dimensions)).toEqual({
      FunctionName: stack.resolve(users.functions.register?.functionName),
    });
    expect(() => users.metrics[method]('no-action')).toThrow(
      /^Test.Users: functions: got "no-action", expected one of .*register.*; give the name of a function of this API$/,
    );
  });

  test('any of them can have an alarm', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    const metric = users.metricFailedLogins();
    new Alarm(stack, 'Guessing', { metric, threshold: 500, evaluationPeriods: 1 });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'UsersApi',
      MetricName: 'FailedLogins',
      Dimensions: [{ Name: 'TableName', Value: stack.resolve(users.table.tableName) }],
    });
  });
});
