import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, newEmail } from '../e2e/support/client.ts';
import { PASSWORD } from '../support/passwords.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { previousRelease, previousReleaseFile, type ReleasedUser } from './releases/release.ts';
import { Cdk } from './support/cdk.ts';
import { DEPLOYMENT_TIMEOUT } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';
import { secretValue, UsersTable } from './support/users-data.ts';

/** Each step goes on from the one before, as a deployment lives. */
describe('a stack of the previous release, with users in its table,', () => {
  const release = previousRelease();
  let emulator: Emulator;
  let cdk: Cdk;
  let stack: DeployedStack;
  let table: UsersTable;
  let secrets: { accessSecret: string; resetSecret: string };

  beforeAll(async () => {
    emulator = await startMiniStack();
    cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('release', { release: previousReleaseFile() });
    stack = new DeployedStack('UsersApiExample', emulator.clientConfig);
    table = new UsersTable(await stack.resource('UsersTable'), emulator.clientConfig);
    await table.put(release.items);
    secrets = {
      accessSecret: await stack.resource('UsersAccessTokenSecret'),
      resetSecret: await stack.resource('UsersResetPasswordTokenSecret'),
    };
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  const secretValues = () =>
    Promise.all(Object.values(secrets).map((arn) => secretValue(arn, emulator.clientConfig)));

  /** An API by the outputs of its stack. */
  async function clientOf(api: DeployedStack, recorder = api): Promise<Client> {
    const deployment = {
      url: await api.output('UsersUrl'),
      createUserFunction: await api.output('CreateUserFunctionName'),
      queue: await recorder.output('QueueUrl'),
    };
    return new Client(deployedSystem(emulator, deployment));
  }

  async function expectAllLogIn(client: Client): Promise<void> {
    for (const { user, password } of release.users) {
      const answer = await client.login(user.email, password);
      expect([user.email, answer.status]).toEqual([user.email, user.is_active ? 200 : 400]);
      if (!user.is_active) continue;
      const me = await client.send('GET', '/me', { token: answer.json.access_token });
      expect(me.json).toEqual(user);
    }
    const root = release.users.find(({ user }) => user.is_superuser) as ReleasedUser;
    const token = await client.token(root.user.email, root.password);
    const list = await client.send('GET', '?limit=100', { token });
    expect(list.json).toEqual(expect.arrayContaining(release.users.map(({ user }) => user)));
  }

  test('is upgraded in place: nothing but functions and what says who may call what is replaced, and every user logs in', async () => {
    const [before, values] = [await stack.resources(), await secretValues()];
    await cdk.deploy();
    const after = await stack.resources();
    // Access tokens have a key pair by now; their secret of before stays in the account.
    const replaced = [...before].filter(
      ([id, physical]) => after.get(id) !== physical && !id.startsWith('UsersAccessTokenSecret'),
    );
    const types = replaced.map(([id]) => release.template.Resources?.[id]?.Type);
    expect([...new Set(types)].sort()).toEqual([
      'AWS::IAM::Policy',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
    ]);
    expect(await secretValues()).toEqual(values);

    await cdk.deployApp('recorder', {
      url: await stack.output('UsersUrl'),
      bus: await stack.output('EventBusName'),
    });
    const recorder = new DeployedStack('Recorder', emulator.clientConfig);
    await expectAllLogIn(await clientOf(stack, recorder));
  });

  test('is changed by no second deployment', async () => {
    expect(await cdk.deploy()).toContain('UsersApiExample (no changes)');
  });

  test('stays upgraded when a deployment of the release before fails, and every user still logs in', async () => {
    const before = await stack.resources();
    const broken = { release: previousReleaseFile(), broken: 'true' };
    await expect(cdk.deployApp('release', broken)).rejects.toThrow('failed to create: [Broken]');
    expect(await stack.resources()).toEqual(before);
    const recorder = new DeployedStack('Recorder', emulator.clientConfig);
    await expectAllLogIn(await clientOf(stack, recorder));
  });

  test('leaves table and secrets behind when it is destroyed', async () => {
    const [items, values] = [await table.items(), await secretValues()];
    expect(items.length).toBeGreaterThanOrEqual(release.items.length);
    await cdk.destroy();
    await expect(stack.output('UsersUrl')).rejects.toThrow('does not exist');
    expect(await table.items()).toEqual(items);
    expect(await secretValues()).toEqual(values);
  });

  test('is succeeded by one that is given them: every user logs in, and new ones come', async () => {
    await cdk.deployApp('adopt', { ...(await table.arns()), ...secrets });
    const adopted = new DeployedStack('Adopted', emulator.clientConfig);
    expect(await adopted.output('TableName')).toBe(table.name);
    const client = await clientOf(adopted);
    await expectAllLogIn(client);
    const user = await client.register(newEmail(), PASSWORD);
    await client.event('after-register', ({ id }) => id === user.id);
  });
});
