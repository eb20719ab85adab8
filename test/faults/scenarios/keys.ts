import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isObject, resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { partitionOf } from '../../../lib/contract/item-keys.ts';
import type { KeyRotationSettings, LoginKeys } from '../../../lib/contract/keys.ts';
import type { FaultClient } from '../support/fault-client.ts';
import type { FaultSystem } from '../support/fault-system.ts';
import { itemsIn } from '../support/past.ts';
import { type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';
import { justBefore } from './transfer.ts';

const ROOT = 'root@example.com';
const ALONE = { alone: true } as const;

/** A variable of a function, as the template has it. */
function variable<T>({ stack, functionOf }: FaultSystem, action: string, name: string): T {
  const made = resourcesOf(stack.template, 'AWS::Lambda::Function');
  const { properties } = made.find(({ logicalId }) => logicalId === functionOf(action)) ?? {};
  const environment = properties?.Environment;
  const variables = isObject(environment) ? environment.Variables : undefined;
  const value = isObject(variables) ? variables[name] : undefined;
  if (value === undefined) throw new Error(`${action} has no ${name}`);
  return JSON.parse(String(stack.resolve(value as never)));
}

const rotationOf = (system: FaultSystem) => {
  const [rotation] = variable<KeyRotationSettings[]>(system, 'rotate-keys', 'KEY_ROTATIONS');
  if (rotation === undefined) throw new Error('no key is rotated');
  return rotation;
};

/** Past the proxies. */
async function withSecrets<T>(
  { stack }: FaultSystem,
  work: (client: SecretsManagerClient) => Promise<T>,
): Promise<T> {
  const client = new SecretsManagerClient({
    endpoint: stack.endpoints.secretsmanager,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  });
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

const read = (system: FaultSystem, SecretId: string, VersionStage = 'AWSCURRENT') =>
  withSecrets(system, (client) =>
    client.send(new GetSecretValueCommand({ SecretId, VersionStage })),
  );

async function kidsOf(system: FaultSystem, secret: string, stage?: string): Promise<string[]> {
  const { SecretString = '' } = await read(system, secret, stage);
  return JSON.parse(SecretString).keys.map(({ kid }: { kid: string }) => kid);
}

/** How the keys that sign, will sign and are published belong together. */
async function looked({ faulty }: FaultClient, stage?: string) {
  const { signingSecretArn, publicSecretArn } = rotationOf(faulty);
  const [current, staged, published] = await Promise.all([
    kidsOf(faulty, signingSecretArn),
    kidsOf(faulty, signingSecretArn, stage),
    kidsOf(faulty, publicSecretArn),
  ]);
  return {
    keys: [current.length, staged.length, published.length],
    published: [current, staged].map((kids) => kids.every((kid) => published.includes(kid))),
    continues: staged[0] === current[1],
  };
}

type Step = 'createSecret' | 'setSecret' | 'finishSecret';

const step = async (client: FaultClient, Step: Step, ClientRequestToken: string) =>
  client.invoke(client.faulty.functionOf('rotate-keys'), {
    ...{ Step, ClientRequestToken },
    SecretId: rotationOf(client.faulty).signingSecretArn,
  });

const rotating = (last: Step, before: readonly Step[]) =>
  scenario(
    'rotate-keys',
    last,
    async (client) => {
      const token = randomUUID();
      for (const each of before) await step(client, each, token);
      return () => step(client, last, token);
    },
    {
      ...ALONE,
      look: (client) => looked(client, last === 'finishSecret' ? undefined : 'AWSPENDING'),
    },
  );

/** Calls a function as CloudFormation does; what it is answered. */
async function deploy(client: FaultClient, name: string): Promise<unknown> {
  const answer = Promise.withResolvers<{ Status: string }>();
  const server = createServer(async (request, response) => {
    answer.resolve((await json(request)) as { Status: string });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await client.invoke(name, {
      ...{ RequestType: 'Create', RequestId: 'request', StackId: 'stack', LogicalResourceId: 'id' },
      ResourceProperties: {},
      ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    });
    return { status: (await answer.promise).Status };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const credentialOfRoot = async (client: FaultClient) =>
  (await itemsIn(client, partitionOf('credential', { email: ROOT })))[0];

/** What the deployment made, without what it was called. */
async function rootOf(client: FaultClient) {
  const credential = await credentialOfRoot(client);
  const user = String(credential?.user_id);
  const [profile] = await itemsIn(client, partitionOf('profile', { user }));
  return { version: profile?.version, is_superuser: profile?.is_superuser, email: profile?.email };
}

const currentOf = async (system: FaultSystem) => {
  const keys = variable<LoginKeys[]>(system, 'end-logins', 'LOGIN_KEYS');
  const secrets = keys.map((key) =>
    key.kind === 'derived' ? key.secretArn : key.signingSecretArn,
  );
  return Promise.all(secrets.map(async (secret) => (await read(system, secret)).VersionId));
};

export const KEYS: readonly Scenario[] = [
  rotating('createSecret', []),
  rotating('setSecret', ['createSecret']),
  rotating('finishSecret', ['createSecret', 'setSecret']),
  scenario(
    'rotate-keys',
    'of a new stack',
    async (client) => {
      const { signingSecretArn: SecretId } = rotationOf(client.faulty);
      const SecretString = '{"keys":[]}';
      await withSecrets(client.faulty, (secrets) =>
        secrets.send(new PutSecretValueCommand({ SecretId, SecretString })),
      );
      return () => deploy(client, client.faulty.functionOf('rotate-keys'));
    },
    { ...ALONE, look: (client) => looked(client) },
  ),
];

export const NEW_SUPERUSER: readonly Scenario[] = [
  scenario(
    'create-superuser',
    'of a new stack',
    async (client) => {
      const credential = await credentialOfRoot(client);
      if (credential) await client.send('DELETE', `/${credential.user_id}`, client.faulty.root);
      return () => deploy(client, client.faulty.functionOf('create-superuser', 'root'));
    },
    { of: 'root', ...ALONE, look: rootOf },
  ),
  scenario(
    'create-superuser',
    'who is there',
    async (client) => () => deploy(client, client.faulty.functionOf('create-superuser', 'root')),
    { of: 'root', ...ALONE, look: rootOf },
  ),
];

/** No other user may begin while it walks. */
export const WALK: readonly Scenario[] = [
  scenario(
    'end-logins',
    'of the users of a partition',
    async (client) => {
      const { user } = await signedIn(client, 'session');
      const [profile] = await itemsIn(client, partitionOf('profile', { user: user.id }));
      const walk = {
        partition: profile?.list,
        since: new Date(Date.now() + 60_000).toISOString(),
        after: justBefore(user.id),
      };
      return () => client.invoke(client.faulty.functionOf('end-logins'), { walk });
    },
    ALONE,
  ),
];

export const END_OF_ALL: readonly Scenario[] = [
  scenario(
    'end-logins',
    'of everyone',
    async (client) => {
      const before = await currentOf(client.faulty);
      return async () => {
        const answer = await client.invoke(client.faulty.functionOf('end-logins'), {});
        const after = await currentOf(client.faulty);
        return { answer, replaced: after.map((version, index) => version !== before[index]) };
      };
    },
    ALONE,
  ),
];
