import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { actionCases } from '../e2e/suite/api.ts';
import { Client, newEmail } from '../e2e/support/client.ts';
import { lent } from '../e2e/support/start.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { DEPLOYMENT_TIMEOUT } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('two users APIs in one stack and on one HTTP API', () => {
  let emulator: Emulator;
  let customers: Client;
  let staff: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('two-apis');
    await cheapenHashes(emulator.clientConfig);
    const stack = new DeployedStack('TwoApis', emulator.clientConfig);
    const clientOf = async (id: string, cookieName?: string) =>
      new Client(
        deployedSystem(emulator, {
          url: await stack.output(`${id}Url`),
          createUserFunction: await stack.output(`${id}CreateUserFunctionName`),
          queue: await stack.output(`${id}EventsQueueUrl`),
          cookieName,
        }),
      );
    customers = await clientOf('Customers');
    staff = await clientOf('Staff', '__Host-staff');
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  // The first is made as the example is, which has all cases.
  describe('the second', () => actionCases(lent(() => staff.system)));

  describe('side by side', () => {
    test('know an address each for itself, and raise its events each on its own bus', async () => {
      const email = newEmail();
      const customer = await customers.register(email);
      const employee = await staff.register(email);
      expect(employee.id).not.toBe(customer.id);
      await customers.event('after-register', ({ id }) => id === customer.id);
      await staff.event('after-register', ({ id }) => id === employee.id);
      const heard = (await customers.system.events()).map(({ detail }) => detail.user.id);
      expect(heard).not.toContain(employee.id);
    });

    test('take no credential and no reset token of each other', async () => {
      const email = newEmail();
      const { token } = await customers.signedIn();
      const cookie = await customers.cookie((await customers.register(email)).email);
      await staff.register(email);
      expect((await staff.send('GET', '/me', { token })).status).toBe(401);
      expect((await staff.send('GET', '/me', { cookie })).status).toBe(401);
      const reset = await customers.resetToken(email);
      const json = { token: reset, password: 'another correct battery' };
      const answer = await staff.send('POST', '/reset-password', { json });
      expect([answer.status, answer.json]).toEqual([400, { detail: 'RESET_PASSWORD_BAD_TOKEN' }]);
    });
  });
});
