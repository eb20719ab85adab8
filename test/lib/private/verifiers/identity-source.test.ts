import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnPolicyStore } from 'aws-cdk-lib/aws-verifiedpermissions';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

const TYPE = 'AWS::VerifiedPermissions::IdentitySource';
const authBackends = [
  AuthBackend.jwt(),
  AuthBackend.jwt({ name: 'mobile' }),
  AuthBackend.jwt({ name: 'web', algorithm: JwtAlgorithm.ES256 }),
  AuthBackend.session(),
];

function setUp(stack = newStack(), storeStack = stack) {
  const users = new UsersApi(stack, 'Users', { authBackends });
  const policyStore = new CfnPolicyStore(storeStack, 'Policies', {
    validationSettings: { mode: 'STRICT' },
  });
  return { stack, users, policyStore };
}

describe('UsersApi.identitySource', () => {
  test('has a policy store take access tokens of all backends with RS256, by the id of the user', () => {
    const { stack, users, policyStore } = setUp();
    users.identitySource(policyStore);
    const [source] = Object.values(Template.fromStack(stack).findResources(TYPE));
    expect(source?.Properties).toEqual({
      PolicyStoreId: stack.resolve(policyStore.ref),
      Configuration: {
        OpenIdConnectConfiguration: {
          Issuer: stack.resolve(users.url),
          TokenSelection: {
            AccessTokenOnly: {
              Audiences: ['users-api:access:jwt', 'users-api:access:mobile'],
              PrincipalIdClaim: 'sub',
            },
          },
        },
      },
    });
  });

  test('takes the backends that are named, and names of the policy store', () => {
    const { stack, users, policyStore } = setUp();
    users.identitySource(policyStore, {
      backends: ['mobile'],
      principalEntityType: 'Shop::User',
      entityIdPrefix: 'shop',
    });
    Template.fromStack(stack).hasResourceProperties(TYPE, {
      PrincipalEntityType: 'Shop::User',
      Configuration: {
        OpenIdConnectConfiguration: {
          EntityIdPrefix: 'shop',
          TokenSelection: { AccessTokenOnly: { Audiences: ['users-api:access:mobile'] } },
        },
      },
    });
  });

  test('is made after the document and the keys that Verified Permissions reads', () => {
    const { stack, users, policyStore } = setUp();
    users.identitySource(policyStore);
    Template.fromStack(stack).hasResource(TYPE, {
      DependsOn: Match.arrayWith([
        Match.stringLikeRegexp('^UsersDiscoveryRoute[^I]'),
        Match.stringLikeRegexp('^UsersJwksRoute[^I]'),
        Match.stringLikeRegexp('^UsersRotateKeysKeyPairs'),
        Match.stringLikeRegexp('^UsersStage'),
      ]),
    });
  });

  test('is in the stack of the policy store, which depends on that of the users and not the other way', () => {
    const app = new App({ treeMetadata: false });
    const own = new Stack(app, 'OwnStack');
    const { stack, users, policyStore } = setUp(new Stack(app, 'UsersStack'), own);
    users.identitySource(policyStore);
    Template.fromStack(own).resourceCountIs(TYPE, 1);
    expect(own.dependencies).toContain(stack);
    expect(stack.dependencies).toEqual([]);
  });

  test.each(['web', 'session', 'other'])('is refused for the backend %s', (name) => {
    const { users, policyStore } = setUp();
    expect(() => users.identitySource(policyStore, { backends: ['jwt', name] })).toThrow(
      `Test/Users: identitySource: got "${name}" for jwt with RS256, mobile with RS256, web with ES256, session with sessions, expected a backend with RS256, the one algorithm that AWS services verify`,
    );
  });
});
