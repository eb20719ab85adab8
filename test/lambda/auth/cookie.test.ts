import { describe, expect, test } from '@jest/globals';
import { cookieTransport } from '../../../lambda/auth/cookie.ts';
import { COOKIE } from '../../support/runtime/backends.ts';

const transport = cookieTransport(COOKIE);
const read = (...cookies: string[]) => transport.read({ headers: {}, cookies });

describe('the cookie transport', () => {
  test('reads the value of its cookie among others', () => {
    expect(read('theme=dark', '__Host-users-api=a.b.c', 'x=y')).toEqual({ credential: 'a.b.c' });
  });

  test('reads a value with an equals sign whole', () => {
    expect(read('__Host-users-api=a==')).toEqual({ credential: 'a==' });
  });

  test('reads nothing where there are no cookies', () => {
    expect(transport.read({ headers: {} })).toBeUndefined();
    expect(read()).toBeUndefined();
  });

  test.each([
    ['another name', 'session=a.b.c'],
    ['a name that begins so', '__Host-users-api2=a.b.c'],
    ['a name that ends so', 'x__Host-users-api=a.b.c'],
    ['the name in another case', '__host-users-api=a.b.c'],
    ['the name without a value', '__Host-users-api'],
    ['an empty value', '__Host-users-api='],
  ])('reads nothing from %s', (_, pair) => {
    expect(read(pair)).toBeUndefined();
  });

  test('says that two cookies of its name are malformed, equal and empty ones too', () => {
    expect(read('__Host-users-api=a', '__Host-users-api=b')).toBe('malformed');
    expect(read('__Host-users-api=a', '__Host-users-api=a')).toBe('malformed');
    expect(read('__Host-users-api=a', '__Host-users-api=')).toBe('malformed');
  });

  test('does not look at the headers', () => {
    const headers = { cookie: '__Host-users-api=a', authorization: 'Bearer a' };
    expect(transport.read({ headers })).toBeUndefined();
  });

  test('answers a login with a cookie that only its own origin gets and no script reads', () => {
    expect(transport.respond({ credential: 'token', lifetime: 3600 })).toEqual({
      statusCode: 204,
      cookies: ['__Host-users-api=token; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600'],
    });
  });

  test('sets and clears name, domain, path and SameSite as the backend has them', () => {
    const name = '__Secure-auth';
    const place = { domain: 'example.com', path: '/api', sameSite: 'Strict' } as const;
    const own = cookieTransport({ kind: 'cookie', name, ...place });
    const issued = { credential: 'token', lifetime: 60 };
    expect(own.respond(issued).cookies).toEqual([
      '__Secure-auth=token; Path=/api; Domain=example.com; Secure; HttpOnly; SameSite=Strict; Max-Age=60',
    ]);
    expect(own.clear()).toEqual({
      statusCode: 204,
      cookies: [
        '__Secure-auth=; Path=/api; Domain=example.com; Secure; HttpOnly; SameSite=Strict; Max-Age=0',
      ],
    });
    expect(own.read({ headers: {}, cookies: ['__Secure-auth=token'] })).toEqual({
      credential: 'token',
    });
  });

  test.each([
    ['as well', { path: '/' }],
    ['which has a domain', { path: '/', domain: 'example.com' }],
    ['which has a path', { path: '/v1' }],
  ])(
    'keeps refresh tokens in a cookie that no sibling domain can set, beside one %s',
    (_, place) => {
      const own = { ...COOKIE, ...place, refreshName: '__Host-refresh' };
      const both = cookieTransport(own);
      const refresh = { token: 'next', lifetime: 90 };
      const issued = { credential: 'token', lifetime: 60, refresh };
      const rest = 'Secure; HttpOnly; SameSite=Lax';
      const [, set] = both.respond(issued).cookies ?? [];
      const [, cleared] = both.clear().cookies ?? [];
      expect({ set, cleared }).toEqual({
        set: `__Host-refresh=next; Path=/; ${rest}; Max-Age=90`,
        cleared: `__Host-refresh=; Path=/; ${rest}; Max-Age=0`,
      });
      const read = (cookies: string[]) =>
        both.readRefreshToken({ headers: {}, cookies }, undefined);
      expect(read(['__Host-users-api=token', '__Host-refresh=next'])).toBe('next');
      expect(read(['__Host-refresh=next', '__Host-refresh=next'])).toBeUndefined();
      expect(read(['__Host-users-api=token'])).toBeUndefined();
      expect(read(['__Secure-refresh=next'])).toBeUndefined();
      expect(
        transport.readRefreshToken({ headers: {}, cookies: ['__Host-refresh=x'] }, undefined),
      ).toBeUndefined();
    },
  );

  test('has no challenge, and is sent by a browser on its own', () => {
    expect(transport.challenge).toBeUndefined();
    expect(transport.ambient).toBe(true);
  });
});
