import { describe, expect, test } from '@jest/globals';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  LinkByEmail,
  Mfa,
  OAuthClient,
  type OidcClientOptions,
  Passkeys,
  type UsersApiProps,
} from '../../lib';
import { functionOf, newStack, statementsOf, synthesize } from './support';

const PAGE = 'https://www.example.com';

const oidc = (more: Partial<OidcClientOptions> = {}) =>
  OAuthClient.oidc({
    clientId: 'id',
    clientSecret: Secret.fromSecretNameV2(newStack(), 'Secret', 'secret'),
    issuer: 'https://login.example.com',
    ...more,
  });

describe('an OAuth client of any issuer', () => {
  const of = (more?: Partial<OidcClientOptions>) => oidc(more)._settings;

  test('links nobody by address, and takes no account without an issuer for its own', () => {
    expect(of()).toMatchObject({
      provider: { kind: 'openid-connect', issuer: 'https://login.example.com' },
      linkByEmail: 'never',
      acceptsEarlier: false,
    });
  });

  test('does both where it is told to', () => {
    const told = { linkByEmail: LinkByEmail.ALWAYS, acceptsEarlierAccounts: true };
    expect(of(told)).toMatchObject({ linkByEmail: 'always', acceptsEarlier: true });
    const without = of({ linkByEmail: LinkByEmail.WITHOUT_PASSWORD });
    expect(without.linkByEmail).toBe('without-password');
  });

  test('goes by Google’s rules for addresses where the issuer is Google', () => {
    const { provider } = of({ issuer: 'https://accounts.google.com' });
    expect(provider).toHaveProperty('addresses', 'google');
    expect(of().provider).not.toHaveProperty('addresses');
  });

  test('may change logins of users only where it links by address', () => {
    const { template } = synthesize({
      oauthClients: [
        oidc({ name: 'never' }),
        oidc({ name: 'always', linkByEmail: LinkByEmail.ALWAYS }),
      ],
    });
    const mayUpdate = (prefix: string) =>
      JSON.stringify(statementsOf(template, prefix)).includes('dynamodb:UpdateItem');
    expect(mayUpdate('UsersOauthCallbackNeverRole')).toBe(false);
    expect(mayUpdate('UsersOauthCallbackAlwaysRole')).toBe(true);
  });

  test.each<[string, UsersApiProps]>([
    ['second factors', { mfa: Mfa.totp() }],
    [
      'passkeys',
      { passkeys: Passkeys.on({ rpId: 'example.com', rpName: 'Example', origins: [PAGE] }) },
    ],
  ])(
    'where users have %s, verifies no new user whose address it is no authority for',
    (_, more) => {
      const rule = (props: UsersApiProps) => {
        const client = oidc({ name: 'acme', ...(props.mfa && { mfaUrl: PAGE }) });
        const { template } = synthesize({ oauthClients: [client], ...props });
        const { Environment } = functionOf(template, 'UsersOauthCallbackAcme');
        return JSON.parse(Environment.Variables.OAUTH_CLIENT).foreignAddresses;
      };
      expect({ without: rule({}), with: rule(more) }).toEqual({ with: 'unverified' });
    },
  );

  test('has an issuer of at most 512 characters', () => {
    const ofLength = (length: number) => of({ issuer: 'https://a.example/'.padEnd(length, 'x') });
    expect(() => ofLength(512)).not.toThrow();
    expect(() => ofLength(513)).toThrow(
      'expected at most 512 characters, as the keys of accounts have it',
    );
  });
});
