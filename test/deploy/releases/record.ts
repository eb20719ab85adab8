/**
 * Keeps this release for the upgrade tests of the next: the example's template, and users as they
 * lie in the table. `node test/deploy/releases/record.ts`, before the version is raised.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { readStack, type SynthesizedStack } from 'cdk-users-api-local/cloudformation/assembly';
import { synthesize } from 'cdk-users-api-local/cloudformation/synthesis';
import type { Template } from 'cdk-users-api-local/cloudformation/template';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { Client } from '../../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../../e2e/support/local-system.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { previousReleaseFile, type Release, type ReleasedUser } from './release.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');

/** A user of each kind that is stored in a way of its own. */
async function makeUsers(system: LocalSystem): Promise<ReleasedUser[]> {
  const client = new Client(system);
  const root = await system.createUser({
    email: 'root@example.com',
    password: PASSWORD,
    is_superuser: true,
    is_verified: true,
  });
  const token = await client.token(root.email);
  const plain = await client.register('plain@example.com');
  await client.resetToken(plain.email);
  const changed = await client.register('before@example.com');
  await client.send('PATCH', '/me', {
    token: await client.token(changed.email),
    json: { email: 'after@example.com', password: OTHER_PASSWORD, current_password: PASSWORD },
  });
  const inactive = await client.register('inactive@example.com');
  await client.send('PATCH', `/${inactive.id}`, { token, json: { is_active: false } });
  const { json: users } = await client.send('GET', '', { token });
  return users.map((user: ReleasedUser['user']) => ({
    user,
    password: user.id === changed.id ? OTHER_PASSWORD : PASSWORD,
  }));
}

async function itemsOf({ stack }: LocalSystem): Promise<Release['items']> {
  const client = new DynamoDBClient({
    endpoint: stack.endpoints.dynamodb,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const name = Object.entries(stack.outputs).find(([id]) => id.includes('TableName'))?.[1];
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: String(name) }));
  client.destroy();
  return items;
}

/** Without what the CDK adds to every template, and with the names of actions as keys of the code. */
function portable(stack: SynthesizedStack): Template {
  const { Parameters, ...template } = stack.template;
  const named = JSON.parse(JSON.stringify({ ...template, Rules: undefined }));
  for (const [id, { Type, Properties }] of Object.entries<MadeResource>(named.Resources)) {
    if (Type !== 'AWS::Lambda::Function' || Properties.Code.S3Key === undefined) continue;
    const action = Properties.Handler.replace(/\.handler$/, '');
    if (!ACTIONS.some(({ name }) => name === action)) {
      throw new Error(`${id} runs the code of no action, but ${Properties.Handler}`);
    }
    Properties.Code.S3Key = `${action}.zip`;
  }
  return named;
}

interface MadeResource {
  readonly Type: string;
  readonly Properties: { readonly Code: { S3Key?: string }; readonly Handler: string };
}

const assembly = await mkdtemp(path.join(tmpdir(), 'release-'));
await synthesize({ project: PROJECT, output: assembly });
const system = await startLocalSystem({ assembly, environment: {} });
const { version } = JSON.parse(await readFile(path.join(PROJECT, 'package.json'), 'utf8'));
const release: Release = {
  version,
  template: portable(await readStack(assembly)),
  users: await makeUsers(system),
  items: await itemsOf(system),
};
await system.stop();
await rm(previousReleaseFile());
await writeFile(
  path.join(import.meta.dirname, `${version}.json`),
  JSON.stringify(release, null, 2),
);
await rm(assembly, { recursive: true });
