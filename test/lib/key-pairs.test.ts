import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../lib';
import { functionOf, newStack, statementsOf, synthesize } from './support';

const { RS256, ES256, HS256 } = JwtAlgorithm;
const rs256 = (name?: string) => AuthBackend.jwt({ name, algorithm: RS256 });

/** What a role may do with secrets, each as `Action on the secret's logical id`. */
function secretGrants(template: Template, role: string): string[] {
  return statementsOf(template, role).flatMap(({ Action, Resource }) => {
    const on = (Resource as { Ref?: string }).Ref?.replace(/.{8}$/, '');
    return [Action]
      .flat()
      .filter((action) => action.startsWith('secretsmanager:'))
      .map((action) => `${action.replace('secretsmanager:', '')} on ${on}`);
  });
}

describe('a backend that signs with a key pair', () => {
  const { template, users } = synthesize({
    authBackends: [
      rs256(),
      AuthBackend.jwt({ name: 'web', algorithm: ES256 }),
      AuthBackend.cookie(),
    ],
  });

  test('has its keys in two secrets, empty until they are rotated, and retained', () => {
    for (const [id, kind] of [
      ['Keysjwt', 'RS256Signing'],
      ['Keysjwt', 'RS256Public'],
      ['Keysweb', 'ES256Signing'],
      ['Keysweb', 'ES256Public'],
    ]) {
      const [found] = Object.entries(template.findResources('AWS::SecretsManager::Secret')).filter(
        ([each]) => each.startsWith(`Users${id}${kind}`),
      );
      expect(found?.[1]).toMatchObject({
        Properties: { SecretString: '{"keys":[]}' },
        DeletionPolicy: 'Retain',
      });
    }
  });

  test('has them rotated at once and every 90 days, by a function of its own', () => {
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 2);
    template.hasResource('AWS::SecretsManager::RotationSchedule', {
      Properties: {
        SecretId: { Ref: Match.stringLikeRegexp('^UsersKeysjwtRS256Signing') },
        RotationLambdaARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UsersRotateKeysJwt'), 'Arn'] },
        RotationRules: { AutomaticallyAfterDays: 90 },
        RotateImmediatelyOnUpdate: Match.absent(),
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^UsersRotateKeysJwtFunctionRotation')]),
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('is used only by the login to sign, which reads its private keys and no others', () => {
    expect(secretGrants(template, 'UsersLoginJwtRole')).toEqual([
      'GetSecretValue on UsersKeysjwtRS256Signing',
    ]);
  });

  test('is verified with only the public keys', () => {
    const readers = ['GetMe', 'UpdateMe', 'GetUser', 'UpdateUser', 'DeleteUser'];
    for (const reader of readers) {
      expect(secretGrants(template, `Users${reader}Role`)).toEqual([
        'GetSecretValue on UsersKeysjwtRS256Public',
        'GetSecretValue on UsersKeyswebES256Public',
        'GetSecretValue on UsersAccessTokenSecret',
      ]);
    }
    const { Environment } = functionOf(template, 'UsersGetMeFunction');
    expect(JSON.stringify(Environment)).not.toContain('Signing');
  });

  test('is published by a function that reads public keys, and has nothing else', () => {
    expect(secretGrants(template, 'UsersJwksRole')).toEqual([
      'GetSecretValue on UsersKeysjwtRS256Public',
      'GetSecretValue on UsersKeyswebES256Public',
    ]);
    expect(Object.keys(functionOf(template, 'UsersJwksFunction').Environment.Variables)).toEqual([
      'PUBLIC_KEYS_SECRET_ARNS',
    ]);
    expect(statementsOf(template, 'UsersDiscoveryRole')).toHaveLength(1);
  });

  test('is rotated with what the steps need', () => {
    expect(secretGrants(template, 'UsersRotateKeysWebRole')).toEqual([
      'GetSecretValue on UsersKeyswebES256Signing',
      'PutSecretValue on UsersKeyswebES256Signing',
      'UpdateSecretVersionStage on UsersKeyswebES256Signing',
      'PutSecretValue on UsersKeyswebES256Public',
    ]);
  });

  test('leaves list cursors to a secret that keys can be derived from', () => {
    const { Variables } = functionOf(template, 'UsersListUsersFunction').Environment;
    expect(Variables.CURSOR_SECRET_ARN).toEqual({
      Ref: expect.stringMatching(/^UsersAccessTokenSecret/),
    });
  });

  test('has routes for verifiers', () => {
    for (const path of ['jwks.json', 'openid-configuration']) {
      template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
        RouteKey: `GET /users/.well-known/${path}`,
        AuthorizationType: 'NONE',
      });
    }
    expect(Object.keys(users.functions)).toEqual(
      expect.arrayContaining(['jwks', 'discovery', 'rotate-keys-jwt', 'rotate-keys-web']),
    );
  });

  test('goes with the stack when the removal policy says so', () => {
    const { template: destroyed } = synthesize({
      authBackends: [rs256()],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    destroyed.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });

  test('makes a shared secret for cursors where no backend has one', () => {
    const { template: only } = synthesize({ authBackends: [rs256()] });
    expect(secretGrants(only, 'UsersListUsersRole')).toEqual([
      'GetSecretValue on UsersKeysjwtRS256Public',
      'GetSecretValue on UsersAccessTokenSecret',
    ]);
  });

  test('says what its tokens are for', () => {
    const backend = AuthBackend.jwt({ name: 'mobile', algorithm: ES256 });
    expect(backend.audience).toBe('users-api:access:mobile');
    expect(backend.algorithm.name).toBe('ES256');
    expect(backend.keyRotation?.toDays()).toBe(90);
  });
});

test('a backend of HS256 has none of this', () => {
  const plain = synthesize().template;
  expect(synthesize({ authBackends: [AuthBackend.jwt({ algorithm: HS256 })] }).template).toEqual(
    plain,
  );
  plain.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  expect(JSON.stringify(plain.toJSON())).not.toContain('.well-known');
});

describe('AuthBackend.jwt refuses', () => {
  test('a rotation of HS256, which has no key pair', () => {
    expect(() => AuthBackend.jwt({ keyRotation: Duration.days(1) })).toThrow(
      'AuthBackend.keyRotation: got a time for HS256, expected one only for RS256 and ES256; leave it out, as HS256 has no key pair; put-secret-value rotates its secret',
    );
  });

  test('a secret for a key pair', () => {
    const secret = new Secret(newStack(), 'Secret');
    expect(() => AuthBackend.jwt({ algorithm: RS256, secret })).toThrow(
      'AuthBackend.secret: got a secret for RS256, expected none, as the key pair is made and rotated in secrets of the construct; leave it out',
    );
  });

  test.each([
    ['parts of a day', Duration.hours(36), '1.5 days'],
    ['no time', Duration.days(0), '0 days'],
    ['more than 1000 days', Duration.days(1001), '1001 days'],
    [
      'one that synth does not know',
      Duration.days(Lazy.number({ produce: () => 1 })),
      'a time that is known only at deployment',
    ],
  ])('a rotation after %s', (_, keyRotation, got) => {
    expect(() => AuthBackend.jwt({ algorithm: RS256, keyRotation })).toThrow(
      `AuthBackend.keyRotation: got ${got}, expected whole days from 1 to 1000; Secrets Manager counts the days between two rotations`,
    );
  });

  test('tokens that outlive their key', () => {
    const days = (lifetime: number, keyRotation?: number) => () =>
      AuthBackend.jwt({
        algorithm: RS256,
        lifetime: Duration.days(lifetime),
        keyRotation: keyRotation === undefined ? undefined : Duration.days(keyRotation),
      });
    expect(days(8, 7)).toThrow(
      'AuthBackend.keyRotation: got 7 days, for tokens that live longer, expected at least the lifetime, as a former key stays for one rotation; make one longer or the other shorter',
    );
    expect(days(91)).toThrow(/^AuthBackend\.keyRotation: got 90 days/);
    expect(days(7, 7)).not.toThrow();
  });
});

describe('UsersApi.jwtAuthorizer', () => {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt({ name: 'web', algorithm: ES256 }), rs256()],
  });
  for (const id of ['One', 'Two']) {
    new HttpRoute(stack, id, {
      httpApi: users.httpApi,
      routeKey: HttpRouteKey.with(`/${id}`, HttpMethod.GET),
      integration: new HttpUrlIntegration(`${id}Integration`, 'https://example.com'),
      authorizer: users.jwtAuthorizer(),
    });
  }
  const template = Template.fromStack(stack);

  test('is one for all routes, of the first backend with RS256', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: ['users-api:access:jwt'],
        Issuer: stack.resolve(users.url),
      },
    });
    template.resourcePropertiesCountIs(
      'AWS::ApiGatewayV2::Route',
      { AuthorizationType: 'JWT', AuthorizerId: Match.anyValue() },
      2,
    );
  });

  test('is made after the discovery document is served and the keys are rotated', () => {
    template.hasResource('AWS::ApiGatewayV2::Authorizer', {
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^UsersDiscoveryRoute[^I]'),
        Match.stringLikeRegexp('^UsersJwksRoute[^I]'),
        Match.stringLikeRegexp('^UsersRotateKeysJwtSchedule'),
        Match.stringLikeRegexp('^UsersStage'),
      ]),
    });
  });

  test('waits for the stage of a given API', () => {
    const other = newStack();
    const given = new UsersApi(other, 'Users', {
      authBackends: [rs256()],
      httpApi: new HttpApi(other, 'Api'),
    });
    given.jwtAuthorizer('jwt');
    Template.fromStack(other).hasResource('AWS::ApiGatewayV2::Authorizer', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ApiDefaultStage')]),
    });
  });

  test.each([
    [undefined, 'no name', [HS256, ES256]],
    ['web', '"web"', [HS256, ES256]],
    ['mobile', '"mobile"', [HS256, RS256]],
  ])('refuses the backend %s', (name, got, [jwt, web]) => {
    const { users: refusing } = synthesize({
      authBackends: [
        AuthBackend.jwt({ algorithm: jwt }),
        AuthBackend.jwt({ name: 'web', algorithm: web }),
      ],
    });
    expect(() => refusing.jwtAuthorizer(name)).toThrow(
      `jwtAuthorizer: got ${got} for jwt with ${jwt?.name}, web with ${web?.name}, expected a backend with RS256, the one algorithm that API Gateway verifies; give algorithm: JwtAlgorithm.RS256 to AuthBackend.jwt`,
    );
  });
});
