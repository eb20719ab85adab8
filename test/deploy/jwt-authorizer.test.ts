import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { DEPLOYMENT_TIMEOUT, firstKeys } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe("a route behind API Gateway's JWT authorizer, deployed", () => {
  let emulator: Emulator;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployExample('jwt-authorizer');
    const stack = new DeployedStack('JwtAuthorizerExample', emulator.clientConfig);
    const deployment = {
      url: await stack.output('UsersUrl'),
      createUserFunction: await stack.output('CreateUserFunctionName'),
    };
    client = new Client(deployedSystem(emulator, deployment));
    await firstKeys(client.system);
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  const whoAmI = async (token?: string) => {
    const url = client.system.url.replace(/\/users$/, '/who-am-i');
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { headers });
    return [answer.status, await answer.json()];
  };

  test('lets in who has logged in, by the keys that its issuer publishes', async () => {
    const { user, token } = await client.signedIn();
    expect(await whoAmI(token)).toEqual([200, { id: user.id }]);
    expect((await client.send('GET', '/me', { token })).json).toEqual(user);
  });

  test('keeps out who has no token, or a changed one', async () => {
    const { token } = await client.signedIn();
    const [head, , signature] = token.split('.');
    const claims = Buffer.from('{"sub":"root"}').toString('base64url');
    for (const each of [undefined, 'nonsense', [head, claims, signature].join('.')]) {
      expect(await whoAmI(each)).toEqual([401, { message: 'Unauthorized' }]);
    }
  });
});
