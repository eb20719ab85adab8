import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, newEmail } from '../e2e/support/client.ts';
import { PASSWORD } from '../support/passwords.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { DEPLOYMENT_TIMEOUT } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('a stack with a key of its own for everything, and a superuser', () => {
  let emulator: Emulator;
  let stack: DeployedStack;
  let client: Client;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('encrypted');
    stack = new DeployedStack('Encrypted', emulator.clientConfig);
    client = new Client(
      deployedSystem(emulator, {
        url: await stack.output('UsersUrl'),
        createUserFunction: await stack.output('UsersCreateUserFunctionName'),
        queue: '',
      }),
    );
  }, DEPLOYMENT_TIMEOUT);
  afterAll(() => emulator?.stop());

  test('has users who register and sign in', async () => {
    const email = newEmail();
    const json = { email, password: PASSWORD };
    expect((await client.send('POST', '/register', { json })).status).toBe(201);
    const { json: login } = await client.send('POST', '/login/jwt', {
      form: { username: email, password: PASSWORD },
    });
    const me = await client.send('GET', '/me', { token: login.access_token });
    expect(me).toMatchObject({ status: 200, json: { email } });
  });

  test('has a superuser, who signs in with the password of the secret', async () => {
    const username = 'root@example.com';
    const secretsManager = new SecretsManagerClient(emulator.clientConfig);
    const SecretId = await stack.output('RootPasswordArn');
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
    secretsManager.destroy();
    const form = { username, password: String(SecretString) };
    const { json: login } = await client.send('POST', '/login/jwt', { form });
    const me = await client.send('GET', '/me', { token: login.access_token });
    expect(me).toMatchObject({ status: 200, json: { email: username, is_superuser: true } });
  });
});
