import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, newEmail } from '../e2e/support/client.ts';
import { PASSWORD } from '../support/passwords.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { DEPLOYMENT_TIMEOUT, firstKeys } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('the layout of functions of a deployed stack', () => {
  let emulator: Emulator;
  let cdk: Cdk;
  let stack: DeployedStack;

  beforeAll(async () => {
    emulator = await startMiniStack();
    cdk = new Cdk(emulator);
    await cdk.bootstrap();
    stack = new DeployedStack('Layout', emulator.clientConfig);
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  async function deployed(layout: string): Promise<Client> {
    await cdk.deployApp('layout', { layout });
    const system = deployedSystem(emulator, {
      url: await stack.output('UsersUrl'),
      createUserFunction: await stack.output('CreateUserFunctionName'),
    });
    await firstKeys(system);
    return new Client(system);
  }

  /** Routes by their logical ids, and the table: what must stay. */
  const kept = async () => ({
    routes: [...(await stack.resources('AWS::ApiGatewayV2::Route'))].sort(),
    table: await stack.resource('UsersTable'),
  });

  test(
    'changes to groups and back: users, their tokens and the routes stay',
    async () => {
      const alone = await deployed('per-action');
      const user = await alone.register();
      const token = await alone.token(user.email);
      const before = await kept();
      for (const layout of ['grouped', 'per-action']) {
        const client = await deployed(layout);
        expect(await kept()).toEqual(before);
        const me = async (by: string) => (await client.send('GET', '/me', { token: by })).json;
        expect({
          layout,
          before: await me(token),
          now: await me(await client.token(user.email)),
        }).toEqual({ layout, before: user, now: user });
        const json = { email: newEmail(), password: PASSWORD };
        expect((await client.send('POST', '/register', { json })).status).toBe(201);
        expect((await client.send('GET', '', { token })).status).toBe(403);
      }
    },
    3 * DEPLOYMENT_TIMEOUT,
  );
});
