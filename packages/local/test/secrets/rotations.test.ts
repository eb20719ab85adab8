import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startAwsJsonServer } from '../../src/aws-json/server.ts';
import { StackScope } from '../../src/cloudformation/stack-scope.ts';
import type { Template } from '../../src/cloudformation/template.ts';
import { FunctionDirectory } from '../../src/lambda/function-directory.ts';
import type { PrivateServer } from '../../src/private-server.ts';
import { identifySecrets } from '../../src/secrets/identify-secrets.ts';
import { secretsManager } from '../../src/secrets/operations.ts';
import { Rotations } from '../../src/secrets/rotations.ts';
import { SecretStore } from '../../src/secrets/secret-store.ts';
import { clientConfig } from '../support/engine.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

const ENVIRONMENT = { account: '000000000000', region: 'us-east-1' };
const template = {
  Resources: {
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'first' } },
    Plain: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'plain' } },
    Rotate: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'Rotate' } },
    Schedule: {
      Type: 'AWS::SecretsManager::RotationSchedule',
      Properties: {
        SecretId: { Ref: 'Secret' },
        RotationLambdaARN: { 'Fn::GetAtt': ['Rotate', 'Arn'] },
      },
    },
  },
} as unknown as Template;
const STEPS = path.join(temporaryDirectory(), 'steps');
const rotate = lambdaFunction(
  `import { appendFileSync } from 'node:fs';
   export const handler = async (event) =>
     appendFileSync(process.env.STEPS, JSON.stringify(event) + ';');`,
  { name: 'Rotate', environment: { STEPS } },
);
const broken = lambdaFunction('export const handler = () => { throw new Error("no"); };', {
  name: 'Rotate',
});
let store: SecretStore;
let file: string;
let rotations: Rotations;
let server: PrivateServer;
let client: SecretsManagerClient;

/** The stack's secrets as after a start. */
function start(functions = rotate.function): void {
  store = new SecretStore(file, ENVIRONMENT);
  const scope = new StackScope(template, 'Stack', ENVIRONMENT);
  identifySecrets(template, scope, store);
  rotations = new Rotations(template, scope, store, new FunctionDirectory([functions]));
}
/** What the function was called with. */
const steps = () =>
  readFileSync(STEPS, 'utf8')
    .split(';')
    .filter((step) => step !== '')
    .map((step) => JSON.parse(step));

beforeAll(async () => {
  const operations = () => secretsManager(store, (arn) => rotations.rotate(arn));
  server = await startAwsJsonServer(
    Object.fromEntries(
      ['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage', 'RotateSecret'].map(
        (name) => [
          `secretsmanager.${name}`,
          (input: Record<string, unknown>) => operations()[`secretsmanager.${name}`]?.(input),
        ],
      ),
    ),
  );
  client = new SecretsManagerClient(clientConfig(server.endpoint));
});
beforeEach(() => {
  file = path.join(temporaryDirectory(), 'secrets.json');
  writeFileSync(STEPS, '');
  start();
});
afterAll(async () => {
  client.destroy();
  server.stop();
  await Promise.all([rotate, broken].map((one) => one.function.stop()));
  removeTemporaryDirectories();
});

describe('a secret with a schedule', () => {
  test('is rotated by its function, in four steps, when it is new', async () => {
    await rotations.begin();
    const { arn } = store.find('Stack-Secret') ?? {};
    expect(steps().map(({ Step }) => Step)).toEqual([
      'createSecret',
      'setSecret',
      'testSecret',
      'finishSecret',
    ]);
    expect(new Set(steps().map(({ SecretId }) => SecretId))).toEqual(new Set([arn]));
    expect(new Set(steps().map(({ ClientRequestToken }) => ClientRequestToken)).size).toBe(1);
  });

  test('is not rotated again by the next start', async () => {
    await rotations.begin();
    start();
    await rotations.begin();
    expect(steps()).toHaveLength(4);
  });

  test('is tried again by the next start if a step failed', async () => {
    start(broken.function);
    await rotations.begin();
    expect(broken.failures).toHaveLength(1);
    start();
    await rotations.begin();
    expect(steps()).toHaveLength(4);
  });

  test('is rotated on demand, and no other secret is', async () => {
    await client.send(new RotateSecretCommand({ SecretId: 'Stack-Secret' }));
    expect(steps()).toHaveLength(4);
    await expect(
      client.send(new RotateSecretCommand({ SecretId: 'Stack-Plain' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('a version', () => {
  const SecretId = 'Stack-Secret';
  const TOKEN = '00000000-0000-4000-8000-000000000001';
  const valueAt = (VersionStage: string) =>
    client
      .send(new GetSecretValueCommand({ SecretId, VersionStage }))
      .then(({ SecretString }) => SecretString);

  test('is the current one at once, and the one before the previous one', async () => {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'second' }));
    expect(await valueAt('AWSCURRENT')).toBe('second');
    expect(await valueAt('AWSPREVIOUS')).toBe('first');
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'third' }));
    expect(await valueAt('AWSPREVIOUS')).toBe('second');
    expect(store.find(SecretId)?.versions).toHaveLength(2);
  });

  test('is pending if the call says so, until the label is moved', async () => {
    await client.send(
      new PutSecretValueCommand({
        SecretId,
        SecretString: 'second',
        ClientRequestToken: TOKEN,
        VersionStages: ['AWSPENDING'],
      }),
    );
    expect(await valueAt('AWSCURRENT')).toBe('first');
    expect(await valueAt('AWSPENDING')).toBe('second');
    const RemoveFromVersionId = store.find(SecretId)?.versions[0]?.id;
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: TOKEN };
    const refused = { name: 'InvalidParameterException' };
    const without = new UpdateSecretVersionStageCommand(move);
    await expect(client.send(without)).rejects.toMatchObject(refused);
    const whole = { ...move, RemoveFromVersionId };
    await client.send(new UpdateSecretVersionStageCommand(whole));
    const again = new UpdateSecretVersionStageCommand(whole);
    await expect(client.send(again)).rejects.toMatchObject(refused);
    expect(await valueAt('AWSCURRENT')).toBe('second');
    expect(await valueAt('AWSPREVIOUS')).toBe('first');
    start();
    expect(await valueAt('AWSCURRENT')).toBe('second');
  });

  test('is made once, however often the call is repeated, and not with another value', async () => {
    const put = (SecretString: string) =>
      client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken: TOKEN }));
    await put('second');
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'third' }));
    await put('second');
    expect(await valueAt('AWSCURRENT')).toBe('third');
    expect(store.find(SecretId)?.versions).toHaveLength(2);
    await expect(put('fourth')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  test('that does not exist can’t be labelled', async () => {
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: TOKEN };
    await expect(client.send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
