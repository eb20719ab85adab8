import { describe, expect, test } from '@jest/globals';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AuthBackend, JwtAlgorithm, UsersApi, type UsersApiAttributes } from '../../lib';
import { discovery, jwks } from '../../lib/contract/keys.ts';
import { newStack, synthesize } from './support';

const URL = 'https://api.example.com/users';

function imported(attrs: Partial<UsersApiAttributes> = {}) {
  const stack = newStack();
  const eventBus = EventBus.fromEventBusName(stack, 'Bus', 'users');
  return UsersApi.fromUsersApiAttributes(stack, 'Users', { url: URL, eventBus, ...attrs });
}

describe('what services need that verify tokens', () => {
  test('is where the functions publish it', () => {
    const { users } = synthesize();
    const { issuer, jwksUri, discoveryUrl } = users.oidc;
    expect({ issuer, jwksUri, discoveryUrl }).toEqual({
      issuer: users.url,
      jwksUri: `${users.url}${jwks.route?.path}`,
      discoveryUrl: `${users.url}${discovery.route?.path}`,
    });
  });

  test('is known of an import by its URL alone, and by the name of a backend', () => {
    const { issuer, jwksUri, discoveryUrl } = imported().oidc;
    expect({ issuer, jwksUri, discoveryUrl }).toEqual({
      issuer: URL,
      jwksUri: `${URL}/.well-known/jwks.json`,
      discoveryUrl: `${URL}/.well-known/openid-configuration`,
    });
    expect(imported().oidc.audience('mobile')).toBe('users-api:access:mobile');
  });

  const authBackends = [
    AuthBackend.session({ name: 'stored' }),
    AuthBackend.jwt({ name: 'elliptic', algorithm: JwtAlgorithm.ES256 }),
    AuthBackend.jwt({ name: 'usual' }),
    AuthBackend.jwt({ name: 'shared', algorithm: JwtAlgorithm.HS256 }),
  ];

  test.each([
    ['its own backends', () => synthesize({ authBackends }).users],
    ['the backends that it was told', () => imported({ authBackends })],
  ])('has the audience of a backend, of the first with RS256 without a name, by %s', (_, make) => {
    const { oidc } = make();
    expect([oidc.audience(), oidc.audience('elliptic')]).toEqual([
      'users-api:access:usual',
      'users-api:access:elliptic',
    ]);
    for (const name of ['shared', 'stored', 'other']) {
      expect(() => oidc.audience(name)).toThrow(
        `Test/Users: oidc: got "${name}", where authBackends are stored with sessions, elliptic with ES256, usual with RS256, shared with HS256, expected a backend whose tokens are signed with RS256 or ES256`,
      );
    }
  });

  test('is refused where no backend signs with a key pair', () => {
    const { oidc } = synthesize({ authBackends: [AuthBackend.session()] }).users;
    for (const ask of [() => oidc.issuer, () => oidc.jwksUri, () => oidc.discoveryUrl]) {
      expect(ask).toThrow(
        'Test/Users: oidc: got no name, where authBackends are session with sessions, expected a backend',
      );
    }
  });
});
