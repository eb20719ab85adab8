import { describe, expect, test } from '@jest/globals';
import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AuthBackend, type AuthorizerOptions, UsersApi } from '../../../../lib';
import { functionOf, newStack, statementsOf } from '../../support';

const authBackends = [AuthBackend.jwt(), AuthBackend.cookie(), AuthBackend.jwt({ name: 'mobile' })];

function setUp(stack = newStack()) {
  const users = new UsersApi(stack, 'Users', { authBackends });
  return { stack, users, httpApi: users.httpApi as HttpApi };
}

function addRoute(httpApi: HttpApi, path: string, authorizer: IHttpRouteAuthorizer): void {
  const integration = new HttpUrlIntegration('Integration', 'https://example.com');
  httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer });
}

/** The template of a stack with one route for each of these options. */
function templateOf(...options: AuthorizerOptions[]): Template {
  const { stack, users, httpApi } = setUp();
  for (const [index, each] of options.entries()) {
    addRoute(httpApi, `/own/${index}`, users.authorizer(each));
  }
  return Template.fromStack(stack);
}

const authorizersOf = (template: Template) =>
  Object.entries(template.findResources('AWS::ApiGatewayV2::Authorizer'));
const isAttribute = (part: object) => Object.hasOwn(Object(part), 'Fn::GetAtt');
const routeOf = (template: Template, key: string) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route')).find(
    ({ Properties }) => Properties.RouteKey === key,
  )?.Properties;

describe('an authorizer', () => {
  test('is a Lambda authorizer with payload format 2.0 and simple responses, which API Gateway may call', () => {
    const template = templateOf({});
    const [id = ''] = authorizersOf(template)[0] ?? [];
    const [, { Properties: authorizer }] = authorizersOf(template)[0] ?? ['', { Properties: {} }];
    const [roleId] = authorizer.AuthorizerCredentialsArn['Fn::GetAtt'];
    const [functionId] = authorizer.AuthorizerUri['Fn::Join'][1].find(isAttribute)['Fn::GetAtt'];
    expect(functionId).toMatch(/^UsersAuthorizer[0-9A-F]{8}$/);
    expect(statementsOf(template, roleId)).toEqual([
      expect.objectContaining({
        Action: 'lambda:InvokeFunction',
        Resource: expect.arrayContaining([{ 'Fn::GetAtt': [functionId, 'Arn'] }]),
      }),
    ]);
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Permission',
      { Principal: 'apigateway.amazonaws.com' },
      0,
    );
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
      AuthorizerUri: {
        'Fn::Join': ['', Match.arrayWith([{ 'Fn::GetAtt': [functionId, 'Arn'] }, '/invocations'])],
      },
      ApiId: { Ref: Match.stringLikeRegexp('^UsersApi') },
    });
    expect(routeOf(template, 'GET /own/0')).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: id },
    });
  });

  test('asks for what the API asks for, unless it is told otherwise', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', { authBackends, requireVerification: true });
    for (const [index, verified] of [undefined, false].entries()) {
      addRoute(users.httpApi as HttpApi, `/own/${index}`, users.authorizer({ verified }));
    }
    const asked = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
      .flatMap(({ Properties }) => Properties.Environment.Variables.REQUIREMENTS ?? [])
      .map((requirements) => JSON.parse(requirements).verified);
    expect(asked.sort()).toEqual([false, true]);
  });

  test('may read profiles, what was revoked and the secrets of its backends, and nothing else', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', { authBackends });
    addRoute(users.httpApi as HttpApi, '/own', users.authorizer());
    const statements = statementsOf(Template.fromStack(stack), 'UsersAuthorizerRole');
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'dynamodb:BatchGetItem',
      'secretsmanager:GetSecretValue',
    ]);
    expect(statements[1]?.Condition).toMatchObject({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['USER#*', 'REVOKED#*'] },
    });
  });

  test('gets its requirements and its backends, in the order of the API', () => {
    const template = templateOf({ verified: true, superuser: true, backends: ['mobile', 'jwt'] });
    const { Environment, Description } = functionOf(
      template,
      'UsersAuthorizerVerifiedSuperuserjwtmobile',
    );
    expect(Description).toBe(
      "Tell who calls a route of the stack's own, and whether they may. Backend: jwt, mobile.",
    );
    expect(Object.keys(Environment.Variables).sort()).toEqual([
      'ALLOWED_ORIGINS',
      'BACKENDS',
      'CLAIM_FIELDS',
      'REQUIREMENTS',
      'TABLE_NAME',
    ]);
    expect(JSON.parse(Environment.Variables.REQUIREMENTS)).toEqual({
      verified: true,
      superuser: true,
      optional: false,
    });
    const backends = JSON.stringify(Environment.Variables.BACKENDS);
    expect(backends.match(/(?<=name\\":\\")\w+/g)).toEqual(['jwt', 'mobile']);
  });

  test.each<[string, string[], AuthorizerOptions]>([
    ['bearer backends alone', ['$request.header.Authorization'], { backends: ['jwt'] }],
    ['a cookie backend too', [], {}],
    ['an optional user', [], { backends: ['jwt'], optional: true }],
  ])('for %s has the identity sources %j', (_, sources, options) => {
    const [[, { Properties }] = ['', { Properties: {} }]] = authorizersOf(templateOf(options));
    expect(Properties.IdentitySource).toEqual(sources);
  });

  test('caches for as long as it is told', () => {
    const template = templateOf({ backends: ['jwt'], resultsCacheTtl: Duration.minutes(5) });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  test('makes nothing before it is bound to a route', () => {
    const { stack, users } = setUp();
    users.authorizer();
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Authorizer', 0);
    expect(Object.keys(users.functions)).not.toContain('authorizer');
  });
});

