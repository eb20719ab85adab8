import { describe, expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { functionOf, refusal, synthesize } from '../../support';

describe('publicUrl', () => {
  test.each([
    'https://api.example.com/users',
    'https://api.example.com/v1/users',
    'http://localhost:3000/users',
  ])('takes %j, and trusts its origin', (publicUrl) => {
    const { template, users } = synthesize({
      publicUrl,
      allowedOrigins: ['https://app.example.com'],
    });
    expect(users.url).toBe(publicUrl);
    const { ALLOWED_ORIGINS } = functionOf(template, 'UsersUpdateMe').Environment.Variables;
    expect(JSON.parse(ALLOWED_ORIGINS)).toEqual([
      'https://app.example.com',
      new URL(publicUrl).origin,
    ]);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://app.example.com'] },
    });
  });

  test.each(['api.example.com/users', 'http://api.example.com/users', 'https://a.example/users?a'])(
    'refuses %j, which is no URL that others can be sent to',
    (publicUrl) => {
      expect(refusal({ publicUrl })).toContain(
        `publicUrl: got ${JSON.stringify(publicUrl)}, expected an https URL without fragment and query`,
      );
    },
  );

  test.each([
    'https://api.example.com',
    'https://api.example.com/users/',
    'https://api.example.com/accounts',
    'https://API.example.com/users',
    'https://api.example.com/a;b/users',
  ])('refuses %j, which is not the base URL of the routes', (publicUrl) => {
    expect(refusal({ publicUrl })).toBe(
      `publicUrl: got ${JSON.stringify(publicUrl)}, expected a URL that ends with the base path "/users", without a slash at the end; append the base path, as in "https://api.example.com/v1/users", or set basePath`,
    );
  });

  test('refuses a wildcard, which is no host', () => {
    expect(refusal({ publicUrl: 'https://*.example/users' })).toBe(
      'publicUrl: got "https://*.example/users", expected one host, without a wildcard; give the base URL that clients see, such as "https://api.example.com/users"',
    );
  });

  test('takes what only the deployment knows', () => {
    const publicUrl = Lazy.string({ produce: () => 'https://api.example.com/users' });
    const { users, stack } = synthesize({ publicUrl });
    expect(stack.resolve(users.url)).toBe('https://api.example.com/users');
  });
});
