import { afterAll, beforeAll, describe } from '@jest/globals';
import { refreshCases } from '../e2e/suite/refresh.ts';
import { refreshedSessionCases } from '../e2e/suite/refreshed-sessions.ts';
import { Client, poll } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('refresh tokens, deployed,', () => {
  let emulator: Emulator;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('refresh');
    const stack = new DeployedStack('Refresh', emulator.clientConfig);
    client = new Client(
      deployedSystem(emulator, {
        url: await stack.output('UsersUrl'),
        createUserFunction: await stack.output('CreateUserFunctionName'),
        queue: await stack.output('QueueUrl'),
      }),
    );
    // The first rotation runs beside the deployment.
    await poll('the first keys', async () =>
      (await client.send('GET', '/.well-known/jwks.json')).status === 200 ? true : undefined,
    );
  }, 180_000);
  afterAll(() => emulator?.stop());

  refreshCases(() => client);
  refreshedSessionCases(() => client);
});
