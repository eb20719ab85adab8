import { describe, expect, test } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import {
  AuthBackend,
  type AuthorizerOptions,
  UsersApi,
  type UsersApiAttributes,
} from '../../../../lib';
import { statementsOf } from '../../support';

const env = { account: '111122223333', region: 'eu-central-1' };
const arnOf = (name: string, { account, region } = env) =>
  `arn:aws:lambda:${region}:${account}:function:${name}`;

/** A stack with an import that knows functions of these names, and an HTTP API for routes. */
function importing(names: readonly string[] = [], attrs: Partial<UsersApiAttributes> = {}) {
  const stack = new Stack(new App(), 'Away', { env });
  const functions = Object.fromEntries(
    names.map((name) => [name, Lambda.fromFunctionArn(stack, name, arnOf(name))] as const),
  );
  const users = UsersApi.fromUsersApiAttributes(stack, 'Users', {
    url: 'https://api.example.com/users',
    eventBus: EventBus.fromEventBusName(stack, 'Bus', 'users'),
    functions,
    ...attrs,
  });
  const httpApi = new HttpApi(stack, 'HttpApi');
  const protect = (path: string, authorizer: IHttpRouteAuthorizer, api = httpApi) =>
    api.addRoutes({
      path,
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Integration', 'https://example.com'),
      authorizer,
    });
  return { stack, users, httpApi, protect, template: () => Template.fromStack(stack) };
}

describe('authorizer() of an import', () => {
  test("asks the API's own function, by a role of the importing stack", () => {
    const { users, protect, template } = importing(['authorizer']);
    protect('/orders', users.authorizer());
    const made = template();
    made.resourceCountIs('AWS::Lambda::Function', 0);
    made.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerUri: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            `:apigateway:${env.region}:lambda:path/2015-03-31/functions/${arnOf('authorizer')}/invocations`,
          ],
        ],
      },
    });
    expect(statementsOf(made, 'UsersGatewayRole')).toEqual([
      expect.objectContaining({ Action: 'lambda:InvokeFunction', Resource: arnOf('authorizer') }),
    ]);
  });

  test('is one for all routes of an API that ask the same', () => {
    const { users, protect, template } = importing(['authorizer', 'authorizer-superuser']);
    for (const path of ['/one', '/two']) protect(path, users.authorizer());
    protect('/three', users.authorizer({ superuser: true }));
    template().resourceCountIs('AWS::ApiGatewayV2::Authorizer', 2);
  });

  test.each<[string, AuthorizerOptions]>([
    ['authorizer', {}],
    ['authorizer-verified', { verified: true }],
    ['authorizer-unverified', { verified: false }],
    ['authorizer-superuser', { superuser: true }],
    ['authorizer-optional', { optional: true }],
    ['authorizer.jwt+web', { backends: ['web', 'jwt'] }],
  ])('needs the function %s for %j, and says so', (name, options) => {
    const ask = (names: readonly string[]) => importing(names).users.authorizer(options);
    expect(() => ask([name])).not.toThrow();
    expect(() => ask([])).toThrow(
      `Away/Users: functions["${name}"]: got none, as it was imported without, expected one that the import was told; give functions["${name}"] to UsersApi.fromUsersApiAttributes`,
    );
  });

  test.each([
    ['every request where the backends are not known', undefined, []],
    [
      'those with a header where all are bearers',
      [AuthBackend.jwt()],
      ['$request.header.Authorization'],
    ],
    ['every request where one takes cookies', [AuthBackend.cookie()], []],
  ])('shows %s to the function', (_, authBackends, IdentitySource) => {
    const attrs = authBackends === undefined ? {} : { authBackends };
    const { users, protect, template } = importing(['authorizer'], attrs);
    protect('/orders', users.authorizer());
    template().hasResourceProperties('AWS::ApiGatewayV2::Authorizer', { IdentitySource });
  });

  test('caches only where it knows that no cookie decides', () => {
    const resultsCacheTtl = Duration.minutes(5);
    const { users } = importing(['authorizer']);
    expect(() => users.authorizer({ resultsCacheTtl })).toThrow(
      'Away/Users: resultsCacheTtl: got a cache for an import that was not told the authBackends, expected to know whether there are cookies among them, about which more than a header decides; give authBackends to the import, the same as the API has',
    );
    const told = importing(['authorizer'], { authBackends: [AuthBackend.jwt()] });
    told.protect('/orders', told.users.authorizer({ resultsCacheTtl }));
    told.template().hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerResultTtlInSeconds: 300,
    });
  });

  test.each([
    ['account', { ...env, account: '444455556666' }],
    ['Region', { ...env, region: 'us-east-1' }],
  ])('refuses a function of another %s', (_, elsewhere) => {
    const { stack } = importing();
    const arn = arnOf('authorizer', elsewhere);
    const users = UsersApi.fromUsersApiAttributes(stack, 'Others', {
      url: 'https://api.example.com/users',
      eventBus: EventBus.fromEventBusName(stack, 'OtherBus', 'users'),
      functions: { authorizer: Lambda.fromFunctionArn(stack, 'Function', arn) },
    });
    expect(() => users.authorizer()).toThrow(
      `Away/Others: functions["authorizer"]: got a function of ${elsewhere.account} in ${elsewhere.region}, expected one of the importing stack's account and Region, ${env.account} and ${env.region}; use jwtAuthorizer(), which verifies tokens only by issuer and audience`,
    );
  });

  test('counts towards the ten authorizers of an API', () => {
    const names = [...Array(11).keys()].map((index) => `authorizer.b${index}`);
    const { stack, users, protect } = importing(names);
    for (const name of names) {
      protect(`/${name}`, users.authorizer({ backends: [name.replace('authorizer.', '')] }));
    }
    expect(stack.node.findAll().flatMap(({ node }) => node.validate())).toEqual([
      expect.stringContaining('Away/Users: authorizer: got 11 authorizers of Away/HttpApi'),
    ]);
  });
});

describe('jwtAuthorizer() of an import', () => {
  test('verifies only by issuer and audience, and waits for nothing', () => {
    const { users, protect, template } = importing();
    protect('/orders', users.jwtAuthorizer('mobile'));
    const made = template();
    made.resourceCountIs('AWS::IAM::Role', 0);
    const [authorizer] = Object.values(made.findResources('AWS::ApiGatewayV2::Authorizer'));
    expect(authorizer).not.toHaveProperty('DependsOn');
    expect(authorizer?.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: 'https://api.example.com/users',
        Audience: ['users-api:access:mobile'],
      },
    });
  });

  test('needs no name where it was told the backends', () => {
    const authBackends = [AuthBackend.session(), AuthBackend.jwt({ name: 'app' })];
    const { users, protect, template } = importing([], { authBackends });
    protect('/orders', users.jwtAuthorizer());
    template().hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Audience: ['users-api:access:app'] },
    });
    expect(() => users.jwtAuthorizer('session')).toThrow('expected a backend with RS256');
  });

  test('asks for a name or for the backends where it knows neither', () => {
    expect(() => importing().users.jwtAuthorizer()).toThrow(
      'Away/Users: authBackends: got none, as it was imported without',
    );
  });
});
