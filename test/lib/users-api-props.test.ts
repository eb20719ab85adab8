import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, PasswordHash } from '../../lib';
import { newStack, refusal, synthesize } from './support';

describe('authBackends', () => {
  test('refuses an empty list', () => {
    expect(refusal({ authBackends: [] })).toBe(
      'authBackends: got an empty list, expected at least one backend; leave it out for AuthBackend.jwt(), or list the ones you want',
    );
  });

  test('refuses two of one name', () => {
    expect(
      refusal({ authBackends: [AuthBackend.jwt(), AuthBackend.cookie({ name: 'jwt' })] }),
    ).toBe(
      `authBackends: got two backends named "jwt", expected a different name for each; give one of them another, as in AuthBackend.jwt({ name: 'mobile' })`,
    );
  });

  test('refuses two cookies of one name, which the runtime could not tell apart', () => {
    const authBackends = [
      AuthBackend.cookie({ cookieName: 'session' }),
      AuthBackend.cookie({ name: 'admin', cookieName: 'session', path: '/admin' }),
    ];
    expect(refusal({ authBackends })).toBe(
      `authBackends: got two backends with the cookie "session", expected a different cookie for each; give one of them another, as in AuthBackend.cookie({ cookieName: '__Host-admin' })`,
    );
  });

  test('takes names that differ only by hyphens', () => {
    const authBackends = ['ab', 'a-b', 'a--b', 'a-'].map((name) => AuthBackend.jwt({ name }));
    const { template } = synthesize({ authBackends });
    for (const { name } of authBackends) {
      template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
        RouteKey: `POST /users/login/${name}`,
      });
    }
  });
});

describe('allowedHeaders', () => {
  const allowedOrigins = ['https://app.example.com'];

  test('are allowed besides those that always are, each once and in lower case', () => {
    const { template } = synthesize({
      allowedOrigins,
      allowedHeaders: ['X-Client-Version', 'Content-Type'],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowHeaders: [
          'authorization',
          'content-type',
          'x-requested-with',
          'x-csrf-token',
          'baggage',
          'sentry-trace',
          'traceparent',
          'tracestate',
          'x-client-version',
        ],
      },
    });
  });

  test.each(['', '*', 'x client', 'x-client:1', 'a,b'])('refuses %j', (name) => {
    expect(refusal({ allowedOrigins, allowedHeaders: [name] })).toBe(
      `allowedHeaders: got ${JSON.stringify(name)}, expected the name of a header, such as "x-client-version"; list each header by itself, without its value and without wildcard`,
    );
  });

  test('refuses headers that no preflight would be told of', () => {
    expect(refusal({ allowedHeaders: ['x-client'] })).toBe(
      'allowedHeaders: got headers without allowedOrigins, expected origins whose pages may send them; list the origins in allowedOrigins, or leave allowedHeaders out: pages of the API itself may send any',
    );
    const httpApi = new HttpApi(newStack(), 'Mine');
    expect(refusal({ allowedOrigins, httpApi, allowedHeaders: ['x-client'] })).toBe(
      "allowedHeaders: got headers together with httpApi, expected only one of the two; list them in that API's own corsPreflight",
    );
  });
});

describe('resetPasswordTokenLifetime', () => {
  test.each([
    [Duration.seconds(0), '0 seconds'],
    [Duration.millis(500), '0.5 seconds'],
    [Duration.hours(25), '90000 seconds'],
  ])('refuses %s', (resetPasswordTokenLifetime, got) => {
    expect(refusal({ resetPasswordTokenLifetime })).toBe(
      `resetPasswordTokenLifetime: got ${got}, expected whole seconds from 1 to 86400; a reset token is as good as the password, so it should expire soon after it is mailed`,
    );
  });
});

describe('verificationTokenLifetime', () => {
  test.each([
    [Duration.seconds(0), '0 seconds'],
    [Duration.hours(25), '90000 seconds'],
  ])('refuses %s', (verificationTokenLifetime, got) => {
    expect(refusal({ verificationTokenLifetime })).toBe(
      `verificationTokenLifetime: got ${got}, expected whole seconds from 1 to 86400; the mailbox may have a new owner by then`,
    );
  });
});

describe('recentLogin', () => {
  test.each([
    [Duration.seconds(59), '59 seconds'],
    [Duration.millis(60_500), '60.5 seconds'],
    [Duration.hours(25), '90000 seconds'],
  ])('refuses %s', (recentLogin, got) => {
    expect(refusal({ recentLogin })).toBe(
      `recentLogin: got ${got}, expected whole seconds from 60 to 86400; in less than a minute nobody comes back from a provider, and a login of days ago does not say who holds the credential now`,
    );
  });
});

