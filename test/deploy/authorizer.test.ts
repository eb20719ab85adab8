import { afterAll, beforeAll, describe } from '@jest/globals';
import { authorizerCases } from '../e2e/suite/authorizer.ts';
import { Client } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('a route of one’s own, deployed,', () => {
  let emulator: Emulator;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('protected-routes');
    const stack = new DeployedStack('ProtectedRoutes', emulator.clientConfig);
    client = new Client(
      deployedSystem(emulator, {
        url: await stack.output('UsersUrl'),
        createUserFunction: await stack.output('UsersCreateUserFunctionName'),
      }),
    );
  }, 180_000);
  afterAll(() => emulator?.stop());

  authorizerCases(() => client);
});
