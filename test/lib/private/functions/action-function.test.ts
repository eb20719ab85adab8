import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Duration, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AuthBackend, PasswordHash, SameSite, UserModel, UsersDomain } from '../../../../lib';
import { variableOf } from '../../../../lib/contract/setting.ts';
import { FUNCTIONS, functionOf, newStack, synthesize } from '../../support';

const { template, users } = synthesize({
  authBackends: [
    AuthBackend.jwt(),
    AuthBackend.cookie({ domain: 'example.com', sameSite: SameSite.STRICT }),
  ],
  loginEvents: true,
  allowedOrigins: ['https://app.example.com'],
  userModel: UserModel.fromFile('examples/user-model.ts'),
});

describe('the functions', () => {
  test('are one for each action, and one for each backend where the action says so', () => {
    template.resourceCountIs('AWS::Lambda::Function', FUNCTIONS.length);
    expect(Object.keys(users.functions)).toEqual(FUNCTIONS.map(({ name }) => name));
  });

  test.each(FUNCTIONS)('$id runs on Node.js 24 and arm64, with JSON logs', ({ action, id }) => {
    expect(functionOf(template, `Users${id}`)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: `${action.name}.handler`,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN' },
    });
  });

  test.each(FUNCTIONS)('$id says what memory and time it takes', ({ action, id }) => {
    expect(functionOf(template, `Users${id}`)).toMatchObject({
      MemorySize: action.hashes ? 1769 : 512,
      Timeout: ['relay', 'rotate-keys'].includes(action.name) ? 60 : 10,
    });
  });

  test.each(FUNCTIONS)('$id gets the variables of its settings and no more', ({ action, id }) => {
    const { Environment } = functionOf(template, `Users${id}`);
    // Settings of what this API doesn't have are not set, such as those of CloudFront.
    const expected = action.settings
      .filter(({ kind, name }) => kind !== 'optional-json' || name === 'bruteForce')
      .filter(({ name }) => !['mfaTokenSecretArn', 'mfaSecretArn'].includes(name))
      .map(variableOf);
    expect(Object.keys(Environment.Variables).sort()).toEqual(expected.sort());
  });

  test.each(FUNCTIONS)('$id has a log group of its own', ({ id }) => {
    const { LoggingConfig } = functionOf(template, `Users${id}`);
    expect(LoggingConfig.LogGroup.Ref).toMatch(new RegExp(`^Users${id}Logs.{8}$`));
  });

  test('are described in ASCII, as CloudFormation turns all else into question marks', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      expect(Properties.Description).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});

describe('the environment', () => {
  const backendsOf = (prefix: string) => {
    const parts = functionOf(template, prefix).Environment.Variables.BACKENDS['Fn::Join'][1];
    return JSON.parse(
      parts.map((part: string | object) => (typeof part === 'string' ? part : 'the ARN')).join(''),
    );
  };
  const keys = { kind: 'key-pair', algorithm: 'RS256', issuer: expect.stringContaining('/users') };
  const strategy = (...halves: readonly string[]) => ({
    kind: 'jwt',
    lifetime: 3600,
    keys: { ...keys, ...Object.fromEntries(halves.map((half) => [half, 'the ARN'])) },
  });
  const jwt = (...halves: readonly string[]) => ({
    name: 'jwt',
    transport: { kind: 'bearer' },
    strategy: strategy(...halves),
  });
  const cookie = (...halves: readonly string[]) => ({
    name: 'cookie',
    transport: {
      kind: 'cookie',
      name: '__Secure-users-api',
      domain: 'example.com',
      path: '/',
      sameSite: 'Strict',
    },
    strategy: strategy(...halves),
  });

  test('names all backends, in their order, to a function that accepts each', () => {
    const half = 'publicSecretArn';
    expect(backendsOf('UsersGetMe')).toEqual([jwt(half), cookie(half)]);
  });

  test('names its own backend alone to a login function', () => {
    const half = 'signingSecretArn';
    expect(backendsOf('UsersLoginJwt')).toEqual([jwt(half)]);
    expect(backendsOf('UsersLoginCookie')).toEqual([
      // It ends the login of the cookie that comes with it.
      cookie(half, 'publicSecretArn'),
    ]);
  });

  test('holds the defaults', () => {
    const { template: plain } = synthesize();
    const variables = (prefix: string) => functionOf(plain, prefix).Environment.Variables;
    expect(variables('UsersUpdateMe')).toMatchObject({
      PASSWORD_MIN_LENGTH: '8',
      CONTEXT_WORDS: '["users-api","Test","Users"]',
      PASSWORD_HASH: '{"scheme":"argon2id","memory":19456,"passes":2,"parallelism":1}',
      REQUIRE_CURRENT_PASSWORD: 'true',
      ALLOWED_ORIGINS: '[]',
    });
    expect(variables('UsersRelay')).toMatchObject({ RESET_TOKEN_LIFETIME: '3600' });
    expect(variables('UsersLoginJwt')).toMatchObject({ LOGIN_EVENTS: 'false' });
    expect(variables('UsersListUsers')).toMatchObject({
      ROUTE_LAYOUT: '{"kind":"standard"}',
    });
  });

  test('holds what the props say', () => {
    const { template: other } = synthesize({
      basePath: '/',
      domain: UsersDomain.at('https://api.example.com'),
      passwordPolicy: { minLength: 15, contextWords: ['Acme'] },
      passwordHash: PasswordHash.bcrypt({ cost: 12 }),
      requireCurrentPassword: false,
      recentLogin: Duration.minutes(2),
      allowedOrigins: ['https://app.example.com', 'http://localhost:5173'],
    });
    const variables = (prefix: string) => functionOf(other, prefix).Environment.Variables;
    expect(variables('UsersUpdateMe')).toMatchObject({
      PASSWORD_MIN_LENGTH: '15',
      CONTEXT_WORDS: '["Acme","Test","Users"]',
      PASSWORD_HASH: '{"scheme":"bcrypt","cost":12}',
      REQUIRE_CURRENT_PASSWORD: 'false',
      RECENT_LOGIN: '120',
      ALLOWED_ORIGINS:
        '["https://app.example.com","http://localhost:5173","https://api.example.com"]',
    });
    expect(variables('UsersListUsers')).toMatchObject({
      API_URL: 'https://api.example.com',
    });
  });

  test('holds numbers that are known only at deployment', () => {
    const stack = newStack();
    const minLength = Lazy.number({ produce: () => 11 });
    const { template: lazy } = synthesize({ passwordPolicy: { minLength } }, stack);
    expect(functionOf(lazy, 'UsersRegister').Environment.Variables).toMatchObject({
      PASSWORD_MIN_LENGTH: '11 (unchecked)',
    });
  });
});

describe('logs', () => {
  test('are kept for three months, and after the stack is gone', () => {
    template.allResources('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90 },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('are kept for as long as the props say, and go with the stack when they say so', () => {
    const { template: brief } = synthesize({
      logRetention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    brief.allResources('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 7 },
      DeletionPolicy: 'Delete',
    });
    brief.allResourcesProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
  });
});

describe('a checkout that was not built', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('is refused with the command that builds it', () => {
    const missing = path.join('handlers', 'get-me.mjs');
    const exists = fs.existsSync;
    jest
      .spyOn(fs, 'existsSync')
      .mockImplementation((file) => !`${file}`.endsWith(missing) && exists(file));
    expect(() => synthesize({})).toThrow(
      /^Test\/Users: assets: got no bundle of get-me in .+assets, expected a bundle for each action; run `npm run build` in a checkout, or install the package again$/,
    );
  });
});
