import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, test } from '@jest/globals';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { serviceRequests } from './iam/service-requests.ts';
import { actionCases } from './suite/api.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

describe('with a key of its own for everything, on this machine,', () => {
  const start = shared(() => startProxiedSystem({ app: 'test/apps/encrypted.ts' }));
  let system: ProxiedSystem;
  let client: Client;

  runOn(start, (started) => {
    system = started;
    client = new Client(started);
  });
  // As KMS would be asked: a right on the key that a function lacks is a denial.
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  /** The value of a secret, as an operator reads it. */
  async function secretOf(prefix: string): Promise<string> {
    const { template, resolve, endpoints } = system.stack;
    const [secret] = resourcesOf(template, 'AWS::SecretsManager::Secret').filter(({ logicalId }) =>
      logicalId.startsWith(prefix),
    );
    const operator = new SecretsManagerClient({
      endpoint: endpoints.secretsmanager,
      region: 'us-east-1',
      credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    });
    const SecretId = String(resolve({ Ref: String(secret?.logicalId) }));
    const { SecretString } = await operator.send(new GetSecretValueCommand({ SecretId }));
    operator.destroy();
    return String(SecretString);
  }

  test('the superuser that the deployment made signs in with the password of the secret', async () => {
    const username = 'root@example.com';
    const form = { username, password: await secretOf('RootPassword') };
    const { status, json } = await client.send('POST', '/login/jwt', { form });
    expect(status).toBe(200);
    const token = json.access_token;
    const found = await client.send('GET', `?email=${username}`, { token });
    expect(found.json).toEqual([
      expect.objectContaining({ email: username, is_superuser: true, is_verified: true }),
    ]);
    expect(await client.eventTypes(found.json[0].id, 2)).toEqual(['after-register', 'after-login']);
  });

  actionCases(start);

  test('Lambda and S3 may use the key for the functions, and all rights on it are needed', () => {
    for (const { caller, request } of serviceRequests(system.stack)) {
      system.permissions.judge(caller, request);
    }
    const unused = system.permissions.unused().filter((grant) => grant.includes(': kms:'));
    // What ends all logins has a test of its own.
    expect(unused.filter((grant) => !grant.startsWith('UsersEndLogins'))).toEqual([]);
  });
});
