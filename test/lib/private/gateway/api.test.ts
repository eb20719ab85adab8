import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Capture, Match, Template } from 'aws-cdk-lib/assertions';
import { DomainName, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AuthBackend, UsersApi } from '../../../../lib';
import { newStack, synthesize } from '../../support';

const routesOf = (template: Template) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
    .map(({ Properties }) => Properties.RouteKey)
    .sort();

describe('the routes', () => {
  test('are those of the contract, with one login and one logout for each backend', () => {
    const { template } = synthesize({ authBackends: [AuthBackend.jwt(), AuthBackend.cookie()] });
    expect(routesOf(template)).toEqual([
      'DELETE /users/me',
      'DELETE /users/me/sessions',
      'DELETE /users/{id}',
      'DELETE /users/{id}/lockout',
      'DELETE /users/{id}/sessions',
      'GET /users',
      'GET /users/.well-known/jwks.json',
      'GET /users/.well-known/openid-configuration',
      'GET /users/me',
      'GET /users/me/export',
      'GET /users/{id}',
      'PATCH /users/me',
      'PATCH /users/{id}',
      'POST /users/forgot-password',
      'POST /users/login/cookie',
      'POST /users/login/jwt',
      'POST /users/logout/cookie',
      'POST /users/logout/jwt',
      'POST /users/reauthenticate/cookie',
      'POST /users/reauthenticate/jwt',
      'POST /users/register',
      'POST /users/request-verify-token',
      'POST /users/reset-password',
      'POST /users/verify',
    ]);
  });

  test('stand under the base path', () => {
    const { template, users, stack } = synthesize({ basePath: '/api/accounts' });
    expect(routesOf(template)).toContain('GET /api/accounts');
    expect(routesOf(template)).toContain('POST /api/accounts/register');
    expect(JSON.stringify(stack.resolve(users.url))).toMatch(/\/api\/accounts"\]\]\}$/);
  });

  test('stand at the root with the base path /', () => {
    const { template, users, stack } = synthesize({ basePath: '/' });
    expect(routesOf(template)).toContain('GET /');
    expect(routesOf(template)).toContain('POST /register');
    expect(stack.resolve(users.url)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^UsersApi/), 'ApiEndpoint'],
    });
  });

  test('lead to one function each, in payload format 2.0', () => {
    const { template } = synthesize();
    const integrations = Object.values(template.findResources('AWS::ApiGatewayV2::Integration'));
    const targets = integrations.map(({ Properties }) => JSON.stringify(Properties.IntegrationUri));
    expect(new Set(targets).size).toBe(routesOf(template).length);
    template.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  test('are none for the functions of operators and of the stream', () => {
    const { template } = synthesize();
    const reached = JSON.stringify(template.findResources('AWS::ApiGatewayV2::Integration'));
    expect(reached).not.toMatch(/CreateUser|Relay/);
  });
});

describe("the construct's own API", () => {
  const { template } = synthesize();

  test('has one stage, which throttles', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
  });

  test('throttles as the props say, and as ever where they say nothing', () => {
    const { template: other } = synthesize({ throttle: { rateLimit: 500 } });
    other.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 200 },
    });
  });

  test('logs accesses as JSON, without what clients write into their requests', () => {
    const format = new Capture(Match.stringLikeRegexp('^\\{.+\\}$'));
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: {
        DestinationArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UsersAccessLogs'), 'Arn'] },
        Format: format,
      },
    });
    expect(JSON.parse(format.asString())).toMatchObject({
      requestId: '$context.requestId',
      route: '$context.routeKey',
      status: '$context.status',
    });
    expect(format.asString()).not.toMatch(/path|query|userAgent|header/i);
  });

  test('has no CORS without allowed origins', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
  });

  test('lets pages of the allowed origins call it with credentials', () => {
    const { template: shared } = synthesize({ allowedOrigins: ['https://app.example.com'] });
    shared.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      ProtocolType: 'HTTP',
      CorsConfiguration: {
        AllowOrigins: ['https://app.example.com'],
        AllowCredentials: true,
        AllowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
        AllowHeaders: [
          'authorization',
          'content-type',
          'x-requested-with',
          'x-csrf-token',
          'baggage',
          'sentry-trace',
          'traceparent',
          'tracestate',
        ],
        ExposeHeaders: [
          'content-disposition',
          'link',
          'retry-after',
          'www-authenticate',
          'x-request-id',
        ],
        MaxAge: 7200,
      },
    });
  });
});

describe("a user's API", () => {
  test('gets the routes, and keeps its stage and its CORS', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Mine');
    const { users, template } = synthesize(
      { httpApi, allowedOrigins: ['https://app.example.com'] },
      stack,
    );
    expect(users.httpApi).toBe(httpApi);
    expect(stack.resolve(users.url)).toEqual({
      'Fn::Join': ['', [stack.resolve(httpApi.apiEndpoint), '/users']],
    });
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 1);
    template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: Match.absent(),
      DefaultRouteSettings: Match.absent(),
    });
  });

  test('does not put its default authorizer before register and login', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Mine', { defaultAuthorizer: new HttpIamAuthorizer() });
    const { template } = synthesize({ httpApi }, stack);
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'NONE' });
  });

  test('does not put its default scopes on routes, which have no authorizer to look at them', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Mine', {
      defaultAuthorizer: new HttpIamAuthorizer(),
      defaultAuthorizationScopes: ['users'],
    });
    const { template } = synthesize({ httpApi }, stack);
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', {
      AuthorizationType: 'NONE',
      AuthorizationScopes: Match.absent(),
    });
  });

  test('may be imported, with the endpoint it is given or the one that its id makes', () => {
    const stack = newStack();
    const named = { httpApiId: 'abc', apiEndpoint: 'https://api.example.com' };
    const url = (attributes: { httpApiId: string; apiEndpoint?: string }, id: string) => {
      const httpApi = HttpApi.fromHttpApiAttributes(stack, id, attributes);
      return stack.resolve(new UsersApi(stack, `Users${id}`, { httpApi }).url);
    };
    expect(url(named, 'Named')).toBe('https://api.example.com/users');
    expect(JSON.stringify(url({ httpApiId: 'def' }, 'Plain'))).toMatch(
      /https:\/\/def\.execute-api\..+\/users/,
    );
  });

  test('makes URLs of the domain that it is mapped to, with or without an endpoint of its own', () => {
    for (const disableExecuteApiEndpoint of [false, true]) {
      const stack = newStack();
      const certificate = Certificate.fromCertificateArn(stack, 'Certificate', 'arn:certificate');
      const domainName = new DomainName(stack, 'Domain', {
        domainName: 'auth.example.com',
        certificate,
      });
      const httpApi = new HttpApi(stack, 'Mine', {
        defaultDomainMapping: { domainName },
        disableExecuteApiEndpoint,
      });
      const { users } = synthesize({ httpApi }, stack);
      expect(stack.resolve(users.url)).toEqual({
        'Fn::Join': ['', ['https://', { Ref: expect.stringMatching(/^Domain/) }, '/users']],
      });
    }
  });

  test('may be in another stack', () => {
    const app = new App();
    const httpApi = new HttpApi(new Stack(app, 'ApiStack'), 'Mine');
    const stack = new Stack(app, 'UsersStack');
    new UsersApi(stack, 'Users', { httpApi });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Route', 21);
  });
});
