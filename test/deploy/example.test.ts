import { DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiCases } from '../e2e/suite/api.ts';
import { Client } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('the example, deployed, with a subscriber in a stack of its own', () => {
  let emulator: Emulator;
  let example: DeployedStack;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deploy();
    await cheapenHashes(emulator.clientConfig);
    example = new DeployedStack('UsersApiExample', emulator.clientConfig);
    const url = await example.output('UsersUrl');
    await cdk.deployApp('recorder', { url, bus: await example.output('EventBusName') });
    const recorder = new DeployedStack('Recorder', emulator.clientConfig);
    const deployment = {
      url,
      createUserFunction: await example.output('CreateUserFunctionName'),
      queue: await recorder.output('QueueUrl'),
    };
    client = new Client(deployedSystem(emulator, deployment));
  }, 180_000);
  afterAll(() => emulator?.stop());

  apiCases(() => client);

  test('lets a function do what its policy says and no more, so without one it fails', async () => {
    const { token } = await client.signedIn();
    expect((await client.send('GET', '/me', { token })).status).toBe(200);

    const RoleName = await example.resource('UsersGetMeRole');
    const iam = new IAMClient(emulator.clientConfig);
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames).toHaveLength(1);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: PolicyNames[0] }));
    expect((await client.send('GET', '/me', { token })).status).toBe(500);
  });
});
