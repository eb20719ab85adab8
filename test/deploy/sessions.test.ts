import { afterAll, beforeAll, describe } from '@jest/globals';
import { sessionCases } from '../e2e/suite/sessions.ts';
import { Client } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('stored sessions, deployed,', () => {
  let emulator: Emulator;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('sessions');
    const stack = new DeployedStack('Sessions', emulator.clientConfig);
    client = new Client(
      deployedSystem(emulator, {
        url: await stack.output('UsersUrl'),
        createUserFunction: await stack.output('UsersCreateUserFunctionName'),
        cookieName: '__Host-users-api-session',
      }),
    );
  }, 180_000);
  afterAll(() => emulator?.stop());

  sessionCases(() => client);
});
