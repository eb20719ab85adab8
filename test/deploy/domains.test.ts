import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { newEmail } from '../e2e/support/client.ts';
import { PASSWORD } from '../support/passwords.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { DEPLOYMENT_TIMEOUT } from './support/deployed-app.ts';
import { DeployedStack } from './support/stack.ts';

const HOST = 'auth.example.com';

describe('a users API with a domain of its own, deployed,', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('domains');
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  /** As a client does that finds the emulator by this name. */
  async function send(method: string, path: string, body = '', headers = {}) {
    const request = http.request(new URL(path, emulator.endpoint), {
      method,
      headers: { host: HOST, 'content-length': Buffer.byteLength(body), ...headers },
    });
    request.end(body);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const text = Buffer.concat(await response.toArray()).toString();
    return { status: response.statusCode, text, cookies: response.headers['set-cookie'] ?? [] };
  }

  test('answers there, and says so in its output, its discovery document and its tokens', async () => {
    const url = await new DeployedStack('CustomDomain', emulator.clientConfig).output('UsersUrl');
    expect(url).toBe(`https://${HOST}/users`);
    const discovery = await send('GET', '/users/.well-known/openid-configuration');
    expect(JSON.parse(discovery.text)).toMatchObject({
      issuer: url,
      jwks_uri: `${url}/.well-known/jwks.json`,
    });
    const email = newEmail();
    const json = { 'content-type': 'application/json' };
    const registered = JSON.stringify({ email, password: PASSWORD });
    expect((await send('POST', '/users/register', registered, json)).status).toBe(201);

    const form = String(new URLSearchParams({ username: email, password: PASSWORD }));
    const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
    // The keys are made beside the deployment.
    const login = await eventually(async () => {
      const answer = await send('POST', '/users/login/jwt', form, asForm);
      return answer.status === 200 ? answer : undefined;
    }, 'a login');
    const [, claims = ''] = JSON.parse(login.text).access_token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: url });

    const statusFrom = async (origin: string) =>
      (await send('POST', '/users/login/cookie', form, { ...asForm, origin })).status;
    expect({
      own: await statusFrom(`https://${HOST}`),
      other: await statusFrom('https://evil.example'),
    }).toEqual({ own: 204, other: 403 });
  });
});
