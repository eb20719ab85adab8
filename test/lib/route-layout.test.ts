import { describe, expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { RouteLayout, UsersApi } from '../../lib';
import { newStack, synthesize } from './support';

const routesOf = (template: Template) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
    .map(({ Properties }) => Properties.RouteKey)
    .sort();

describe('RouteLayout.fastApiUsers', () => {
  test('puts the same functions at the paths of FastAPI Users', () => {
    const standard = synthesize();
    const peer = synthesize({ routeLayout: RouteLayout.fastApiUsers() });
    expect(Object.keys(peer.users.functions)).toEqual(Object.keys(standard.users.functions));
    const idsOf = ({ template }: typeof peer) => Object.keys(template.toJSON().Resources);
    expect(idsOf(peer)).toEqual(idsOf(standard));
    expect(routesOf(peer.template)).toEqual(
      expect.arrayContaining([
        'POST /auth/register',
        'POST /auth/jwt/login',
        'POST /auth/jwt/logout',
        'POST /auth/forgot-password',
        'POST /auth/reset-password',
        'POST /auth/request-verify-token',
        'POST /auth/verify',
        'GET /users/me',
        'PATCH /users/me',
        'GET /users',
        'GET /users/{id}',
        'PATCH /users/{id}',
        'DELETE /users/{id}',
      ]),
    );
  });

  test('stands at the root unless there is a base path, and so does the URL', () => {
    const root = synthesize({ routeLayout: RouteLayout.fastApiUsers() });
    expect(root.stack.resolve(root.users.url)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^UsersApi/), 'ApiEndpoint'],
    });
    const routeLayout = RouteLayout.fastApiUsers({ auth: '/sign', users: '/people' });
    const { template, users, stack } = synthesize({ routeLayout, basePath: '/api' });
    expect(routesOf(template)).toContain('POST /api/sign/jwt/login');
    expect(routesOf(template)).toContain('GET /api/people/me');
    expect(JSON.stringify(stack.resolve(users.url))).toMatch(/\/api"\]\]\}$/);
  });

  test.each(['auth', '/auth/', '/a b', ''])('refuses the prefix %j', (auth) => {
    expect(() => RouteLayout.fastApiUsers({ auth })).toThrow(
      `RouteLayout.auth: got ${JSON.stringify(auth)}, expected a path such as "/users" or "/api/users", or "/" for none`,
    );
  });

  test('refuses one prefix for both', () => {
    expect(() => RouteLayout.fastApiUsers({ auth: '/users' })).toThrow(
      'RouteLayout.users: got "/users", expected another prefix than that of auth',
    );
  });

  test('refuses a neighbour whose routes are its own', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Shared');
    new UsersApi(stack, 'Customers', { httpApi });
    const same = { httpApi, routeLayout: RouteLayout.fastApiUsers() };
    expect(() => new UsersApi(stack, 'Same', same)).toThrow(
      'basePath: got "/", which Test/Customers has on the same HTTP API, expected a path of its own',
    );
    const routeLayout = RouteLayout.fastApiUsers({ users: '/people' });
    new UsersApi(stack, 'Staff', { httpApi, routeLayout });
  });
});
