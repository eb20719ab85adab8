import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { AuthBackend, JwtAlgorithm } from '../../lib';
import { functionOf, rolesOf, statementsOf, synthesize } from './support';

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
      AuthBackend.cookie({ algorithm: HS256 }),
    ],
  });

  test('has its keys in two secrets, empty until the stack is deployed, and retained', () => {
    for (const [id, kind] of [
      ['KeysRS256', 'Signing'],
      ['KeysRS256', 'Public'],
      ['KeysES256', 'Signing'],
      ['KeysES256', 'Public'],
    ]) {
      const [found] = Object.entries(template.findResources('AWS::SecretsManager::Secret')).filter(
        ([each]) => each.startsWith(`Users${id}${kind}`),
      );
      expect(found?.[1]).toMatchObject({
        Properties: { SecretString: '{"keys":[]}' },
        DeletionPolicy: 'RetainExceptOnCreate',
      });
    }
  });

  test('has them made while the stack is deployed and rotated every 90 days, by one function', () => {
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 2);
    template.hasResource('AWS::SecretsManager::RotationSchedule', {
      Properties: {
        SecretId: { Ref: Match.stringLikeRegexp('^UsersKeysRS256Signing') },
        RotationLambdaARN: {
          'Fn::GetAtt': [Match.stringLikeRegexp('^UsersRotateKeys[0-9A-F]{8}$'), 'Arn'],
        },
        RotationRules: { AutomaticallyAfterDays: 90 },
        RotateImmediatelyOnUpdate: false,
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^UsersRotateKeysRotation')]),
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
    template.resourceCountIs('Custom::UsersApiKeys', 1);
    template.hasResourceProperties('Custom::UsersApiKeys', {
      ServiceToken: {
        'Fn::GetAtt': [Match.stringLikeRegexp('^UsersRotateKeys[0-9A-F]{8}$'), 'Arn'],
      },
      SigningSecretArns: [
        { Ref: Match.stringLikeRegexp('^UsersKeysRS256Signing') },
        { Ref: Match.stringLikeRegexp('^UsersKeysES256Signing') },
      ],
      ServiceTimeout: '300',
    });
  });

  test('is used only by the login to sign, which reads its private keys and no others', () => {
    expect(secretGrants(template, 'UsersLoginJwtRole')).toEqual([
      'GetSecretValue on UsersKeysRS256Signing',
    ]);
  });

  test('is verified with only the public keys', () => {
    const readers = ['GetMe', 'UpdateMe', 'GetUser', 'UpdateUser', 'DeleteUser'];
    for (const reader of readers) {
      expect(secretGrants(template, `Users${reader}Role`)).toEqual([
        'GetSecretValue on UsersKeysRS256Public',
        'GetSecretValue on UsersKeysES256Public',
        'GetSecretValue on UsersAccessTokenSecret',
      ]);
    }
    const { Environment } = functionOf(template, 'UsersGetMe');
    expect(JSON.stringify(Environment)).not.toContain('Signing');
  });

  test('is published by a function that reads public keys, and has nothing else', () => {
    expect(secretGrants(template, 'UsersJwksRole')).toEqual([
      'GetSecretValue on UsersKeysRS256Public',
      'GetSecretValue on UsersKeysES256Public',
    ]);
    expect(Object.keys(functionOf(template, 'UsersJwks').Environment.Variables)).toEqual([
      'TABLE_NAME',
      'PUBLIC_KEYS_SECRET_ARNS',
    ]);
    expect(statementsOf(template, 'UsersDiscoveryRole')).toHaveLength(1);
  });

  test('is rotated with what the steps need', () => {
    expect(secretGrants(template, 'UsersRotateKeysRole')).toEqual(
      ['RS256', 'ES256'].flatMap((algorithm) => [
        `GetSecretValue on UsersKeys${algorithm}Signing`,
        `PutSecretValue on UsersKeys${algorithm}Signing`,
        `UpdateSecretVersionStage on UsersKeys${algorithm}Signing`,
        `PutSecretValue on UsersKeys${algorithm}Public`,
      ]),
    );
  });

  test('has routes for verifiers', () => {
    for (const path of ['jwks.json', 'openid-configuration']) {
      template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
        RouteKey: `GET /users/.well-known/${path}`,
        AuthorizationType: 'NONE',
      });
    }
    expect(Object.keys(users.functions)).toEqual(
      expect.arrayContaining(['jwks', 'discovery', 'rotate-keys']),
    );
  });

  test('goes with the stack when the removal policy says so', () => {
    const { template: destroyed } = synthesize({
      authBackends: [rs256()],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    destroyed.allResources('AWS::SecretsManager::Secret', { DeletionPolicy: 'Delete' });
  });

  test('shares its pair with the others of its algorithm, and has no other secret', () => {
    const { template: shared } = synthesize({
      authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    });
    shared.resourceCountIs('AWS::SecretsManager::RotationSchedule', 1);
    expect(secretGrants(shared, 'UsersListUsersRole')).toEqual([
      'GetSecretValue on UsersKeysRS256Public',
    ]);
    expect(JSON.stringify(shared.toJSON())).not.toContain('AccessTokenSecret');
  });

  test('signs refresh tokens with a secret that no function reads that only verifies', () => {
    for (const algorithm of [RS256, HS256]) {
      const { template: refreshed } = synthesize({
        authBackends: [AuthBackend.jwt({ algorithm, refresh: {} })],
      });
      const readers = rolesOf(refreshed)
        .filter(({ role }) =>
          secretGrants(refreshed, role).includes('GetSecretValue on UsersRefreshTokenSecret'),
        )
        .map(({ role }) => role.replace(/.{8}$/, ''));
      expect(readers.sort()).toEqual([
        'UsersLoginJwtRole',
        'UsersReauthenticateJwtRole',
        'UsersRefreshJwtRole',
      ]);
    }
  });

  test('says what its tokens are for', () => {
    const backend = AuthBackend.jwt({ name: 'mobile', algorithm: ES256 });
    expect(backend.audience).toBe('users-api:access:mobile');
    expect(backend.algorithm.name).toBe('ES256');
    expect(backend.keyRotationInterval).toBeUndefined();
  });
});

test('a backend of HS256 has none of this', () => {
  const { template } = synthesize({ authBackends: [AuthBackend.jwt({ algorithm: HS256 })] });
  template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  template.resourceCountIs('Custom::UsersApiKeys', 0);
  expect(JSON.stringify(template.toJSON())).not.toContain('.well-known');
  expect(secretGrants(template, 'UsersGetMeRole')).toEqual([
    'GetSecretValue on UsersAccessTokenSecret',
  ]);
});

test('access tokens are signed with RS256 unless a backend says otherwise', () => {
  for (const backend of [AuthBackend.jwt(), AuthBackend.cookie()]) {
    expect(backend.algorithm).toBe(RS256);
  }
});
