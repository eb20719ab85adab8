import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, newEmail } from '../e2e/support/client.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { DEPLOYMENT_TIMEOUT } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('stacks with every prop', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('all-props');
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  async function clientOf(id: string): Promise<Client> {
    const stack = new DeployedStack(`AllProps${id}`, emulator.clientConfig);
    const deployment = {
      url: await stack.output(`${id}Endpoint`),
      createUserFunction: await stack.output(`${id}CreateUserFunctionName`),
      queue: await stack.output(`${id}QueueUrl`),
    };
    return new Client(deployedSystem(emulator, deployment));
  }

  test.each([
    ['is given table, keys, secrets, bus and API', 'Given', 'mobile', 'web'],
    ['makes them itself', 'Own', 'jwt', 'cookie'],
  ])(
    'that %s has users who register, log in both ways and reset their password',
    async (_, id, bearer, cookie) => {
      const client = await clientOf(id);
      const email = newEmail();
      const fields = { email, password: PASSWORD, name: 'Ada' };
      expect((await client.send('POST', '/register', { json: fields })).status).toBe(201);
      const token = await client.resetToken(email);
      const reset = { token, password: OTHER_PASSWORD };
      expect((await client.send('POST', '/reset-password', { json: reset })).status).toBe(200);

      const form = { username: email, password: OTHER_PASSWORD };
      const login = await client.send('POST', `/login/${bearer}`, { form });
      const me = await client.send('GET', '/me', { token: login.json.access_token });
      expect([me.status, me.json]).toEqual([200, expect.objectContaining({ email, name: 'Ada' })]);
      const headers = { origin: 'https://app.example.com' };
      const web = await client.send('POST', `/login/${cookie}`, { form, headers });
      expect(web.status).toBe(204);
      const cookies = web.headers.getSetCookie();
      expect(cookies).not.toEqual([]);
      for (const set of cookies) expect(set).toContain('; Secure; HttpOnly');

      await client.event('after-reset-password', (user) => user.email === email);
      await client.event('after-login', (user) => user.email === email);
    },
  );

  test('serve their OpenAPI document, and a page only where that is said', async () => {
    const [given, own] = [await clientOf('Given'), await clientOf('Own')];
    const document = await given.send('GET', '/openapi.json');
    // Clients see it behind a proxy, whose path is before the base path.
    expect(document.json.servers).toEqual([{ url: '/v1' }]);
    expect(document.json.paths).toHaveProperty('/api/accounts/login/mobile');
    const statuses = async (client: Client) => ({
      document: (await client.send('GET', '/openapi.json')).status,
      page: (await client.send('GET', '/docs')).status,
      file: (await client.send('GET', '/docs?file=swagger-ui-bundle.js')).status,
    });
    expect({ given: await statuses(given), own: await statuses(own) }).toEqual({
      given: { document: 200, page: 200, file: 200 },
      // Without the page it is the route of a user by id.
      own: { document: 200, page: 401, file: 401 },
    });
  });
});
