import { describe, expect, test } from '@jest/globals';
import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, type Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget, LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { UsersApi } from '../../lib';
import { newFunction } from './support';

/** One app: a stack with a `UsersApi`, and one with a function for events about its users. */
function twoStacks() {
  const app = new App();
  const home = new Stack(app, 'Home');
  const users = new UsersApi(home, 'Users');
  const away = new Stack(app, 'Away');
  const target = newFunction(away, 'Target');
  const dependencies = () => {
    app.synth();
    return { ofHome: home.dependencies, ofAway: away.dependencies };
  };
  return { app, home, users, away, target, dependencies };
}

/** Checks that rule and permission are in the stack of the target, on a bus that is imported. */
function expectRuleBeside(target: Lambda, rule: Rule, eventBusName: unknown): void {
  const stack = Stack.of(target);
  const template = Template.fromStack(stack);
  const idOf = (element: unknown) => stack.getLogicalId(element as CfnElement);
  template.resourceCountIs('AWS::Events::EventBus', 0);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: eventBusName,
    EventPattern: { source: ['users-api'], 'detail-type': ['after-register'] },
    Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [idOf(target.node.defaultChild), 'Arn'] } })],
  });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    FunctionName: { 'Fn::GetAtt': [idOf(target.node.defaultChild), 'Arn'] },
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [idOf(rule.node.defaultChild), 'Arn'] },
  });
}

const exported = {
  'Fn::ImportValue': Match.stringLikeRegexp('^Home:ExportsOutputRefUsersEventBus'),
};

describe('in another stack of the app', () => {
  test('a crossStackScope puts the rule next to its target, which may use the URL as well', () => {
    const { home, users, away, target, dependencies } = twoStacks();
    target.addEnvironment('USERS_URL', users.url);
    const rule = users.onAfterRegister('Welcome', {
      target: new LambdaFunction(target),
      crossStackScope: away,
    });
    expect(dependencies()).toEqual({ ofHome: [], ofAway: [home] });
    expectRuleBeside(target, rule, exported);
    Template.fromStack(home).resourceCountIs('AWS::Events::Rule', 0);
  });

  test('an import puts the rule next to its target, which may use the URL as well', () => {
    const { home, users, away, target, dependencies } = twoStacks();
    const { url, eventBus } = users;
    const imported = UsersApi.fromUsersApiAttributes(away, 'Users', { url, eventBus });
    target.addEnvironment('USERS_URL', imported.url);
    const rule = imported.onAfterRegister('Welcome', { target: new LambdaFunction(target) });
    expect(dependencies()).toEqual({ ofHome: [], ofAway: [home] });
    expectRuleBeside(target, rule, exported);
    Template.fromStack(home).resourceCountIs('AWS::Events::Rule', 0);
  });

  test('a rule without either stays with the API, whose stack then depends on the other', () => {
    const { home, users, away, target, dependencies } = twoStacks();
    users.onAfterRegister('Welcome', { target: new LambdaFunction(target) });
    expect(dependencies()).toEqual({ ofHome: [away], ofAway: [] });
    Template.fromStack(home).resourceCountIs('AWS::Events::Rule', 1);
    Template.fromStack(away).resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('and so the target of such a rule cannot use the URL', () => {
    const { users, target, dependencies } = twoStacks();
    users.onAfterRegister('Welcome', { target: new LambdaFunction(target) });
    target.addEnvironment('USERS_URL', users.url);
    expect(dependencies).toThrow(/cyclic/i);
  });
});

describe('in another app', () => {
  const env = { account: '111122223333', region: 'eu-central-1' };

  test.each([
    ['name', (stack: Stack) => EventBus.fromEventBusName(stack, 'Bus', 'users-bus')],
    [
      'ARN',
      (stack: Stack) => {
        const arn = `arn:aws:events:${env.region}:${env.account}:event-bus/users-bus`;
        return EventBus.fromEventBusArn(stack, 'Bus', arn);
      },
    ],
  ])('an import puts rules on the bus of that %s', (_, busOf) => {
    const stack = new Stack(new App(), 'Away', { env });
    const target = newFunction(stack, 'Target');
    const users = UsersApi.fromUsersApiAttributes(stack, 'Users', {
      url: 'https://api.example.com/users',
      eventBus: busOf(stack),
    });
    const rule = users.onAfterRegister('Welcome', { target: new LambdaFunction(target) });
    expectRuleBeside(target, rule, 'users-bus');
  });
});

describe('in another account', () => {
  const here = { account: '111122223333', region: 'eu-central-1' };
  const there = { ...here, account: '444455556666' };

  test('events that are forwarded to a bus there have rules on that bus', () => {
    const arn = `arn:aws:events:${there.region}:${there.account}:event-bus/users-of-auth`;
    const home = new Stack(new App(), 'Home', { env: here });
    const users = new UsersApi(home, 'Users');
    const bus = EventBus.fromEventBusArn(home, 'BusThere', arn);
    users.onEvent('Forward', {
      target: new EventBusTarget(bus),
      eventPattern: { detailType: ['after-register'] },
    });
    const template = Template.fromStack(home);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['users-api'], 'detail-type': ['after-register'] },
      Targets: [Match.objectLike({ Arn: arn, RoleArn: Match.anyValue() })],
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: 'events:PutEvents', Effect: 'Allow', Resource: arn }],
      },
    });

    const away = new Stack(new App(), 'Away', { env: there });
    const eventBus = new EventBus(away, 'Bus', { eventBusName: 'users-of-auth' });
    const imported = UsersApi.fromUsersApiAttributes(away, 'Users', {
      url: 'https://auth.example.com/users',
      eventBus,
    });
    const target = newFunction(away, 'Target');
    imported.onAfterRegister('Welcome', { target: new LambdaFunction(target) });
    Template.fromStack(away).hasResourceProperties('AWS::Events::Rule', {
      EventBusName: away.resolve(eventBus.eventBusName),
      EventPattern: { source: ['users-api'], 'detail-type': ['after-register'] },
    });
  });
});
