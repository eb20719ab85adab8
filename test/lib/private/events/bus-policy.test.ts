import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { UsersApi } from '../../../../lib';
import { newStack } from '../../support';

const policiesIn = (stack: Stack) =>
  Object.values(Template.fromStack(stack).findResources('AWS::Events::EventBusPolicy')).map(
    ({ Properties }) => Properties,
  );
const roleArn = (id: RegExp) => ({ 'Fn::GetAtt': [expect.stringMatching(id), 'Arn'] });

describe('the bus that a users API makes', () => {
  test('takes events of the users API only from its relay, and from AWS itself', () => {
    const stack = newStack();
    new UsersApi(stack, 'Users');
    const [policy, ...others] = policiesIn(stack);
    expect(others).toEqual([]);
    expect(policy).toEqual({
      EventBusName: { Ref: expect.stringMatching(/^UsersEventBus/) },
      StatementId: 'cdk-OnlyRelaysPublish',
      Statement: {
        Sid: 'cdk-OnlyRelaysPublish',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'events:PutEvents',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^UsersEventBus/), 'Arn'] },
        Condition: {
          // A call can have events of several sources: one of ours is enough.
          'ForAnyValue:StringEquals': { 'events:source': ['users-api'] },
          ArnNotEquals: { 'aws:PrincipalArn': [roleArn(/^UsersRelayRole/)] },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    });
  });

  test('takes them from the relays of all users APIs of its stack that share it', () => {
    const stack = newStack();
    const { eventBus } = new UsersApi(stack, 'Customers');
    new UsersApi(stack, 'Staff', { eventBus });
    const [policy] = policiesIn(stack);
    expect(policy?.Statement.Condition.ArnNotEquals['aws:PrincipalArn']).toEqual([
      roleArn(/^CustomersRelayRole/),
      roleArn(/^StaffRelayRole/),
    ]);
  });

  test('has no policy where a users API of another stack shares it, which it could not name', () => {
    const app = new App();
    const stack = new Stack(app, 'Customers');
    const { eventBus } = new UsersApi(stack, 'Users');
    new UsersApi(new Stack(app, 'Staff'), 'Users', { eventBus });
    expect(policiesIn(stack)).toEqual([]);
  });
});

test.each([
  ['made by the app', (stack: Stack) => new EventBus(stack, 'Bus')],
  ['imported', (stack: Stack) => EventBus.fromEventBusName(stack, 'Bus', 'company')],
])('a bus that is %s is left as it is', (_, busOf) => {
  const stack = newStack();
  new UsersApi(stack, 'Users', { eventBus: busOf(stack) });
  expect(policiesIn(stack)).toEqual([]);
});
