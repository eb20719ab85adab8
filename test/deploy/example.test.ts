import { DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { DOCUMENTED_KEY, documentedS3Record } from 'cdk-users-api-local/test/documented-s3-record';
import { apiCases } from '../e2e/suite/api.ts';
import { gatewayCases } from '../e2e/suite/gateway.ts';
import { guessCases } from '../e2e/suite/guesses.ts';
import { Client, seen } from '../e2e/support/client.ts';
import { redrive } from '../e2e/support/command.ts';
import { runOn, shared } from '../e2e/support/start.ts';
import type { Emulator } from './ministack/ministack.ts';
import { Cdk } from './support/cdk.ts';
import { cheapenHashes } from './support/cheap-hashes.ts';
import { DEPLOYMENT_TIMEOUT, startDeployed } from './support/deployed-app.ts';
import { deployedSystem } from './support/deployed-system.ts';
import { DeployedStack } from './support/stack.ts';

async function deploy(emulator: Emulator) {
  const cdk = new Cdk(emulator);
  await cdk.bootstrap();
  await cdk.deploy();
  await cheapenHashes(emulator.clientConfig);
  const example = new DeployedStack('UsersApiExample', emulator.clientConfig);
  const url = await example.output('UsersUrl');
  await cdk.deployApp('recorder', { url, bus: await example.output('EventBusName') });
  const recorder = new DeployedStack('Recorder', emulator.clientConfig);
  const deployment = {
    url,
    createUserFunction: await example.output('CreateUserFunctionName'),
    queue: await recorder.output('QueueUrl'),
  };
  const iam = new IAMClient(emulator.clientConfig);
  return { ...deployedSystem(emulator, deployment), emulator, example, iam };
}

describe('the example, deployed, with a subscriber in a stack of its own', () => {
  const start = shared(() => startDeployed(deploy), DEPLOYMENT_TIMEOUT);
  let system: Awaited<ReturnType<typeof deploy>>;
  runOn(start, (started) => {
    system = started;
  });

  apiCases(start);
  describe('API Gateway', () => gatewayCases(start, 'emulator'));
  // The emulator has one address for all clients.
  describe('guessing', () => guessCases(start, { rounds: 1, guesses: 40, addresses: 1 }));

  test('delivers what Lambda keeps in the bucket in the form that AWS documents, by redrive', async () => {
    const { emulator, example, items } = system;
    const client = new Client(system);
    const user = await client.register();
    const [profile] = (await items.naming(user.id)).filter(({ sk }) => sk === 'PROFILE');
    const event = {
      id: 'given-up',
      type: 'after-update',
      at: new Date().toISOString(),
      changed: ['email'],
      actor: { id: user.id, by: 'user' },
    };
    const SequenceNumber = '800000000003126276362';
    const record = {
      eventName: 'MODIFY',
      dynamodb: {
        SequenceNumber,
        Keys: marshall({ pk: profile?.pk, sk: profile?.sk }),
        OldImage: marshall(profile),
        NewImage: marshall({ ...profile, event }),
      },
    };
    const s3 = new S3Client(emulator.clientConfig);
    const Bucket = await example.output('UndeliveredEventsBucketName');
    const put = (Key: string, content: object) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(content) }));
    await put(DOCUMENTED_KEY, documentedS3Record([record]));
    await put('strange', { Records: [record] });
    const run = () => redrive(['--stack', example.name], emulator.environment);
    expect(await run()).toMatchObject({
      code: 1,
      output: expect.stringMatching(
        /^not delivered: strange: .*it has no payload\ndelivered: 1 record; 1 object deleted\n$/m,
      ),
    });
    const { detail } = await client.event('after-update', ({ id }) => id === user.id);
    expect(detail).toMatchObject({ id: event.id, changed: ['email'] });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['strange']);
    s3.destroy();
  });

  test('lets a function do what its policy says and no more, so without one it fails', async () => {
    const { example, iam } = system;
    const client = new Client(system);
    const { token } = await client.signedIn();
    expect((await client.send('GET', '/me', { token })).status).toBe(200);

    const RoleName = await example.resource('UsersGetMeRole');
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames).toHaveLength(1);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: PolicyNames[0] }));
    expect((await client.send('GET', '/me', { token })).status).toBe(500);
  });

  test('lets API Gateway call the functions by its role and in no other way', async () => {
    const { example, iam } = system;
    const client = new Client(system);
    expect(seen(await client.send('GET', '/me'))).toEqual({
      status: 401,
      json: { detail: 'UNAUTHORIZED' },
    });

    const RoleName = await example.resource('UsersGatewayRole');
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'Invoke' }));
    expect(seen(await client.send('GET', '/me'))).toEqual({
      status: 500,
      json: { message: 'Internal Server Error' },
    });
  });
});