describe('authorizers', () => {
  const count = (template: Template, type: string, prefix: string) =>
    Object.keys(template.findResources(type)).filter((id) => id.startsWith(prefix)).length;

  test('with the same options share one function, whatever order backends are in', () => {
    const template = templateOf(
      { backends: ['jwt', 'mobile'] },
      { backends: ['mobile', 'jwt'], verified: false },
      { backends: ['jwt', 'mobile'], resultsCacheTtl: Duration.minutes(1) },
    );
    expect(count(template, 'AWS::Lambda::Function', 'UsersAuthorizer')).toBe(1);
    expect(authorizersOf(template)).toHaveLength(2);
  });

  test('with other options have functions of their own, by name among those of the API', () => {
    const { stack, users, httpApi } = setUp();
    const all: AuthorizerOptions[] = [
      {},
      { verified: true },
      { superuser: true },
      { optional: true },
      { backends: ['jwt'] },
    ];
    for (const [index, each] of all.entries())
      addRoute(httpApi, `/${index}`, users.authorizer(each));
    expect(Object.keys(users.functions).filter((name) => name.startsWith('authorizer'))).toEqual([
      'authorizer',
      'authorizer-verified',
      'authorizer-superuser',
      'authorizer-optional',
      'authorizer.jwt',
    ]);
    const template = Template.fromStack(stack);
    expect(count(template, 'AWS::Lambda::Function', 'UsersAuthorizer')).toBe(all.length);
    const names = authorizersOf(template).map(([, { Properties }]) => Properties.Name);
    expect(new Set(names).size).toBe(all.length);
  });

  test('have the same ids whichever route comes first', () => {
    const ids = (template: Template) =>
      Object.keys(template.toJSON().Resources)
        .filter((id) => id.startsWith('UsersAuthorizer'))
        .sort();
    expect(ids(templateOf({}, { verified: true }))).toEqual(
      ids(templateOf({ verified: true }, {})),
    );
    expect(ids(templateOf({}))).toMatchInlineSnapshot(`
[
  "UsersAuthorizerEE709C2A",
  "UsersAuthorizerLogs0504AFD7",
  "UsersAuthorizerRoleF16272F7",
  "UsersAuthorizerUsersApi0sAuthorizer05B9AE90",
]
`);
  });

  test('stand before routes of several APIs', () => {
    const { stack, users, httpApi } = setUp();
    const authorizer = users.authorizer();
    addRoute(httpApi, '/one', authorizer);
    addRoute(new HttpApi(stack, 'Other'), '/two', authorizer);
    const template = Template.fromStack(stack);
    expect(count(template, 'AWS::Lambda::Function', 'UsersAuthorizer')).toBe(1);
    expect(
      new Set(authorizersOf(template).map(([, { Properties }]) => Properties.ApiId.Ref)).size,
    ).toBe(2);
  });

  test('stand in the stack of the route, which depends on that of the users and not the other way', () => {
    const app = new App();
    const { stack, users } = setUp(new Stack(app, 'UsersStack'));
    const own = new Stack(app, 'OwnStack');
    addRoute(new HttpApi(own, 'Own'), '/own', users.authorizer());
    const template = Template.fromStack(own);
    expect(authorizersOf(template)).toHaveLength(1);
    const [[, { Properties }] = ['', { Properties: {} }]] = authorizersOf(template);
    const { 'Fn::ImportValue': role } = Properties.AuthorizerCredentialsArn;
    expect(role).toMatch(/^UsersStack:ExportsOutputFnGetAttUsersGatewayRole/);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.resourceCountIs('AWS::Lambda::Permission', 0);
    expect(own.dependencies).toContain(stack);
    expect(stack.dependencies).toEqual([]);
  });
});

