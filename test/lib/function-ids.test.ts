import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { MonitoringFacade } from 'cdk-monitoring-constructs';
import { AuthBackend, UsersApi } from '../../lib';
import { constructId } from '../../lib/private/functions/construct-id';
import { newStack } from './support';
import { google } from './support-oauth';

/** With functions of every kind: of no backend, of a backend, of an OAuth client, an authorizer's, the relay. */
function setUp() {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    // Its id ends in what a log group of its action could be called.
    oauthClients: [google(), google({ name: 'logs' })],
  });
  (users.httpApi as HttpApi).addRoutes({
    path: '/orders',
    methods: [HttpMethod.GET],
    integration: new HttpUrlIntegration('Integration', 'https://example.com'),
    authorizer: users.authorizer({ backends: ['jwt'] }),
  });
  return { stack, users, made: Object.entries(users.functions) };
}

describe('the construct id of a function', () => {
  test('is its name, right below the construct', () => {
    const { users, made } = setUp();
    expect(made.length).toBeGreaterThan(20);
    for (const [name, each] of made) {
      expect({ name, path: each.node.path }).toEqual({
        name,
        path: `Test/Users/${constructId(name)}`,
      });
      expect(users.node.findChild(constructId(name))).toBe(each);
      expect(each).toBeInstanceOf(LambdaFunction);
    }
    expect(users.node.findChild('LoginJwt')).toBe(users.functions['login-jwt']);
  });

  test('is in the titles of the alarms and graphs that cdk-monitoring-constructs makes for a scope', () => {
    const { stack, users, made } = setUp();
    const monitoring = new MonitoringFacade(stack, 'Monitoring');
    monitoring.monitorScope(users, {
      lambda: { props: { addFaultCountAlarm: { Warning: { maxErrorCount: 0 } } } },
    });
    const template = Template.fromStack(stack);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties.AlarmName)
      .filter((name) => /Fault-Count-Warning$/.test(name));
    expect(alarms.toSorted()).toEqual(
      made.map(([, { node }]) => `Monitoring-${node.id}-Fault-Count-Warning`).toSorted(),
    );
  });
});
