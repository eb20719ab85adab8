import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OAuthClientSettings } from '../../../lib/contract/oauth.ts';
import { TestSecret } from '../../support/aws/aws-clients.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const URL_OF_API = 'https://api.example.com/users';
const github = (name: string, more: Partial<OAuthClientSettings> = {}): OAuthClientSettings => ({
  name,
  provider: { kind: 'github' },
  clientId: `id of ${name}`,
  scopes: ['user:email'],
  redirectUris: {},
  linkByEmail: 'never',
  acceptsEarlier: false,
  ...more,
});
const CLIENTS = [
  github('acme'),
  github('partner', { redirectUris: { login: 'https://app.example.com/signed-in' } }),
];

describe('the handlers that begin a walk to a provider', () => {
  const log = capturedLog();
  let runtime: TestRuntime;
  let ada: Record<string, string>;

  beforeAll(async () => {
    runtime = await startRuntime(
      { OAUTH_CLIENTS: '[]', OAUTH_STATE_SECRET_ARN: TestSecret.ARN, API_URL: URL_OF_API },
      { 'oauth-clients.json': JSON.stringify(CLIENTS) },
    );
    const credentials = { email: 'ada@example.com', password: PASSWORD };
    await runtime.call('register', { method: 'POST', json: credentials });
    const json = { username: credentials.email, password: PASSWORD };
    const { body } = await runtime.call('login', { method: 'POST', json });
    ada = { authorization: `Bearer ${body.access_token}` };
  });
  afterAll(() => runtime.stop());

  const begin = (name: string, client: string, headers = {}) =>
    runtime.call(name, { headers, pathParameters: { client } });

  test.each([
    ['oauth-authorize', 'acme', `${URL_OF_API}/oauth/acme/callback`],
    ['oauth-authorize', 'partner', 'https://app.example.com/signed-in'],
    ['associate-authorize', 'acme', `${URL_OF_API}/associate/acme/callback`],
    ['associate-authorize', 'partner', `${URL_OF_API}/associate/partner/callback`],
  ])('%s sends %s to its own id and to %s', async (name, client, redirectUri) => {
    const { statusCode, body, cookies } = await begin(name, client, ada);
    expect(statusCode).toBe(200);
    const { searchParams } = new URL(body.authorization_url);
    expect({
      client: searchParams.get('client_id'),
      redirectUri: searchParams.get('redirect_uri'),
    }).toEqual({ client: `id of ${client}`, redirectUri });
    expect(cookies).toEqual([
      expect.stringContaining(`__Host-users-api-oauth-${client}-${searchParams.get('state')}=`),
    ]);
    expect(log.info.at(-1)).toMatchObject({ action: name, client });
  });

  test('know no other client', async () => {
    for (const name of ['oauth-authorize', 'associate-authorize']) {
      expect(await begin(name, 'nobody', ada)).toMatchObject({
        statusCode: 404,
        body: { detail: 'NOT_FOUND' },
        cookies: [],
      });
    }
  });

  test('ask who calls, to associate an account, before they look for the client', async () => {
    expect((await begin('associate-authorize', 'nobody')).statusCode).toBe(401);
  });
});
