import { describe, expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { type IUsersApi, UsersApi, type UsersApiAttributes } from '../../../lib';
import { listed, newFunction, newStack, statementsOf } from '../support';

const RELAY_ARN = 'arn:aws:lambda:eu-central-1:111122223333:function:users-relay';

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
      'loginEvents: got a rule for after-login, which an API raises only if it is told to, expected an import that knows that its API does; give loginEvents: true to the UsersApi where it is defined, and to the import once that is deployed',
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

  test.each(['httpApi', 'table', 'adminEnvironment'] as const)(
    'throws for a %s that it was not given',
    (attribute) => {
      const { users } = imported();
      expect(() => users[attribute]).toThrow(
        `Test/Users: ${attribute}: got none, as it was imported without, expected one that the import was told; give ${attribute} to UsersApi.fromUsersApiAttributes`,
      );
    },
  );

  test('counts what the functions of the API count, and measures those that it knows', () => {
    const stack = newStack();
    const { metrics } = imported({
      table: TableV2.fromTableName(stack, 'Table', 'users'),
      httpApi: HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' }),
      functions: { relay: Lambda.fromFunctionArn(stack, 'Relay', RELAY_ARN) },
    }).users;
    const TableName = 'users';
    expect(metrics.errors().dimensions).toEqual({ TableName });
    // Which backends there are isn't known.
    expect(metrics.logins({ backend: 'web' }).dimensions).toEqual({ TableName, Backend: 'web' });
    expect(metrics.serverErrors().dimensions).toEqual({ ApiId: 'abc123' });
    expect(stack.resolve(metrics.eventAge().dimensions)).toEqual({ FunctionName: 'users-relay' });
  });

  test.each([
    ['table', (users: IUsersApi) => users.metrics.errors()],
    ['table', (users: IUsersApi) => users.grants.readUsers(new AccountRootPrincipal())],
    ['httpApi', (users: IUsersApi) => users.metrics.latency()],
    ['functions["relay"]', (users: IUsersApi) => users.metrics.eventAge()],
    ['functions["login-jwt"]', (users: IUsersApi) => users.metrics.functionErrors('login-jwt')],
    ['authBackends', (users: IUsersApi) => users.oidc.audience()],
  ])('throws for want of %s, and names it', (attribute, use) => {
    expect(() => use(imported().users)).toThrow(
      `Test/Users: ${attribute}: got none, as it was imported without, expected one that the import was told; give ${attribute} to UsersApi.fromUsersApiAttributes`,
    );
  });

  test.each([
    ['readUsers', 'dynamodb:BatchGetItem'],
    ['manageUsers', 'dynamodb:PutItem'],
  ] as const)(
    'grants %s on the table that it was given, whatever its features are',
    (method, call) => {
      const stack = newStack();
      const grantee = new Role(stack, 'Grantee', {
        assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      });
      const { users } = imported({ table: TableV2.fromTableName(stack, 'Table', 'users') });
      const grant = users.grants[method](grantee);
      expect(grant.success).toBe(true);
      const statements = statementsOf(Template.fromStack(stack), 'Grantee');
      expect(statements.flatMap(({ Action }) => listed(Action))).toContain(call);
      expect(JSON.stringify(statements)).toContain(':table/users"');
      expect(JSON.stringify(statements)).toContain('SESSION');
    },
  );

  test('hands out the environment of the admin client as it was given', () => {
    const adminEnvironment = { USERS_API_TABLE_NAME: 'users' };
    expect(imported({ adminEnvironment }).users.adminEnvironment).toEqual(adminEnvironment);
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