describe('basePath', () => {
  test.each([
    '',
    'users',
    '/users/',
    '//users',
    '/users//',
    '/{id}',
    '/a b',
    '/..',
    '/a/./b',
    '/ü',
  ])('refuses %j', (basePath) => {
    expect(refusal({ basePath })).toBe(
      `basePath: got ${JSON.stringify(basePath)}, expected a path such as "/users" or "/api/users", or "/" for none; start it with a slash, end it without one, and use letters, digits, "-", ".", "_" and "~"`,
    );
  });

  test.each(['/', '/users', '/api/v1.2/users_~-', '/.well-known/users'])('takes %j', (basePath) => {
    synthesize({ basePath });
  });
});

describe('passwordPolicy.minLength', () => {
  test.each([7, 257, 8.5, Number.NaN])('refuses %d', (minLength) => {
    expect(refusal({ passwordPolicy: { minLength } })).toBe(
      `passwordPolicy.minLength: got ${minLength}, expected a whole number from 8 to 256; shorter passwords can be guessed, and longer ones may have more bytes than a hash takes`,
    );
  });

  test('is at most what the hash takes', () => {
    const passwordHash = PasswordHash.bcrypt();
    expect(refusal({ passwordPolicy: { minLength: 73 }, passwordHash })).toBe(
      'passwordPolicy.minLength: got 73, expected at most 72 with PasswordHash.bcrypt(), which takes 72 bytes; ask for fewer characters, or leave passwordHash out for argon2id',
    );
    synthesize({ passwordPolicy: { minLength: 72 }, passwordHash });
    synthesize({ passwordPolicy: { minLength: 256 } });
  });
});

describe('passwordPolicy.contextWords', () => {
  test.each(['', ' ', '-_-'])('refuses %j, which no password could be', (word) => {
    expect(refusal({ passwordPolicy: { contextWords: ['Acme', word] } })).toBe(
      `passwordPolicy.contextWords: got ${JSON.stringify(word)}, expected words with at least one letter or digit; name what users call the service, as in contextWords: ['Acme', 'Acme Shop']`,
    );
  });
});

describe('allowedOrigins', () => {
  test.each([
    '*',
    'null',
    'https://*.example.com',
    'app.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://app.example.com:443',
    'https://App.example.com',
    'https://user@app.example.com',
    'https://app.example.com,https://other.example.com',
    'ftp://app.example.com',
  ])('refuses %j', (origin) => {
    expect(refusal({ allowedOrigins: [origin] })).toBe(
      `allowedOrigins: got "${origin}", expected scheme://host[:port], such as "https://app.example.com"; list each origin by itself, in lower case, without path, wildcard or default port`,
    );
  });

  test('warns of an origin whose pages anyone on the network can change', () => {
    const { stack } = synthesize({
      allowedOrigins: [
        'https://app.example.com',
        'http://localhost:3000',
        'http://127.0.0.1',
        'http://[::1]:5173',
        'http://app.example.com',
      ],
    });
    Annotations.fromStack(stack).hasWarning(
      '/Test/Users',
      Match.stringLikeRegexp('^allowedOrigins: got http://app.example.com, expected https'),
    );
    const ours = Match.stringLikeRegexp('^allowedOrigins: ');
    expect(Annotations.fromStack(stack).findWarning('*', ours)).toHaveLength(1);
  });
});

describe('throttle', () => {
  test('is refused for an API that has a stage of its own', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Api');
    expect(refusal({ httpApi, throttle: { rateLimit: 10 } })).toBe(
      "throttle: got a throttle together with httpApi, expected only one of the two; set the throttle on that API's own stage",
    );
  });
});

test('values that are known only at deployment are let through', () => {
  const text = () => Lazy.string({ produce: () => 'late' });
  const number = () => Lazy.number({ produce: () => 12 });
  synthesize({
    allowedOrigins: [text()],
    passwordPolicy: { minLength: number(), contextWords: [text()] },
    passwordHash: PasswordHash.bcrypt({ cost: number() }),
    resetPasswordTokenLifetime: Duration.seconds(number()),
    verificationTokenLifetime: Duration.seconds(number()),
    recentLogin: Duration.seconds(number()),
  });
});
