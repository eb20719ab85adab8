import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, type CookieBackendOptions, JwtAlgorithm, SameSite } from '../../lib';
import { newStack } from './support';

describe('AuthBackend.jwt', () => {
  test('is named jwt, lasts an hour and shares the generated secret', () => {
    const backend = AuthBackend.jwt();
    expect(backend.name).toBe('jwt');
    expect(backend.lifetime.toSeconds()).toBe(3600);
    expect(backend.secret).toBeUndefined();
    expect(backend.cookieName).toBeUndefined();
  });

  test('takes a name, a lifetime and a secret', () => {
    const secret = new Secret(newStack(), 'Secret');
    const algorithm = JwtAlgorithm.HS256;
    const lifetime = Duration.days(7);
    const backend = AuthBackend.jwt({ name: 'mobile-2', algorithm, lifetime, secret });
    expect(backend.name).toBe('mobile-2');
    expect(backend._transport).toEqual({ kind: 'bearer' });
    expect(backend._strategy).toEqual({
      kind: 'jwt',
      lifetime: 604_800,
      keys: { kind: 'derived' },
    });
    expect(backend.secret).toBe(secret);
  });

  test.each(['', 'JWT', '1jwt', '-jwt', 'web_jwt', 'a/b', 'jwt\n', 'a'.repeat(33)])(
    'refuses the name %j',
    (name) => {
      expect(() => AuthBackend.jwt({ name })).toThrow(
        `AuthBackend.name: got ${JSON.stringify(name)}, expected at most 32 lower-case letters, digits and hyphens, starting with a letter; it becomes a route, as in /login/jwt, so choose one like "jwt" or "web-cookie"`,
      );
    },
  );

  test('refuses a name that is known only at deployment', () => {
    const name = Lazy.string({ produce: () => 'jwt' });
    expect(() => AuthBackend.jwt({ name })).toThrow(
      /^AuthBackend\.name: got .+, expected at most 32 lower-case letters/,
    );
  });

  test.each([
    ['no time', Duration.seconds(0), '0 seconds'],
    ['parts of a second', Duration.millis(1500), '1.5 seconds'],
    ['more than 400 days', Duration.days(401), '34646400 seconds'],
  ])('refuses a lifetime of %s', (_, lifetime, got) => {
    expect(() => AuthBackend.jwt({ lifetime })).toThrow(
      `AuthBackend.lifetime: got ${got}, expected whole seconds from 1 to 34560000; browsers keep no cookie for longer than 400 days, and no token should live longer`,
    );
  });

  test('takes a lifetime of 400 days, and one that is known only at deployment', () => {
    AuthBackend.jwt({ lifetime: Duration.days(400) });
    AuthBackend.jwt({ lifetime: Duration.seconds(Lazy.number({ produce: () => 0 })) });
  });
});

describe('AuthBackend.cookie', () => {
  const cookieOf = (options?: CookieBackendOptions) => {
    const { _transport: transport } = AuthBackend.cookie(options);
    if (transport.kind !== 'cookie') throw new Error('it is no cookie');
    return transport;
  };

  test('is a __Host- cookie of the whole host, sent on same-site requests and followed links', () => {
    const backend = AuthBackend.cookie();
    expect(backend.name).toBe('cookie');
    expect(backend.cookieName).toBe('__Host-users-api');
    expect(backend._transport).toEqual({
      kind: 'cookie',
      name: '__Host-users-api',
      path: '/',
      sameSite: 'Lax',
    });
    expect(backend._strategy).toEqual({
      kind: 'jwt',
      lifetime: 3600,
      keys: { kind: 'key-pair', algorithm: 'RS256' },
    });
  });

  test('falls back to a __Secure- cookie where browsers would drop a __Host- one', () => {
    expect(cookieOf({ domain: 'example.com' }).name).toBe('__Secure-users-api');
    expect(cookieOf({ path: '/users' }).name).toBe('__Secure-users-api');
  });

  test.each(['__Host-session', '__host-session', '__HOST-session'])(
    'refuses the name %s beside a domain or a path',
    (cookieName) => {
      const message = `AuthBackend.cookieName: got ${JSON.stringify(cookieName)}, expected no "__Host-" prefix beside a domain, or a path other than "/"; leave out domain and path, or begin the name with "__Secure-"`;
      expect(() => cookieOf({ cookieName, domain: 'example.com' })).toThrow(message);
      expect(() => cookieOf({ cookieName, path: '/users' })).toThrow(message);
      expect(cookieOf({ cookieName }).name).toBe(cookieName);
    },
  );

  test('takes all attributes', () => {
    expect(
      cookieOf({
        cookieName: 'session',
        domain: 'Auth.example.com',
        path: '/users',
        sameSite: SameSite.NONE,
      }),
    ).toEqual({
      kind: 'cookie',
      name: 'session',
      domain: 'Auth.example.com',
      path: '/users',
      sameSite: 'None',
    });
  });

  test.each(['', 'a b', 'a;b', 'a=b', 'a\r\nset-cookie: b', 'ä', '"a"'])(
    'refuses the cookie name %j',
    (cookieName) => {
      expect(() => cookieOf({ cookieName })).toThrow(
        `AuthBackend.cookieName: got ${JSON.stringify(cookieName)}, expected a token as of RFC 6265, such as "__Host-users-api"; use letters, digits, "-" and "_"`,
      );
    },
  );

  test.each([
    '',
    '.example.com',
    'https://example.com',
    'example.com:443',
    'example.com; Path=/',
    'example.com\r\n',
    '-a.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(127)}com`,
  ])('refuses the domain %j', (domain) => {
    expect(() => cookieOf({ domain })).toThrow(
      `AuthBackend.domain: got ${JSON.stringify(domain)}, expected a host name such as "example.com"; give only the name, without scheme, port, leading dot or path`,
    );
  });

  test.each(['', 'users', '/users; Domain=evil.example', '/users\n', '/a b', '/ä'])(
    'refuses the path %j',
    (path) => {
      expect(() => cookieOf({ path })).toThrow(
        `AuthBackend.path: got ${JSON.stringify(path)}, expected a path such as "/users", of printable ASCII without spaces and semicolons; start it with a slash and percent-encode what is special`,
      );
    },
  );

  test('takes an option that is given as undefined for one that is left out', () => {
    const { lifetime, name, path, sameSite } = {} as CookieBackendOptions;
    const backend = AuthBackend.cookie({ lifetime, name, path, sameSite, refresh: undefined });
    expect(backend).toEqual(AuthBackend.cookie());
  });

  test('takes attributes that are known only at deployment', () => {
    const token = Lazy.string({ produce: () => 'example.com' });
    expect(cookieOf({ domain: token })).toMatchObject({
      name: '__Secure-users-api',
      domain: token,
    });
  });
});
