import { describe, expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { UsersApi, type UsersApiAttributes } from '../../../lib';
import { newFunction, newStack } from '../support';

/** An import by names alone, as from another app. */
function imported(attrs: Partial<UsersApiAttributes> = {}) {
  const stack = newStack();
  const users = UsersApi.fromUsersApiAttributes(stack, 'Users', {
    url: 'https://api.example.com/users',
    eventBus: EventBus.fromEventBusName(stack, 'Bus', 'users'),
    ...attrs,
  });
  return { stack, users };
}

describe('an imported users API', () => {
  test('makes no resource', () => {
    const { stack } = imported();
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test.each([
    ['after-register', 'onAfterRegister'],
    ['after-forgot-password', 'onAfterForgotPassword'],
    ['after-reset-password', 'onAfterResetPassword'],
    ['after-request-verify', 'onAfterRequestVerify'],
    ['after-verify', 'onAfterVerify'],
    ['after-request-email-change', 'onAfterRequestEmailChange'],
    ['after-login', 'onAfterLogin'],
    ['after-update', 'onAfterUpdate'],
    ['after-delete', 'onAfterDelete'],
  ] as const)('has rules of %s in the importing stack', (detailType, method) => {
    const { stack, users } = imported({ loginEvents: true });
    const target = newFunction(stack, 'Target');
    const rule = users[method]('Rule', { target: new LambdaFunction(target) });
    expect(rule.node.path).toBe('Test/Users/Rules/Rule');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'users',
      EventPattern: { source: ['users-api'], 'detail-type': [detailType] },
      Targets: [Match.objectLike({ Arn: stack.resolve(target.functionArn) })],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: stack.resolve(target.functionArn),
      Principal: 'events.amazonaws.com',
      SourceArn: stack.resolve(rule.ruleArn),
    });
  });

  test('has rules of all events from onEvent', () => {
    const { stack, users } = imported();
    users.onEvent('Archive');
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'users',
      EventPattern: { source: ['users-api'], 'detail-type': Match.absent() },
    });
  });

  test('refuses rules of after-login until it is told that there is such an event', () => {
    const { users } = imported();
    expect(() => users.onAfterLogin('Rule')).toThrow(
      'onAfterLogin: got a rule for an event that is never raised, expected loginEvents to be on; give loginEvents: true to UsersApi.fromUsersApiAttributes once the imported API has it',
    );
  });

  test('hands out what it was given', () => {
    const stack = newStack();
    const attrs: UsersApiAttributes = {
      url: 'https://api.example.com/users',
      eventBus: EventBus.fromEventBusName(stack, 'Bus', 'users'),
      httpApi: HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' }),
      table: TableV2.fromTableName(stack, 'Table', 'users'),
    };
    const { url, eventBus, httpApi, table } = UsersApi.fromUsersApiAttributes(
      stack,
      'Users',
      attrs,
    );
    expect({ url, eventBus, httpApi, table }).toEqual(attrs);
  });

  test.each(['httpApi', 'table'] as const)('throws for a %s that it was not given', (attribute) => {
    const { users } = imported();
    expect(() => users[attribute]).toThrow(
      `${attribute}: got Test/Users, which was imported without it, expected an import that knows it; give ${attribute} to UsersApi.fromUsersApiAttributes`,
    );
  });

  test('is not a UsersApi, as it has no functions', () => {
    expect(UsersApi.isUsersApi(imported().users)).toBe(false);
  });
});

describe('its url', () => {
  test.each([
    '',
    '/users',
    'api.example.com/users',
    'ftp://api.example.com/users',
    'https://',
    'https:///users',
    'https://api.example.com/',
    'https://api.example.com/users/',
    'https://api.example.com//users',
    'https://api.example.com/users?page=1',
    'https://api.example.com/users?',
    'https://api.example.com/users#me',
    'https://api.example.com/a b',
    'https://api.example.com:port/users',
  ])('is refused when it is %j', (url) => {
    const stack = newStack();
    const eventBus = EventBus.fromEventBusName(stack, 'Bus', 'users');
    expect(() => UsersApi.fromUsersApiAttributes(stack, 'Users', { url, eventBus })).toThrow(
      `url: got ${JSON.stringify(url)}, expected an absolute URL such as "https://api.example.com/users"; start it with https://, and end it without slash, query and fragment`,
    );
    expect(stack.node.tryFindChild('Users')).toBeUndefined();
  });

  test.each([
    'https://api.example.com',
    'https://api.example.com/v1/users',
    'http://127.0.0.1:3000/users',
    'http://[::1]:3000/users',
  ])('is taken when it is %j', (url) => {
    expect(imported({ url }).users.url).toBe(url);
  });

  test('is let through when only deployment knows it', () => {
    const url = Lazy.string({ produce: () => 'late' });
    expect(imported({ url }).users.url).toBe(url);
  });
});
