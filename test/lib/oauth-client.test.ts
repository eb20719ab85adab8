import { describe, expect, test } from '@jest/globals';
import { Lazy, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  AuthBackend,
  OAuthClient,
  type OAuthClientOptions,
  type OidcClientOptions,
  UsersApi,
  type UsersApiProps,
} from '../../lib';
import { functionOf, newStack, statementsOf, synthesize } from './support';

const secretOf = (name: string) =>
  Secret.fromSecretCompleteArn(
    new Stack(),
    name,
    `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-AbCdEf`,
  );
const options = (more: Partial<OAuthClientOptions> = {}): OAuthClientOptions => ({
  clientId: 'id',
  clientSecret: secretOf('google'),
  ...more,
});
const google = (more: Partial<OAuthClientOptions> = {}) => OAuthClient.google(options(more));
const oidc = (more: Partial<OidcClientOptions> = {}) =>
  OAuthClient.oidc({ ...options(), name: 'partner', issuer: 'https://login.example.com', ...more });

const ROUTES = [
  ['OauthAuthorize', 'oauth', 'authorize'],
  ['OauthCallback', 'oauth', 'callback'],
  ['AssociateAuthorize', 'associate', 'authorize'],
  ['AssociateCallback', 'associate', 'callback'],
];

describe('an OAuth client', () => {
  const { template, users } = synthesize({
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    oauthClients: [
      google({ successUrl: 'https://app.example.com/' }),
      OAuthClient.github({ ...options(), clientSecret: secretOf('github'), backend: 'jwt' }),
    ],
  });
  const variables = (prefix: string) =>
    functionOf(template, `Users${prefix}Function`).Environment.Variables;
  const settings = (prefix: string) => {
    const parts: unknown[] = variables(prefix).OAUTH_CLIENT['Fn::Join'][1];
    return JSON.parse(
      parts
        .map((part) => (typeof part === 'string' ? part : Object.values(Object(part))[0]))
        .join(''),
    );
  };
  const policyOf = (prefix: string) => JSON.stringify(statementsOf(template, `Users${prefix}Role`));

  test.each(ROUTES)('has a function %s and its route', (prefix, flow, step) => {
    for (const name of ['google', 'github']) {
      template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
        RouteKey: `GET /users/${flow}/${name}/${step}`,
      });
      expect(users.functions[`${flow}-${step}-${name}`]).toBeDefined();
      const id = name === 'google' ? 'Google' : 'Github';
      expect(settings(`${prefix}${id}`)).toMatchObject({
        name,
        flow: flow === 'oauth' ? 'login' : 'associate',
        clientId: 'id',
        redirectUri: expect.stringMatching(new RegExp(`/users/${flow}/${name}/callback$`)),
      });
    }
  });

  test('of Google is one of OpenID Connect with its issuer, of GitHub one of its own kind', () => {
    expect(settings('OauthCallbackGoogle')).toMatchObject({
      provider: { kind: 'openid-connect', issuer: 'https://accounts.google.com' },
      scopes: ['openid', 'email'],
      successUrl: 'https://app.example.com/',
    });
    expect(settings('OauthCallbackGithub')).toMatchObject({
      provider: { kind: 'github' },
      scopes: ['user:email'],
    });
    expect(settings('AssociateCallbackGoogle')).not.toHaveProperty('successUrl');
  });

  test('takes an option that is given as undefined for one that is left out', () => {
    const given = { clientId: 'id', clientSecret: Secret.fromSecretNameV2(newStack(), 'S', 's') };
    const client = OAuthClient.google({ ...given, name: undefined, scopes: undefined });
    expect(client).toEqual(OAuthClient.google(given));
    expect(client.name).toBe('google');
  });

  test('signs in at the first backend with a cookie, or at the one it names', () => {
    expect(JSON.stringify(variables('OauthCallbackGoogle').BACKENDS)).toContain('cookie');
    expect(JSON.stringify(variables('OauthCallbackGithub').BACKENDS)).not.toContain('cookie');
  });

  test('gives its secret to those functions alone that exchange a code', () => {
    for (const [prefix, , step] of ROUTES) {
      const [own, other] = [policyOf(`${prefix}Google`), policyOf(`${prefix}Github`)];
      expect(own.includes('secret:google')).toBe(step === 'callback');
      expect(own).not.toContain('secret:github');
      expect(other).not.toContain('secret:google');
    }
    expect(policyOf('LoginJwt')).not.toContain('secret:google');
  });

  test('reaches the accounts of its own alone, and never a hash', () => {
    for (const prefix of ['OauthCallback', 'AssociateCallback']) {
      expect(policyOf(`${prefix}Google`)).toContain('"OAUTH#google#*"');
      expect(policyOf(`${prefix}Google`)).not.toContain('OAUTH#github');
      expect(policyOf(`${prefix}Google`)).not.toContain('dynamodb:GetItem');
    }
    expect(policyOf('OauthCallbackGoogle')).not.toContain('password_hash');
    expect(policyOf('OauthAuthorizeGoogle')).not.toContain('dynamodb:');
  });

  test('brings one secret for its attempts, which an API without clients has not', () => {
    const ids = (made: typeof template) =>
      Object.keys(made.findResources('AWS::SecretsManager::Secret')).filter((id) =>
        id.includes('OAuthState'),
      );
    expect(ids(template)).toHaveLength(1);
    expect(ids(synthesize().template)).toEqual([]);
  });

  test('takes tokens where synth need not know', () => {
    const token = Lazy.string({ produce: () => 'https://app.example.com/' });
    const client = google({
      clientId: token,
      redirectUri: token,
      associateRedirectUri: token,
      successUrl: token,
      scopes: [token],
    });
    expect(client.successUrl).toBe(token);
    expect(oidc({ issuer: token }).name).toBe('partner');
  });

  test('takes plain HTTP on this machine', () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      expect(oidc({ issuer: `http://${host}:4000` }).name).toBe('partner');
    }
  });

  const URLS = [
    'http://app.example.com/',
    'http://127.0.0.1.example.com/',
    'app.example.com',
    'https://app.example.com/#fragment',
    'https://user:secret@app.example.com/',
    'https://app.example.com/a b',
    'javascript:alert(1)',
  ];
  test.each(URLS)('refuses the URL %s', (url) => {
    for (const setting of ['redirectUri', 'associateRedirectUri', 'successUrl']) {
      expect(() => google({ [setting]: url })).toThrow(
        `OAuthClient.${setting}: got "${url}", expected an https URL without fragment`,
      );
    }
    expect(() => oidc({ issuer: url })).toThrow(
      `OAuthClient.issuer: got "${url}", expected an https URL without fragment and query`,
    );
  });

  test.each(['Google', '1st', 'a_b', '', 'a'.repeat(33)])('refuses the name %j', (name) => {
    expect(() => google({ name })).toThrow(
      `OAuthClient.name: got "${name}", expected at most 32 lower-case`,
    );
  });

  test('refuses scopes in one string, and none for OpenID Connect', () => {
    expect(() => google({ scopes: ['openid email'] })).toThrow(
      'OAuthClient.scopes: got "openid email", expected one scope in each string',
    );
    expect(() => google({ scopes: ['email'] })).toThrow(
      'OAuthClient.scopes: got email, expected "openid" among them',
    );
    expect(() => google({ scopes: [] })).toThrow('OAuthClient.scopes: got none');
    expect(OAuthClient.github(options({ scopes: [] })).scopes).toEqual([]);
  });

  const made = (props: UsersApiProps) => () => new UsersApi(newStack(), 'Users', props);

  test('is refused beside another of its name', () => {
    expect(made({ oauthClients: [google(), oidc({ name: 'google' })] })).toThrow(
      'oauthClients: got two clients named "google", expected a different name for each',
    );
  });

  test('is refused for a backend that there is not', () => {
    expect(made({ oauthClients: [google({ backend: 'web' })] })).toThrow(
      'OAuthClient.backend: got "web" for the client "google", expected the name of one of authBackends: "jwt"',
    );
  });

  test('is refused a successUrl without a cookie to take along', () => {
    expect(made({ oauthClients: [google({ successUrl: 'https://app.example.com/' })] })).toThrow(
      'OAuthClient.successUrl: got one, with the backend "jwt", which has no cookie',
    );
  });
});
