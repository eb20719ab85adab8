import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { environment } from '../../lambda/environment.ts';

const VARIABLES = {
  tableName: 'TABLE_NAME',
  backends: 'BACKENDS',
  resetTokenSecretArn: 'RESET_TOKEN_SECRET_ARN',
  resetTokenLifetime: 'RESET_TOKEN_LIFETIME',
  verificationTokenSecretArn: 'VERIFICATION_TOKEN_SECRET_ARN',
  verificationTokenLifetime: 'VERIFICATION_TOKEN_LIFETIME',
  passwordMinLength: 'PASSWORD_MIN_LENGTH',
  bcryptCost: 'BCRYPT_COST',
  requireCurrentPassword: 'REQUIRE_CURRENT_PASSWORD',
  confirmEmailChange: 'CONFIRM_EMAIL_CHANGE',
  requireVerification: 'REQUIRE_VERIFICATION',
  loginEvents: 'LOGIN_EVENTS',
  maxSessionsPerUser: 'MAX_SESSIONS_PER_USER',
  allowedOrigins: 'ALLOWED_ORIGINS',
  requirements: 'REQUIREMENTS',
  basePath: 'BASE_PATH',
  eventBusName: 'EVENT_BUS_NAME',
  publicKeysSecretArns: 'PUBLIC_KEYS_SECRET_ARNS',
  issuer: 'ISSUER',
  signingAlgorithms: 'SIGNING_ALGORITHMS',
  keyRotation: 'KEY_ROTATION',
  oauthClient: 'OAUTH_CLIENT',
  oauthClientSecretArn: 'OAUTH_CLIENT_SECRET_ARN',
} as const satisfies Record<
  Exclude<keyof typeof environment, 'cursorSecretArn' | 'userModel'>,
  string
>;

const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.values(VARIABLES)) delete process.env[name];
});

afterEach(() => {
  for (const name of Object.values(VARIABLES)) delete process.env[name];
  Object.assign(process.env, before);
});

describe('the environment', () => {
  test.each(Object.entries(VARIABLES))('says that %s is missing, by its name %s', (key, name) => {
    expect(() => environment[key as keyof typeof environment]()).toThrow(
      `the environment variable ${name} is missing; the UsersApi construct sets it`,
    );
  });

  test('has no user model where the construct has none', () => {
    expect(environment.userModel()).toBeUndefined();
  });

  test('reads texts, numbers, flags and lists', () => {
    const backends = [{ name: 'jwt', transport: 'bearer', lifetime: 60, secretArn: 'arn' }];
    Object.assign(process.env, {
      TABLE_NAME: 'users',
      BACKENDS: JSON.stringify(backends),
      RESET_TOKEN_LIFETIME: '3600',
      REQUIRE_CURRENT_PASSWORD: 'false',
      LOGIN_EVENTS: 'true',
      ALLOWED_ORIGINS: '["https://app.example.org"]',
      BASE_PATH: '',
    });
    expect(environment.tableName()).toBe('users');
    expect(environment.backends()).toEqual(backends);
    expect(environment.resetTokenLifetime()).toBe(3600);
    expect(environment.requireCurrentPassword()).toBe(false);
    expect(environment.loginEvents()).toBe(true);
    expect(environment.allowedOrigins()).toEqual(['https://app.example.org']);
    expect(environment.basePath()).toBe('');
  });

  test.each(['ten', '1.5', '', ' ', '-8', '1e1', '0x8'])(
    'takes %j for no whole number',
    (value) => {
      process.env.PASSWORD_MIN_LENGTH = value;
      expect(() => environment.passwordMinLength()).toThrow(
        `the environment variable PASSWORD_MIN_LENGTH is ${value}, not a whole number`,
      );
    },
  );
});
