import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Lazy } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, OAuthClient, type UsersApi } from '../../lib';
import type { OAuthClientSettings } from '../../lib/contract/oauth.ts';
import { GOOGLE_PUBLISHES } from '../support/oauth/published.ts';
import { functionOf, newStack, statementsOf, synthesize } from './support';
import { google, oidc, options, secretOf } from './support-oauth';

/** Prefix of the functions, and segment of the routes, of both flows. */
const FLOWS = [
  ['Oauth', 'oauth'],
  ['Associate', 'associate'],
];
/** What lies beside the bundles. */
function clientsOf(users: UsersApi): OAuthClientSettings[] {
  const assets = users.node.findAll().filter((each) => each instanceof Asset);
  const files = assets.map(({ assetPath }) => path.join(assetPath, 'oauth-clients.json'));
  const [file = '', ...others] = files.filter((each) => existsSync(each));
  expect(others).toEqual([]);
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('an OAuth client', () => {
  const { template, users, stack } = synthesize({
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    oauthClients: [
      google({
        successUrl: 'https://app.example.com/',
        errorUrl: 'https://app.example.com/sign-in',
      }),
      OAuthClient.github({ ...options(), clientSecret: secretOf('github'), backend: 'jwt' }),
    ],
  });
  const variables = (prefix: string) =>
    functionOf(template, `Users${prefix}`).Environment.Variables;
  const settings = (prefix: string) => JSON.parse(variables(prefix).OAUTH_CLIENT);
  const policyOf = (prefix: string) => JSON.stringify(statementsOf(template, `Users${prefix}Role`));
  const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties.RouteKey,
  );

  test.each(FLOWS)('has a callback of its own, %s', (prefix, flow) => {
    for (const [name, id] of [
      ['google', 'Google'],
      ['github', 'Github'],
    ]) {
      expect(routes).toContain(`GET /users/${flow}/${name}/callback`);
      expect(users.functions[`${flow}-callback-${name}`]).toBeDefined();
      expect(settings(`${prefix}Callback${id}`)).toMatchObject({ name, clientId: 'id' });
      expect(variables(`${prefix}Callback${id}`)).toMatchObject({
        API_URL: stack.resolve(users.url),
        OAUTH_STATE_SECRET_ARN: { Ref: expect.stringMatching(/^UsersOAuthStateSecret/) },
      });
    }
  });

  test.each(FLOWS)('shares with all others what begins, %s', (prefix) => {
    expect(routes.filter((key) => key.endsWith('/authorize')).sort()).toEqual([
      'GET /users/associate/{client}/authorize',
      'GET /users/oauth/{client}/authorize',
    ]);
    const begins = Object.keys(users.functions).filter((name) => name.includes('authorize'));
    expect(begins).toEqual(['oauth-authorize', 'associate-authorize']);
    expect(clientsOf(users).map(({ name }) => name)).toEqual(['google', 'github']);
    expect(variables(`${prefix}Authorize`)).toMatchObject({ OAUTH_CLIENTS: '[]' });
  });

  test('has in common with others no function where there is none', () => {
    const names = Object.keys(synthesize().users.functions);
    expect(names.filter((name) => /oauth|associate/.test(name))).toEqual([]);
  });

  test('of Google is one of OpenID Connect with its issuer, of GitHub one of its own kind', () => {
    expect(settings('OauthCallbackGoogle')).toEqual({
      name: 'google',
      provider: { kind: 'openid-connect', issuer: GOOGLE_PUBLISHES.issuer, addresses: 'google' },
      clientId: 'id',
      redirectUris: {},
      scopes: ['openid', 'email'],
      errorUrl: 'https://app.example.com/sign-in',
      linkByEmail: 'without-password',
      acceptsEarlier: true,
    });
    const scopes = ['user:email'];
    const github = { provider: { kind: 'github' }, scopes, linkByEmail: 'without-password' };
    expect(settings('OauthCallbackGithub')).toMatchObject(github);
  });

  test('ends a login where it says, and nothing else', () => {
    expect(variables('OauthCallbackGoogle').SUCCESS_URL).toBe('https://app.example.com/');
    for (const prefix of ['OauthCallbackGithub', 'AssociateCallbackGoogle', 'OauthAuthorize']) {
      expect(variables(prefix)).not.toHaveProperty('SUCCESS_URL');
    }
  });

  test.each(FLOWS)(
    'tells the functions of both steps where a browser ends that is refused, %s',
    (prefix) => {
      const errorUrl = 'https://app.example.com/sign-in';
      expect(settings(`${prefix}CallbackGoogle`)).toMatchObject({ errorUrl });
      expect(settings(`${prefix}CallbackGithub`)).not.toHaveProperty('errorUrl');
      expect(clientsOf(users)).toMatchObject([{ name: 'google', errorUrl }, { name: 'github' }]);
    },
  );

  test('uses up only its own attempts', () => {
    for (const prefix of ['OauthCallback', 'AssociateCallback']) {
      expect(policyOf(`${prefix}Google`)).toContain('"OAUTH-ATTEMPT#google#*"');
      expect(policyOf(`${prefix}Google`)).not.toContain('OAUTH-ATTEMPT#github');
    }
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

  test('gives its secret only to the functions that exchange a code', () => {
    for (const [prefix] of FLOWS) {
      const [own, other] = [
        policyOf(`${prefix}CallbackGoogle`),
        policyOf(`${prefix}CallbackGithub`),
      ];
      expect(own).toContain('secret:google');
      expect(own).not.toContain('secret:github');
      expect(other).not.toContain('secret:google');
    }
    for (const prefix of ['OauthAuthorize', 'AssociateAuthorize', 'LoginJwt']) {
      expect(policyOf(prefix)).not.toMatch(/secret:(google|github)/);
    }
  });

  test('begins with the right to read the secret of attempts and no table', () => {
    const [log, ...others] = statementsOf(template, 'UsersOauthAuthorizeRole');
    expect(log?.Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(others).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: { Ref: expect.stringMatching(/^UsersOAuthStateSecret/) },
      },
    ]);
  });

  test('reaches only its own accounts, and never a hash', () => {
    for (const prefix of ['OauthCallback', 'AssociateCallback']) {
      expect(policyOf(`${prefix}Google`)).toContain('"OAUTH#google#*"');
      expect(policyOf(`${prefix}Google`)).not.toContain('OAUTH#github');
      expect(policyOf(`${prefix}Google`)).not.toContain('dynamodb:GetItem');
    }
    expect(policyOf('OauthCallbackGoogle')).not.toContain('password_hash');
  });

  test('brings one secret for its attempts, which an API without clients lacks', () => {
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
      errorUrl: token,
      scopes: [token],
    });
    expect(client.successUrl).toBe(token);
    expect(oidc({ issuer: token }).name).toBe('partner');
  });

  describe('whose settings only deployment knows', () => {
    const of = (clientId: string, name = 'acme') => {
      const own = newStack();
      const parameter = (id: string) => new CfnParameter(own, id).valueAsString;
      const given = {
        ...options({ clientId: parameter('Id') }),
        redirectUri: `${parameter('App')}/signed-in`,
      };
      const made = synthesize(
        {
          oauthClients: [
            oidc({ ...given, name, issuer: parameter('Issuer') }),
            oidc({ ...given, name: 'same', redirectUri: undefined, clientId }),
          ],
        },
        own,
      );
      const { Environment, Code } = functionOf(made.template, 'UsersOauthAuthorize');
      return { ...made, variables: Environment.Variables, asset: Code.S3Key };
    };
    const { users: api, variables: environment, asset } = of('literal');

    test('has gaps in the file beside the bundle, which a variable fills', () => {
      expect(clientsOf(api)).toMatchObject([
        {
          name: 'acme',
          provider: { issuer: '\u001a0' },
          clientId: '\u001a1',
          redirectUris: { login: '\u001a2' },
        },
        { name: 'same', provider: { issuer: 'https://login.example.com' }, clientId: 'literal' },
      ]);
      const parts: unknown[] = environment.OAUTH_CLIENTS['Fn::Join'][1];
      const text = parts
        .map((part) => (typeof part === 'string' ? part : Object(part).Ref))
        .join('');
      expect(JSON.parse(text)).toEqual(['Issuer', 'Id', 'App/signed-in']);
    });

    test('has another bundle with other settings, and the same with the same', () => {
      expect(of('literal').asset).toBe(asset);
      expect(of('other').asset).not.toBe(asset);
      expect(of('literal', 'renamed').asset).not.toBe(asset);
    });
  });
});
