import { describe, expect, test } from '@jest/globals';
import { Mfa, OAuthClient, UsersApi, type UsersApiProps } from '../../lib';
import { functionOf, newStack, synthesize } from './support';
import { google, oidc, options } from './support-oauth';

/** The options of a client, where they can't work. */
describe('an OAuth client', () => {
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
    for (const setting of [
      'redirectUri',
      'associateRedirectUri',
      'successUrl',
      'errorUrl',
      'mfaUrl',
    ]) {
      expect(() => google({ [setting]: url })).toThrow(
        `OAuthClient.${setting}: got "${url}", expected an https URL without fragment`,
      );
    }
    expect(() => oidc({ issuer: url })).toThrow(
      `OAuthClient.issuer: got "${url}", expected an https URL without fragment and query`,
    );
  });

  describe('at Microsoft', () => {
    const tenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

    test.each([
      'https://login.microsoftonline.com/common/v2.0',
      'https://login.microsoftonline.com/organizations/v2.0',
      'https://login.microsoftonline.com/consumers/v2.0',
      'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0',
      `https://login.microsoftonline.com/${tenant}`,
      `https://login.microsoftonline.com/${tenant}/v2.0/`,
      'https://login.microsoftonline.us/common/v2.0',
      'https://login.partner.microsoftonline.cn/common/v2.0',
    ])('is refused without the id of one tenant: %s', (issuer) => {
      expect(() => oidc({ issuer })).toThrow(
        `OAuthClient.issuer: got "${issuer}", expected the issuer of one tenant by its id`,
      );
    });

    test('is taken with the id of a tenant', () => {
      const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
      expect(oidc({ issuer }).name).toBe('partner');
    });
  });

  test.each([
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    'https://login.example.com/<tenant>',
    'https://login.example.com/%7Btenantid%7D',
  ])('refuses an issuer with a placeholder: %s', (issuer) => {
    expect(() => oidc({ issuer })).toThrow(
      `OAuthClient.issuer: got "${issuer}", expected an issuer with the tenant's id in place of the placeholder`,
    );
  });

  test.each(['https://github.com', 'https://github.com/login/oauth'])(
    'refuses GitHub as a provider of OpenID Connect: %s',
    (issuer) => {
      expect(() => oidc({ issuer })).toThrow('use OAuthClient.github()');
    },
  );

  test.each([undefined, null, '', 'undefined', 'null', ' ', 'id\n', ' id', 'idé'])(
    'refuses the client id %j',
    (clientId) => {
      const given = { clientId: clientId as string };
      for (const make of [google, oidc, (more: object) => OAuthClient.github(options(more))]) {
        expect(() => make(given)).toThrow(
          `OAuthClient.clientId: got ${typeof clientId === 'string' ? JSON.stringify(clientId) : clientId}, expected the id that the provider gave the client`,
        );
      }
    },
  );

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['secret of the client', 'a text'],
  ])('refuses a client secret that is none: %j', (clientSecret, got) => {
    expect(() => google({ clientSecret: clientSecret as never })).toThrow(
      `OAuthClient.clientSecret: got ${got}, expected a secret of Secrets Manager`,
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

  test('is refused next to another of its name', () => {
    expect(made({ oauthClients: [google(), oidc({ name: 'google' })] })).toThrow(
      'oauthClients: got two clients named "google", expected a different name for each',
    );
  });

  test('is refused for an unknown backend', () => {
    expect(made({ oauthClients: [google({ backend: 'web' })] })).toThrow(
      'OAuthClient.backend: got "web" for the client "google", expected the name of one of authBackends: "jwt"',
    );
  });

  test('needs a page for second factors, where the API has them, which only its callback knows', () => {
    const mfa = Mfa.totp();
    expect(made({ mfa, oauthClients: [google()] })).toThrow(
      'OAuthClient.mfaUrl: got none for the client "google" of an API with mfa, expected the page that asks users',
    );
    const mfaUrl = 'https://app.example.com/second-factor';
    const { template } = synthesize({ mfa, oauthClients: [google({ mfaUrl })] });
    const variablesOf = (id: string) => functionOf(template, id).Environment.Variables;
    expect({
      callback: variablesOf('UsersOauthCallbackGoogle').MFA_URL,
      authorize: variablesOf('UsersOauthAuthorize').MFA_URL,
    }).toEqual({ callback: mfaUrl, authorize: undefined });
  });

  test('is refused a successUrl without a cookie to take along', () => {
    expect(made({ oauthClients: [google({ successUrl: 'https://app.example.com/' })] })).toThrow(
      'OAuthClient.successUrl: got one, with the backend "jwt", which has no cookie',
    );
  });
});
