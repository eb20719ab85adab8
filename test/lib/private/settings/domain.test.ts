import { describe, expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UsersDomain } from '../../../../lib';
import { functionOf, newStack, refusal, synthesize } from '../../support';

describe('UsersDomain.at', () => {
  test.each([
    'https://api.example.com/users',
    'https://api.example.com/v1/users',
    'http://localhost:3000/users',
  ])('takes %j, and trusts its origin', (url) => {
    const { template, users } = synthesize({
      domain: UsersDomain.at(url),
      allowedOrigins: ['https://app.example.com'],
    });
    expect(users.url).toBe(url);
    const { ALLOWED_ORIGINS } = functionOf(template, 'UsersUpdateMe').Environment.Variables;
    expect(JSON.parse(ALLOWED_ORIGINS)).toEqual(['https://app.example.com', new URL(url).origin]);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://app.example.com'] },
    });
  });

  test.each(['api.example.com/users', 'http://api.example.com/users', 'https://a.example/users?a'])(
    'refuses %j, which is no URL that others can be sent to',
    (url) => {
      expect(refusal({ domain: UsersDomain.at(url) })).toContain(
        `domain: got ${JSON.stringify(url)}, expected an https URL without fragment and query`,
      );
    },
  );

  test.each([
    'https://api.example.com',
    'https://api.example.com/users/',
    'https://api.example.com/accounts',
    'https://API.example.com/users',
    'https://api.example.com/a;b/users',
  ])('refuses %j, which is not the base URL of the routes', (url) => {
    expect(refusal({ domain: UsersDomain.at(url) })).toBe(
      `domain: got ${JSON.stringify(url)}, expected a URL that ends with the base path "/users", without a slash at the end; append the base path, as in "https://api.example.com/v1/users", or set basePath`,
    );
  });

  test('refuses a wildcard, which is no host', () => {
    expect(refusal({ domain: UsersDomain.at('https://*.example/users') })).toBe(
      'domain: got "https://*.example/users", expected one host, without a wildcard; give the base URL that clients see, such as "https://api.example.com/users"',
    );
  });

  test('takes what only the deployment knows', () => {
    const url = Lazy.string({ produce: () => 'https://api.example.com/users' });
    const { users, stack } = synthesize({ domain: UsersDomain.at(url) });
    expect(stack.resolve(users.url)).toBe('https://api.example.com/users');
  });
});

const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/0123';

function custom(domainName: string, certificateArn = CERTIFICATE) {
  const stack = newStack({ env: { region: 'eu-central-1' } });
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', certificateArn);
  return { stack, domain: UsersDomain.custom({ domainName, certificate }) };
}

describe('UsersDomain.custom', () => {
  test.each([
    'https://auth.example.com',
    'auth.example.com/users',
    'Auth.example.com',
    '*.example.com',
    'localhost',
    '',
  ])('refuses %j, which is not the name of one host', (name) => {
    expect(refusal({ domain: custom(name).domain })).toBe(
      `domain: got ${JSON.stringify(name)}, expected the name of one host in lower case, such as "auth.example.com"; leave out scheme, port, path and wildcard; a path is basePath`,
    );
  });

  test('is refused for a given API, whose domain is mapped there', () => {
    const httpApi = new HttpApi(newStack(), 'Mine');
    expect(refusal({ httpApi, domain: custom('auth.example.com').domain })).toContain(
      'domain: got UsersDomain.custom together with httpApi, expected a custom domain only for the API that the construct makes; map that API',
    );
  });

  test('takes a name that only the deployment knows', () => {
    const name = Lazy.string({ produce: () => 'auth.example.com' });
    const { stack, domain } = custom(name);
    const { users } = synthesize({ domain }, stack);
    expect(stack.resolve(users.url)).toBe('https://auth.example.com/users');
  });

  test('refuses a certificate of another Region, such as that of a CloudFront distribution', () => {
    const elsewhere = CERTIFICATE.replace('eu-central-1', 'us-east-1');
    const { stack, domain } = custom('auth.example.com', elsewhere);
    expect(() => synthesize({ domain }, stack)).toThrow(
      'domain: got a certificate of the Region us-east-1, expected one of eu-central-1, where the API is: API Gateway takes no other for a Regional domain; request one there',
    );
    expect(stack.node.tryFindChild('Users')).toBeUndefined();
  });

  test('refuses it by the name that earlier releases of aws-cdk-lib have for its ARN, too', () => {
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const certificateId = CERTIFICATE.replace('eu-central-1', 'us-east-1');
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', certificateId);
    Object.defineProperty(certificate, 'certificateRef', { value: { certificateId } });
    const domain = UsersDomain.custom({ domainName: 'auth.example.com', certificate });
    expect(() => synthesize({ domain }, stack)).toThrow(
      'got a certificate of the Region us-east-1',
    );
  });
});
