import { describe, expect, test } from '@jest/globals';
import { RouteTable } from '../../src/gateway/routes.ts';

const table = new RouteTable(
  [
    '$default',
    'ANY /{proxy+}',
    'GET /users/{id}',
    'GET /users/me',
    'ANY /users/me',
    'GET /users',
    'GET /files/{path+}',
    'GET /files/{id}/meta',
    'DELETE /a/{first}/b/{second}',
  ].map((key) => ({ key, target: key })),
);

describe('a route table', () => {
  test.each([
    ['GET', '/users', 'GET /users'],
    ['GET', '/users/me', 'GET /users/me'],
    ['POST', '/users/me', 'ANY /users/me'],
    ['GET', '/users/you', 'GET /users/{id}'],
    ['POST', '/users/you', 'ANY /{proxy+}'],
    ['GET', '/files/a/b/c', 'GET /files/{path+}'],
    ['GET', '/files/a/meta', 'GET /files/{id}/meta'],
    ['GET', '/', '$default'],
  ])('takes %s %s to %s', (method, path, key) => {
    expect(table.match(method, path)?.route.key).toBe(key);
  });

  test('decodes path parameters after the path was split', () => {
    expect(table.match('GET', '/users/a%2Fb%20c')?.pathParameters).toEqual({ id: 'a/b c' });
    expect(table.match('DELETE', '/a/1/b/2')?.pathParameters).toEqual({ first: '1', second: '2' });
    expect(table.match('GET', '/files/x/y')?.pathParameters).toEqual({ path: 'x/y' });
  });

  test('leaves a malformed escape as it is', () => {
    expect(table.match('GET', '/users/%zz')?.pathParameters).toEqual({ id: '%zz' });
  });

  test('has no path parameters for a route without any', () => {
    expect(table.match('GET', '/users')?.pathParameters).toBeUndefined();
  });

  test('takes a slash at the end for none, but matches no empty parameter and no second slash', () => {
    const users = new RouteTable([
      { key: 'GET /users', target: 1 },
      { key: 'GET /users/{id}', target: 2 },
      { key: 'GET /files/{path+}', target: 3 },
    ]);
    expect(users.match('GET', '/users/')?.route.target).toBe(1);
    expect(users.match('GET', '/users/1/')).toMatchObject({
      route: { target: 2 },
      pathParameters: { id: '1' },
    });
    expect(users.match('GET', '/files/a/')?.pathParameters).toEqual({ path: 'a/' });
    expect(users.match('GET', '/users//')).toBeUndefined();
    expect(users.match('GET', '//users')).toBeUndefined();
  });

  test('matches no other method, and HEAD is not GET', () => {
    const users = new RouteTable([{ key: 'GET /users', target: 1 }]);
    expect(users.match('HEAD', '/users')).toBeUndefined();
    expect(users.match('POST', '/users')).toBeUndefined();
  });
});
