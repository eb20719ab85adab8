import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '../e2e/support/client.ts';
import { type Emulator, startMiniStack } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { firstKeys } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

describe('a stack that knows only where an API publishes', () => {
  let emulator: Emulator;
  let client: Client;
  let importer: DeployedStack;

  beforeAll(async () => {
    emulator = await startMiniStack();
    const cdk = new Cdk(emulator);
    await cdk.bootstrap();
    await cdk.deployApp('other-repository');
    await cheapenHashes(emulator.clientConfig);
    const owner = new DeployedStack('Owner', emulator.clientConfig);
    importer = new DeployedStack('Importer', emulator.clientConfig);
    client = new Client(
      deployedSystem(emulator, {
        url: await owner.output('UsersUrl'),
        createUserFunction: await owner.output('CreateUserFunctionName'),
        queue: await importer.output('RecorderQueueUrl'),
      }),
    );
    await firstKeys(client.system);
  }, 240_000);
  afterAll(() => emulator?.stop());

  const get = async (path: string, token?: string) => {
    const api = `${emulator.endpoint}/_aws/execute-api/${await importer.output('ApiId')}/$default`;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${api}${path}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };

  test('hears the events of the API', async () => {
    const user = await client.register();
    await client.event('after-register', ({ id }) => id === user.id);
  });

  test('has a route behind the function of the API, which sees the user', async () => {
    const { user, token } = await client.signedIn();
    expect(await get('/asked', token)).toMatchObject({
      status: 200,
      body: { id: user.id, email: user.email },
    });
    expect(await get('/asked', 'nonsense')).toMatchObject({ status: 403 });
  });

  test('has a route behind the keys that the API publishes', async () => {
    const { user, token } = await client.signedIn();
    expect(await get('/verified', token)).toEqual({ status: 200, body: { id: user.id } });
    expect(await get('/verified', 'nonsense')).toMatchObject({ status: 401 });
  });

  test('has the environment of the admin client as the API says it', async () => {
    const lambda = new LambdaClient(emulator.clientConfig);
    const { Environment } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: await importer.output('ReaderName') }),
    );
    const table = await new DeployedStack('Owner', emulator.clientConfig).output('TableName');
    expect(Environment?.Variables).toMatchObject({
      USERS_API_TABLE_NAME: table,
      USERS_API_HAS_USER_MODEL: 'false',
    });
  });
});
