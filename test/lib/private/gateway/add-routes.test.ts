import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  HttpApi,
  type HttpApiProps,
  HttpMethod,
  HttpNoneAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UsersApi } from '../../../../lib';
import { newFunction, newStack } from '../../support';

const ORDERS = { path: '/orders', methods: [HttpMethod.GET] };

function setUp(api?: HttpApiProps) {
  const stack = newStack();
  const httpApi = api && new HttpApi(stack, 'Mine', api);
  const users = new UsersApi(stack, 'Users', { ...(httpApi && { httpApi }) });
  const integration = new HttpLambdaIntegration('Orders', newFunction(stack, 'Orders'));
  return { stack, httpApi, users, integration };
}

/** The one route of a key, as the template has it. */
function routeOf(stack: Stack, key: string) {
  const routes = Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route', {
    Properties: { RouteKey: key },
  });
  const [route, ...others] = Object.values(routes);
  if (route === undefined || others.length > 0) throw new Error(`${others.length} more of ${key}`);
  return route.Properties;
}

const OURS = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: expect.any(String) } };

describe('users.addRoutes', () => {
  test('adds a route for each method, which users of the API pass, to its own API', () => {
    const { stack, users, integration } = setUp();
    const methods = [HttpMethod.GET, HttpMethod.POST];
    const routes = users.addRoutes({ path: '/orders', methods, integration });
    expect(routes.map(({ path }) => path)).toEqual(['/orders', '/orders']);
    for (const method of methods) {
      expect(routeOf(stack, `${method} /orders`)).toMatchObject({
        ApiId: { Ref: expect.stringMatching(/^UsersApi/) },
        ...OURS,
      });
    }
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
    });
  });

  test('takes any method where none is named', () => {
    const { stack, users, integration } = setUp();
    users.addRoutes({ path: '/orders', integration });
    expect(routeOf(stack, 'ANY /orders')).toMatchObject(OURS);
  });

  test('takes another authorizer, and an open route where that is said', () => {
    const { stack, users, integration } = setUp();
    users.addRoutes({ ...ORDERS, integration, authorizer: users.authorizer({ superuser: true }) });
    users.addRoutes({ path: '/open', integration, authorizer: new HttpNoneAuthorizer() });
    expect(routeOf(stack, 'GET /orders')).toMatchObject({
      AuthorizerId: { Ref: expect.stringMatching(/^UsersAuthorizerSuperuser/) },
    });
    expect(routeOf(stack, 'ANY /open')).toMatchObject({ AuthorizationType: 'NONE' });
  });

  test('on a given API goes by the users, not by the default authorizer and its scopes', () => {
    const { stack, users, integration } = setUp({
      defaultAuthorizer: new HttpIamAuthorizer(),
      defaultAuthorizationScopes: ['orders'],
    });
    users.addRoutes({ ...ORDERS, integration });
    const route = routeOf(stack, 'GET /orders');
    expect(route).toMatchObject({ ApiId: { Ref: expect.stringMatching(/^Mine/) }, ...OURS });
    expect(route.AuthorizationScopes).toBeUndefined();
  });

  test('keeps scopes that are asked for beside a JWT authorizer', () => {
    const { stack, users, integration } = setUp();
    const authorizer = users.jwtAuthorizer();
    users.addRoutes({ ...ORDERS, integration, authorizer, authorizationScopes: ['orders'] });
    expect(routeOf(stack, 'GET /orders')).toMatchObject({
      AuthorizationType: 'JWT',
      AuthorizationScopes: ['orders'],
    });
  });

  test('puts the routes of an integration in another stack there, which depends on this one', () => {
    const app = new App();
    const own = new Stack(app, 'Own');
    const users = new UsersApi(own, 'Users');
    const other = new Stack(app, 'Other');
    const integration = new HttpLambdaIntegration('Orders', newFunction(other, 'Orders'));
    users.addRoutes({ ...ORDERS, integration, crossStackScope: other });
    users.addRoutes({ path: '/carts', integration, crossStackScope: other });
    app.synth();
    Template.fromStack(other).resourceCountIs('AWS::ApiGatewayV2::Route', 2);
    expect({ own: own.dependencies, other: other.dependencies }).toEqual({ own: [], other: [own] });
  });

  test.each([
    ['POST', '/users/login/jwt', 'POST /users/login/jwt, which Test/Users/LoginJwt has'],
    ['GET', '/users/{user_id}', 'GET /users/{user_id}, which Test/Users/GetUser has'],
    ['GET', '/taken', 'GET /taken, which Test/Users/Routes/GET--taken has'],
  ])('refuses %s %s, which the API has already', (method, path, got) => {
    const { users, integration } = setUp();
    users.addRoutes({ path: '/taken', methods: [HttpMethod.GET], integration });
    const before = users.node.findAll().length;
    expect(() =>
      users.addRoutes({ path, methods: [HttpMethod.PUT, method as HttpMethod], integration }),
    ).toThrow(
      `Test/Users: addRoutes: got ${got}, expected a route that the API does not have yet, as each leads to one integration; give it another path or other methods, or the users API another basePath`,
    );
    expect(users.node.findAll()).toHaveLength(before);
  });

  test('refuses a method that is named twice, and a path that no route can have', () => {
    const { users, integration } = setUp();
    const twice = [HttpMethod.GET, HttpMethod.GET];
    expect(() => users.addRoutes({ path: '/orders', methods: twice, integration })).toThrow(
      'addRoutes: got GET /orders twice',
    );
    for (const path of ['orders', '/orders/', '']) {
      expect(() => users.addRoutes({ path, integration })).toThrow(
        `addRoutes: got ${JSON.stringify(path)}, expected a path from the root of the API`,
      );
    }
  });

  test('takes a path below those of the users, and other methods of theirs', () => {
    const { stack, users, integration } = setUp();
    users.addRoutes({ path: '/users/me/orders', methods: [HttpMethod.GET], integration });
    users.addRoutes({ path: '/users/me', methods: [HttpMethod.PUT], integration });
    expect(routeOf(stack, 'PUT /users/me')).toMatchObject(OURS);
  });
});

describe('users.authorizer() on a route of an API with default scopes', () => {
  const api = { defaultAuthorizationScopes: ['orders'] };

  test('leaves them out, as API Gateway takes scopes only with a JWT authorizer', () => {
    const { stack, httpApi, users, integration } = setUp(api);
    httpApi?.addRoutes({ ...ORDERS, integration, authorizer: users.authorizer() });
    expect(routeOf(stack, 'GET /orders')).toMatchObject(OURS);
    expect(routeOf(stack, 'GET /orders').AuthorizationScopes).toBeUndefined();
  });

  test.each([
    { authorizationScopes: ['orders', 'admin'], got: '"orders", "admin"' },
    { authorizationScopes: ['admin'], got: '"admin"' },
    { authorizationScopes: ['items'], got: '"items"' },
  ])('is refused with $authorizationScopes, which were meant for this route', (given) => {
    const { authorizationScopes, got } = given;
    const { stack, httpApi, users, integration } = setUp({
      defaultAuthorizationScopes: ['orders', 'items'],
    });
    const authorizer = users.authorizer();
    httpApi?.addRoutes({ ...ORDERS, integration, authorizer, authorizationScopes });
    expect(() => Template.fromStack(stack)).toThrow(
      `authorizationScopes: got ${got} for Test/Mine/GET--orders, expected none beside users.authorizer(), as API Gateway takes scopes only with a JWT authorizer; leave them out, or protect the route with users.jwtAuthorizer()`,
    );
  });
});
