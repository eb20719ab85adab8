import { statSync } from 'node:fs';
import path from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startAwsJsonServer } from '../../src/aws-json/server.ts';
import type { PrivateServer } from '../../src/private-server.ts';
import { generateSecretString } from '../../src/secrets/generate.ts';
import { missingSecrets } from '../../src/secrets/missing-secrets.ts';
import { secretsManager } from '../../src/secrets/operations.ts';
import { SecretStore } from '../../src/secrets/secret-store.ts';
import { clientConfig } from '../support/engine.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

const environment = { account: '000000000000', region: 'us-east-1' };
const file = path.join(temporaryDirectory(), 'secrets.json');
const store = new SecretStore(file, environment);
let server: PrivateServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  server = await startAwsJsonServer(secretsManager(store, async () => undefined));
  client = new SecretsManagerClient(clientConfig(server.endpoint));
});
afterAll(() => {
  client.destroy();
  server.stop();
  removeTemporaryDirectories();
});

test('a secret that functions are told of and that the stack does not make is named once', () => {
  const there = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:there';
  const elsewhere = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:firebase-signer-key';
  const { arn } = store.ensure('there', { SecretString: 'a value' });
  const list = JSON.stringify([{ scheme: 'firebase', signerKeySecretArn: elsewhere }]);
  const environments: Record<string, string>[] = [
    { OWN: arn, NAME: there, TEXT: 'none' },
    { LIST: list },
    { LIST: list },
  ];
  const functions = environments.map((environment) => ({ environment }));
  expect(missingSecrets(functions, store)).toEqual([
    'this machine has no secret firebase-signer-key, which the stack does not make: functions that read it fail; for a run here, make it in the stack, with a value',
  ]);
});

describe('GetSecretValue', () => {
  const secret = store.ensure('signing', { GenerateSecretString: { PasswordLength: 64 } });
  const [version] = secret.versions;
  const get = (input: { SecretId: string; VersionStage?: string; VersionId?: string }) =>
    client.send(new GetSecretValueCommand(input));

  test.each([
    ['name', { SecretId: 'signing' }],
    ['ARN', { SecretId: secret.arn }],
    ['ARN without its random end', { SecretId: secret.arn.slice(0, -7) }],
    ['stage', { SecretId: 'signing', VersionStage: 'AWSCURRENT' }],
    ['version', { SecretId: 'signing', VersionId: version?.id ?? '' }],
  ])('finds a secret by its %s', async (_, input) => {
    expect(await get(input)).toMatchObject({
      ARN: secret.arn,
      Name: 'signing',
      SecretString: version?.value,
      VersionId: version?.id,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Date),
    });
  });

  test.each([
    [
      'a previous version',
      { SecretId: 'signing', VersionStage: 'AWSPREVIOUS' },
      "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    ],
    [
      'an unknown version',
      { SecretId: 'signing', VersionId: '00000000-0000-0000-0000-000000000000' },
      "Secrets Manager can't find the specified secret value for version: 00000000-0000-0000-0000-000000000000",
    ],
    ['another secret', { SecretId: 'nope' }, "Secrets Manager can't find the specified secret."],
  ])('does not find %s', async (_, input, message) => {
    await expect(get(input)).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
  });
});

describe('the secret store', () => {
  test('keeps values over a restart', () => {
    const before = store.ensure('kept', { GenerateSecretString: {} });
    const after = new SecretStore(file, environment).ensure('kept', { GenerateSecretString: {} });
    expect(after).toEqual(before);
  });

  test('lets only its owner read the file', () => {
    store.ensure('private', { GenerateSecretString: {} });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('takes the value from the template, and none if there is none', () => {
    expect(store.ensure('given', { SecretString: 'v' }).versions[0]?.value).toBe('v');
    expect(store.ensure('empty', {}).versions).toEqual([]);
  });
});

describe('a generated value', () => {
  test('has 32 characters of all kinds', () => {
    const value = generateSecretString({});
    expect(value).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]) expect(value).toMatch(kind);
  });

  test('leaves out what is excluded', () => {
    const value = generateSecretString({
      PasswordLength: 200,
      ExcludePunctuation: true,
      ExcludeUppercase: true,
      ExcludeCharacters: 'abc123',
      IncludeSpace: true,
    });
    expect(value).toMatch(/^[d-z04-9 ]{200}$/);
  });

  test('is put into a template', () => {
    const value = generateSecretString({
      SecretStringTemplate: '{"username":"arthur"}',
      GenerateStringKey: 'password',
      ExcludeLowercase: true,
      ExcludeNumbers: true,
      ExcludePunctuation: true,
    });
    expect(JSON.parse(value)).toEqual({
      username: 'arthur',
      password: expect.stringMatching(/^[A-Z]{32}$/),
    });
  });
});
