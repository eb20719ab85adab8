import { describe, expect, test } from '@jest/globals';
import { publicBasePath } from '../../../lambda/http/public-base-path.ts';
import { relay } from '../../../lib/contract/events.ts';
import { login } from '../../../lib/contract/login.ts';

describe('the base path as the client sees it', () => {
  test.each([
    ['/users/login/jwt', '/users'],
    ['/users/login/jwt/', '/users'],
    ['/login/jwt', ''],
    ['/v1/api/accounts/login/jwt', '/v1/api/accounts'],
    ['/prod/users/login/jwt', '/prod/users'],
  ])('of %s is %p', (rawPath, base) => {
    expect(publicBasePath(login, { rawPath })).toBe(base);
  });

  test('is refused if it would break out of a cookie’s path', () => {
    for (const rawPath of ['/a;b/login/jwt', '/a b/login/jwt', '/a\r\nb/login/jwt']) {
      expect(() => publicBasePath(login, { rawPath })).toThrow('the API stands at');
    }
  });

  test('is refused for an action without a route', () => {
    expect(() => publicBasePath(relay, { rawPath: '/users' })).toThrow('has no route');
  });
});
