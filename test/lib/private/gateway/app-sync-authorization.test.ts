import { describe, expect, test } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { APPSYNC_GRAPHQLAPI_SCOPE_LAMBDA_FUNCTION_PERMISSION } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { type AppSyncAuthorizationOptions, AuthBackend, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

function setUp(stack = newStack(), backends = [AuthBackend.jwt(), AuthBackend.cookie()]) {
  return { stack, users: new UsersApi(stack, 'Users', { authBackends: backends }) };
}

function addApi(
  scope: Construct,
  users: UsersApi,
  options?: AppSyncAuthorizationOptions,
): GraphqlApi {
  const definition = Definition.fromFile('examples/orders.graphql');
  return new GraphqlApi(scope, 'Orders', {
    name: 'orders',
    definition,
    authorizationConfig: { defaultAuthorization: users.appSyncAuthorization(options) },
  });
}

const permissionsOf = (template: Template) =>
  Object.values(template.findResources('AWS::Lambda::Permission'))
    .map(({ Properties }) => Properties)
    .filter(({ Principal }) => Principal === 'appsync.amazonaws.com');

describe('UsersApi.appSyncAuthorization', () => {
  test('has AppSync ask a function each time, of the bearer backends', () => {
    const { stack, users } = setUp();
    addApi(stack, users);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::AppSync::GraphQLApi', {
      AuthenticationType: 'AWS_LAMBDA',
      LambdaAuthorizerConfig: {
        AuthorizerResultTtlInSeconds: 0,
        AuthorizerUri: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UsersAuthorizer'), 'Arn'] },
      },
    });
    const [name, ...others] = Object.keys(users.functions).filter((each) =>
      each.startsWith('authorizer'),
    );
    expect({ name, others }).toEqual({ name: 'authorizer.jwt', others: [] });
  });

  test('lets only APIs of AppSync in this account and Region call the function, by one permission', () => {
    const { stack, users } = setUp();
    addApi(stack, users);
    users.appSyncAuthorization({ resultsCacheTtl: Duration.minutes(1) });
    expect(permissionsOf(Template.fromStack(stack))).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^UsersAuthorizer/), 'Arn'] },
        Principal: 'appsync.amazonaws.com',
        SourceArn: stack.resolve(
          `arn:${stack.partition}:appsync:${stack.region}:${stack.account}:apis/*`,
        ),
      },
    ]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('addPermission'));
  });

  test('of an API in another stack makes no circle, with the flag for narrow permissions on', () => {
    const app = new App({
      treeMetadata: false,
      context: { [APPSYNC_GRAPHQLAPI_SCOPE_LAMBDA_FUNCTION_PERMISSION]: true },
    });
    const { stack, users } = setUp(new Stack(app, 'UsersStack'));
    const own = new Stack(app, 'OwnStack');
    addApi(own, users);
    expect(permissionsOf(Template.fromStack(own))).toEqual([]);
    expect(permissionsOf(Template.fromStack(stack))).toHaveLength(1);
    expect(own.dependencies).toContain(stack);
    expect(stack.dependencies).toEqual([]);
  });

  test('shares the function of an authorizer where the API has only bearer backends', () => {
    const { stack, users } = setUp(newStack(), [AuthBackend.jwt(), AuthBackend.session()]);
    addApi(stack, users, { superuser: true, resultsCacheTtl: Duration.minutes(5) });
    expect(Object.keys(users.functions)).toContain('authorizer-superuser');
    Template.fromStack(stack).hasResourceProperties('AWS::AppSync::GraphQLApi', {
      LambdaAuthorizerConfig: { AuthorizerResultTtlInSeconds: 300 },
    });
  });

  test.each<[string, AuthBackend[], AppSyncAuthorizationOptions, string]>([
    [
      'a cookie backend by name',
      [AuthBackend.jwt(), AuthBackend.cookie()],
      { backends: ['cookie'] },
      'got the cookie backend "cookie"',
    ],
    ['an API with only cookies', [AuthBackend.cookie()], {}, 'got no backend without a cookie'],
  ])('is refused for %s', (_, backends, options, got) => {
    const { users } = setUp(newStack(), backends);
    expect(() => users.appSyncAuthorization(options)).toThrow(
      `Test/Users: backends: ${got}, expected bearer backends, as AppSync hands on only a token; name bearer backends, and add AuthBackend.jwt() to authBackends if there is none`,
    );
  });
});
