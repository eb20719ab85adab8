import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import { AuthBackend, JwtAlgorithm, Mfa, RequireMfa, UsersApi } from '../../../../lib';
import { newStack, synthesize } from '../../support';

const { RS256, ES256, HS256 } = JwtAlgorithm;
const rs256 = (name?: string) => AuthBackend.jwt({ name, algorithm: RS256 });

function addRoute(
  scope: Construct,
  id: string,
  httpApi: IHttpApi,
  authorizer: IHttpRouteAuthorizer,
): void {
  new HttpRoute(scope, id, {
    httpApi,
    routeKey: HttpRouteKey.with(`/${id}`, HttpMethod.GET),
    integration: new HttpUrlIntegration(`${id}Integration`, 'https://example.com'),
    authorizer,
  });
}

/** What authorizers of a template verify, and of which API they are. */
const authorizersOf = (template: Template) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Authorizer')).map(
    ({ Properties: { ApiId, JwtConfiguration, Name } }) => ({ ApiId, JwtConfiguration, Name }),
  );

describe('UsersApi.jwtAuthorizer', () => {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt({ name: 'web', algorithm: ES256 }), rs256()],
  });
  for (const id of ['One', 'Two']) addRoute(stack, id, users.httpApi, users.jwtAuthorizer());
  const template = Template.fromStack(stack);

  test('is one for all routes, of the first backend with RS256', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: ['users-api:access:jwt'],
        Issuer: stack.resolve(users.url),
      },
    });
    template.resourcePropertiesCountIs(
      'AWS::ApiGatewayV2::Route',
      { AuthorizationType: 'JWT', AuthorizerId: Match.anyValue() },
      2,
    );
  });

  test('is made after the discovery document is served and the keys are rotated', () => {
    template.hasResource('AWS::ApiGatewayV2::Authorizer', {
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^UsersDiscoveryRoute[^I]'),
        Match.stringLikeRegexp('^UsersJwksRoute[^I]'),
        Match.stringLikeRegexp('^UsersRotateKeysKeyPairs'),
        Match.stringLikeRegexp('^UsersStage'),
      ]),
    });
  });

  test('waits for the stage of a given API', () => {
    const other = newStack();
    const httpApi = new HttpApi(other, 'Api');
    const given = new UsersApi(other, 'Users', { authBackends: [rs256()], httpApi });
    addRoute(other, 'Own', httpApi, given.jwtAuthorizer('jwt'));
    Template.fromStack(other).hasResource('AWS::ApiGatewayV2::Authorizer', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ApiDefaultStage')]),
    });
  });

  test.each([
    [undefined, 'no name', [HS256, ES256]],
    ['web', '"web"', [HS256, ES256]],
    ['mobile', '"mobile"', [HS256, RS256]],
  ])('refuses the backend %s', (name, got, [jwt, web]) => {
    const { users: refusing } = synthesize({
      authBackends: [
        AuthBackend.jwt({ algorithm: jwt }),
        AuthBackend.jwt({ name: 'web', algorithm: web }),
      ],
    });
    expect(() => refusing.jwtAuthorizer(name)).toThrow(
      `jwtAuthorizer: got ${got} for jwt with ${jwt?.name}, web with ${web?.name}, expected a backend with RS256, the one algorithm that AWS services verify; leave the algorithm of AuthBackend.jwt out, or make it JwtAlgorithm.RS256`,
    );
  });
});

describe('UsersApi.jwtAuthorizer on a route of another API', () => {
  test('in the same stack is one of that API, for the same issuer, and one for all its routes', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', { authBackends: [rs256()] });
    const other = new HttpApi(stack, 'Other');
    const authorizer = users.jwtAuthorizer();
    addRoute(stack, 'Own', users.httpApi, authorizer);
    addRoute(stack, 'One', other, authorizer);
    addRoute(stack, 'Two', other, users.jwtAuthorizer());
    const template = Template.fromStack(stack);
    const authorizers = authorizersOf(template);
    expect(authorizers.map(({ ApiId }) => ApiId)).toEqual([
      stack.resolve(users.httpApi.apiId),
      stack.resolve(other.apiId),
    ]);
    for (const { JwtConfiguration } of authorizers) {
      expect(JwtConfiguration).toEqual({
        Audience: ['users-api:access:jwt'],
        Issuer: stack.resolve(users.url),
      });
    }
    const idOf = (key: string) =>
      Object.values(template.findResources('AWS::ApiGatewayV2::Route')).find(
        ({ Properties }) => Properties.RouteKey === `GET /${key}`,
      )?.Properties.AuthorizerId;
    expect(idOf('One')).toEqual(idOf('Two'));
    expect(idOf('One')).not.toEqual(idOf('Own'));
    template.hasResource('AWS::ApiGatewayV2::Authorizer', {
      Properties: { ApiId: stack.resolve(other.apiId) },
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^UsersDiscoveryRoute[^I]'),
        Match.stringLikeRegexp('^UsersStage'),
      ]),
    });
  });

  test('in another stack is in that stack, which depends on that of the users and not the other way', () => {
    const app = new App({ treeMetadata: false });
    const stack = new Stack(app, 'UsersStack');
    const users = new UsersApi(stack, 'Users', { authBackends: [rs256()] });
    const own = new Stack(app, 'OwnStack');
    addRoute(own, 'Own', new HttpApi(own, 'Api'), users.jwtAuthorizer());
    const template = Template.fromStack(own);
    expect(authorizersOf(template)).toMatchObject([
      { ApiId: { Ref: expect.stringMatching(/^Api/) } },
    ]);
    expect(authorizersOf(Template.fromStack(stack))).toEqual([]);
    expect(own.dependencies).toContain(stack);
    expect(stack.dependencies).toEqual([]);
  });

  test('has a name of its own where two users APIs are on that one', () => {
    const stack = newStack();
    const other = new HttpApi(stack, 'Other');
    for (const id of ['Customers', 'Staff']) {
      const users = new UsersApi(stack, id, { authBackends: [rs256()] });
      addRoute(stack, `Of${id}`, other, users.jwtAuthorizer());
    }
    const names = authorizersOf(Template.fromStack(stack)).map(({ Name }) => Name);
    expect(new Set(names).size).toBe(2);
  });

  test('makes nothing before it has a route', () => {
    const stack = newStack();
    new UsersApi(stack, 'Users', { authBackends: [rs256()] }).jwtAuthorizer();
    expect(authorizersOf(Template.fromStack(stack))).toEqual([]);
  });
});

describe('UsersApi.jwtAuthorizer where users must have a second factor', () => {
  const warned = (requireMfa?: RequireMfa) => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', {
      authBackends: [rs256()],
      mfa: Mfa.totp(),
      requireMfa,
    });
    addRoute(stack, 'Own', users.httpApi, users.jwtAuthorizer());
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('claim acr'))
      .length;
  };

  test('warns that it lets tokens of one factor pass', () => {
    expect({
      superusers: warned(RequireMfa.SUPERUSERS),
      everyone: warned(RequireMfa.EVERYONE),
      nobody: warned(),
    }).toEqual({ superusers: 1, everyone: 1, nobody: 0 });
  });
});