describe('an authorizer is refused with', () => {
  const jwt = { backends: ['jwt'] };
  const token = Duration.seconds(Lazy.number({ produce: () => 60 }));

  test.each<[string, AuthorizerOptions, string]>([
    [
      'a backend that the API has not',
      { backends: ['jwt', 'web'] },
      'backends: got "web", expected names out of "jwt", "cookie", "mobile"; leave it out for all, or name those of authBackends that are to be accepted',
    ],
    [
      'no backend at all',
      { backends: [] },
      'backends: got an empty list, expected names out of "jwt", "cookie", "mobile"; leave it out for all, or name those of authBackends that are to be accepted',
    ],
    [
      'a cache for more than an hour',
      { ...jwt, resultsCacheTtl: Duration.hours(2) },
      'resultsCacheTtl: got 7200 seconds, expected whole seconds from 0 to 3600; API Gateway keeps a result for at most an hour; a revoked token passes for as long',
    ],
    [
      'a cache for half a second',
      { ...jwt, resultsCacheTtl: Duration.millis(500) },
      'resultsCacheTtl: got 0.5 seconds, expected whole seconds from 0 to 3600; API Gateway keeps a result for at most an hour; a revoked token passes for as long',
    ],
    [
      'a cache for a time that only deployment knows',
      { ...jwt, resultsCacheTtl: token },
      'resultsCacheTtl: got a token, expected whole seconds from 0 to 3600, known at synth; API Gateway keeps a result for at most an hour; a revoked token passes for as long',
    ],
    [
      'a cache for anonymous callers',
      { ...jwt, optional: true, resultsCacheTtl: Duration.minutes(1) },
      'resultsCacheTtl: got a cache together with optional, expected only one of the two, as an anonymous request has nothing to find its result by; leave one of them out',
    ],
    [
      'a cache for cookies',
      { resultsCacheTtl: Duration.minutes(1) },
      'resultsCacheTtl: got a cache together with the cookie backend "cookie", expected only bearer backends, as method and origin of the request decide about a cookie, too; leave it out, or name the bearer backends in backends',
    ],
  ])('%s', (_, options, message) => {
    const { users } = setUp();
    expect(() => users.authorizer(options)).toThrow(
      expect.objectContaining({ name: 'UsersApiError', message: `Test/Users: ${message}` }),
    );
  });
});
