import { describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { PASSWORD } from '../support/passwords.ts';
import { startLocalSystem } from './support/local-system.ts';
import { OAuthClient, startOAuth } from './support/oauth-client.ts';
import { runOn, shared } from './support/start.ts';

describe.each(['CustomDomain', 'BehindProxy'])('the stack %s, on this machine,', (stackName) => {
  let client: OAuthClient;
  const start = shared(() =>
    startOAuth(({ issuer, client: id, secret }) => {
      Object.assign(process.env, {
        TEST_OAUTH_ISSUER: issuer,
        TEST_OAUTH_CLIENT: id,
        TEST_OAUTH_SECRET: secret,
      });
      return startLocalSystem({ app: 'test/apps/domains.ts', stackName });
    }),
  );
  runOn(start, (system) => {
    client = new OAuthClient(system);
  });

  test('names itself as the issuer of tokens, where its discovery document and its keys are', async () => {
    const { json: metadata } = await client.send('GET', '/.well-known/openid-configuration');
    const { url } = client.system;
    expect(metadata).toMatchObject({ issuer: url, jwks_uri: `${url}/.well-known/jwks.json` });
    const keys = (await (await fetch(metadata.jwks_uri)).json()) as JSONWebKeySet;
    const { user, token } = await client.signedIn();
    const verified = await jwtVerify(token, createLocalJWKSet(keys), { issuer: url });
    expect(verified.payload.sub).toBe(user.id);
  });

  test('takes changes by cookie from its own pages and from allowed ones, and from no others', async () => {
    const user = await client.register();
    const cookie = await client.cookie(user.email);
    const statusFrom = async (origin: string) => {
      const headers = { origin, cookie: client.asCookie(cookie) };
      return (await client.send('POST', '/logout/cookie', { headers })).status;
    };
    expect(await statusFrom('https://evil.example')).toBe(403);
    expect(await statusFrom(client.system.origin)).toBe(204);
    const again = await client.send('POST', '/login/cookie', {
      form: { username: user.email, password: PASSWORD },
      headers: { origin: 'https://app.example.com' },
    });
    expect(again.status).toBe(204);
  });

  test('is where a provider sends the browser back to', async () => {
    const { subject, email } = client.newAccount();
    const partner = client.browser('partner');
    const { url } = await partner.begin('oauth');
    expect(new URL(url).searchParams.get('redirect_uri')).toBe(
      `${client.system.url}/oauth/partner/callback`,
    );
    const { json } = await partner.login(subject);
    const me = await client.send('GET', '/me', { token: json.access_token });
    expect(me).toMatchObject({ status: 200, json: { email } });
  });

  test('links to the next page of the list below its own path', async () => {
    const { token } = await client.superuser();
    await client.superuser();
    const { headers } = await client.send('GET', '?limit=1', { token });
    expect(headers.get('link')).toMatch(/^<\/users\?.+>; rel="next"$/);
  });
});
