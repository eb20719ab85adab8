import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OpenIdConnect } from '../../../../lambda/adapters/oauth/openid-connect.ts';
import { OpenIdProvider } from '../../../support/oauth/openid-provider.ts';
import { GOOGLE_PUBLISHES, type Published } from '../../../support/oauth/published.ts';

const ATTEMPT = { state: 'state', nonce: 'nonce', codeVerifier: 'v'.repeat(43) };

/** Serves what Google publishes, with its URLs moved here. */
describe('Google, as it publishes itself,', () => {
  let server: Server;
  let issuer: string;
  let google: OpenIdConnect;
  const exchanges: { authorization: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/.well-known/openid-configuration') {
        const moved = JSON.stringify(GOOGLE_PUBLISHES).replace(/https:\/\/[a-z0-9.]+/g, issuer);
        response.end(moved);
        return;
      }
      const { authorization } = request.headers;
      exchanges.push({ authorization, body: await text(request) });
      response.writeHead(400).end('{"error": "invalid_grant"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    google = new OpenIdConnect({
      issuer,
      clientId: 'id',
      clientSecret: async () => 'secret',
      scopes: ['openid', 'email'],
      redirectUri: 'https://api.example.com/users/oauth/google/callback',
    });
  });
  beforeEach(() => {
    exchanges.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const callback = (more: Record<string, string>) =>
    google.identify(new URLSearchParams({ code: 'code', state: 'state', ...more }), ATTEMPT);

  test('is asked for what it supports', async () => {
    const url = new URL(await google.authorizationUrl(ATTEMPT));
    expect(url.pathname).toBe(new URL(GOOGLE_PUBLISHES.authorization_endpoint).pathname);
    const asked = Object.fromEntries(url.searchParams);
    expect(GOOGLE_PUBLISHES.response_types_supported).toContain(asked.response_type);
    expect(GOOGLE_PUBLISHES.code_challenge_methods_supported).toContain(
      asked.code_challenge_method,
    );
    expect(GOOGLE_PUBLISHES.scopes_supported).toEqual(
      expect.arrayContaining(asked.scope?.split(' ') ?? []),
    );
    expect(GOOGLE_PUBLISHES.claims_supported).toEqual(
      expect.arrayContaining(['sub', 'email', 'email_verified']),
    );
  });

  test('is sent the code with its own issuer, by a method that it takes', async () => {
    await expect(callback({ iss: issuer })).rejects.toMatchObject({ code: 'OAUTH_REFUSED' });
    const [{ authorization, body } = { authorization: '', body: '' }] = exchanges;
    expect(authorization).toBe(`Basic ${Buffer.from('id:secret').toString('base64')}`);
    expect(GOOGLE_PUBLISHES.token_endpoint_auth_methods_supported).toContain('client_secret_basic');
    const { grant_type } = Object.fromEntries(new URLSearchParams(body));
    expect(GOOGLE_PUBLISHES.grant_types_supported).toContain(grant_type);
  });

  test.each([
    ['no issuer, since it says that it sends it', {}],
    ['another issuer', { iss: 'https://evil.example' }],
  ])('is not believed with %s', async (_, more) => {
    await expect(callback(more as Record<string, string>)).rejects.toMatchObject({
      code: 'OAUTH_INVALID_RESPONSE',
    });
    expect(exchanges).toEqual([]);
  });

  test('promises nothing that the provider of the tests lacks', async () => {
    const provider = await OpenIdProvider.start();
    const response = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
    const double = (await response.json()) as Published;
    await provider.stop();
    for (const [name, used] of [
      ['response_types_supported', 'code'],
      ['response_modes_supported', 'query'],
      ['grant_types_supported', 'authorization_code'],
      ['code_challenge_methods_supported', 'S256'],
      ['token_endpoint_auth_methods_supported', 'client_secret_basic'],
      ['id_token_signing_alg_values_supported', 'RS256'],
      ['scopes_supported', 'openid'],
      ['scopes_supported', 'email'],
    ] as const) {
      expect({ name, values: double[name] }).toEqual({
        name,
        values: expect.arrayContaining([used]),
      });
      expect(GOOGLE_PUBLISHES[name]).toContain(used);
    }
    const iss = 'authorization_response_iss_parameter_supported';
    expect(double[iss]).toBe(GOOGLE_PUBLISHES[iss]);
  });
});
