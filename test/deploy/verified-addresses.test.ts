import { afterAll, beforeAll, describe } from '@jest/globals';
import { emailChangeCases } from '../e2e/suite/email-change.ts';
import { requiredVerificationCases } from '../e2e/suite/verification.ts';
import { Client } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('an API for users whose addresses are proved, deployed', () => {
  let emulator: Emulator;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('verified-addresses');
    const stack = new DeployedStack('VerifiedAddresses', emulator.clientConfig);
    const deployment = {
      url: await stack.output('UsersUrl'),
      createUserFunction: await stack.output('CreateUserFunctionName'),
      queue: await stack.output('QueueUrl'),
    };
    client = new Client(deployedSystem(emulator, deployment));
  }, 180_000);
  afterAll(() => emulator?.stop());

  describe('required verification:', () => requiredVerificationCases(() => client));
  describe('change of address:', () => emailChangeCases(() => client));
});
