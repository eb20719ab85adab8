import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { patternOf } from '../../../lib/contract/item-keys.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail } from '../support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from '../support/proxied-system.ts';
import { signInAt } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';
import { StoredItems } from '../support/stored-items.ts';
import type { Table } from './dynamodb-requests.ts';
import { serviceRequests } from './service-requests.ts';
import { accountOf } from './stack-policies.ts';

/** Where registrations of addresses that are taken are counted. */
const COUNTER = patternOf('register-failures').replace('*', '');

/** A hash by the default of the construct. */
const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

function tableOf(system: ProxiedSystem): Table {
  const [only] = accountOf(system.stack).tables;
  if (only === undefined) throw new Error('the stack has no table');
  return only;
}

/** Has the key pairs of a stack rotated, as an operator does. */
async function rotateKeys({ template, resolve, endpoints }: ProxiedSystem['stack']): Promise<void> {
  const operator = new SecretsManagerClient({
    endpoint: endpoints.secretsmanager,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
  });
  for (const { properties } of resourcesOf(template, 'AWS::SecretsManager::RotationSchedule')) {
    const SecretId = String(resolve(properties.SecretId ?? null));
    await operator.send(new RotateSecretCommand({ SecretId }));
  }
  operator.destroy();
}

/**
 * What the functions may do is what they do. It is seen in the calls of all cases that ran before on
 * the system, so this comes after them.
 */
export function permissionCases(start: Start<ProxiedSystem>): void {
  let system: ProxiedSystem;
  let client: Client;
  let table: Table;
  const clients: DynamoDBClient[] = [];
  /** What is granted and used only where hashes cost what they cost in AWS. */
  const used = new Set<string>();

  runOn(start, (started) => {
    system = started;
    client = new Client(system);
    table = tableOf(system);
  });
  afterAll(() => {
    for (const one of clients) one.destroy();
  });

  function dynamodb(endpoint: string, accessKeyId: string): DynamoDBClient {
    const credentials = { accessKeyId, secretAccessKey: 'local' };
    const made = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    clients.push(made);
    return made;
  }

  describe('with hashes of the cost that is deployed, a password whose hash is of an older one', () => {
    let deployed: ProxiedSystem;
    let items: StoredItems;

    const startDeployed = () => startProxiedSystem({ environment: {} });
    runOn(startDeployed, (started) => {
      deployed = started;
      items = new StoredItems(deployed);
    });
    /** On one engine, two systems have each a table of another name. */
    const inSystem = (grant: string) => grant.replaceAll(tableOf(deployed).name, table.name);

    afterEach(() => expect(deployed.permissions.takeDenials()).toEqual([]));
    afterAll(() => {
      if (deployed) for (const grant of deployed.permissions.used()) used.add(inSystem(grant));
      items?.stop();
    });

    test.each(['jwt', 'cookie'])('is hashed again by another proof at %s', async (backend) => {
      const one = new Client(deployed);
      const { email } = await one.register();
      const own = await signInAt(one, backend, email);
      await items.weaken(email, PASSWORD);
      const json = { password: PASSWORD };
      await one.send('POST', `/reauthenticate/${backend}`, { ...own, json });
      expect(await items.passwordHash(email)).toMatch(CURRENT);
    });

    test.each([
      ['jwt', (one: Client, email: string) => one.token(email)],
      ['cookie', (one: Client, email: string) => one.cookie(email)],
    ])('is hashed again by a login at %s', async (_, login) => {
      const one = new Client(deployed);
      const { email } = await one.register();
      await items.weaken(email, PASSWORD);
      await login(one, email);
      expect(await items.passwordHash(email)).toMatch(CURRENT);
      await login(one, email);
    });
  });

  test('a function that reads what is not its own is denied, and the case that saw it fails', async () => {
    const { email } = await client.register();
    const getMe = system.stack.functions.names.find((name) => name.includes('GetMe')) ?? '';
    const read = new GetItemCommand({
      TableName: table.name,
      Key: { pk: { S: `EMAIL#${email}` }, sk: { S: 'CREDENTIAL' } },
    });
    await expect(dynamodb(system.dynamodb.endpoint, getMe).send(read)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`perform: dynamodb:GetItem on resource: ${table.arn}`),
    });
    expect(system.permissions.takeDenials()).toEqual([
      `${getMe} may not dynamodb:GetItem on ${table.arn}, keys EMAIL#${email}`,
    ]);
  });

  test('a password ends that a user had none, and a move takes along what a reset removed', async () => {
    const items = new StoredItems(system);
    const { user, token } = await client.signedIn();
    await items.makePasswordless(user.id);
    const own = { password: OTHER_PASSWORD, current_password: PASSWORD };
    expect((await client.send('PATCH', '/me', { token, json: own })).status).toBe(200);
    const reset = { token: await client.resetToken(user.email), password: PASSWORD };
    expect((await client.send('POST', '/reset-password', { json: reset })).status).toBe(200);
    const moved = { email: newEmail(), current_password: PASSWORD };
    const again = await client.token(user.email);
    expect((await client.send('PATCH', '/me', { token: again, json: moved })).status).toBe(200);

    const root = await client.superuser();
    const other = await client.register();
    await items.makePasswordless(other.id);
    const json = { password: OTHER_PASSWORD };
    const path = `/${other.id}`;
    expect((await client.send('PATCH', path, { token: root.token, json })).status).toBe(200);
    items.stop();
    expect(system.permissions.takeDenials()).toEqual([]);
  });

  const wrong = { current_password: OTHER_PASSWORD };
  const another = { ...wrong, password: OTHER_PASSWORD };
  test.each([
    ['PATCH', '/me', another],
    ['DELETE', '/me', wrong],
    ['DELETE', '/me/sessions', wrong],
    ['PATCH', '/{id}', another],
    ['DELETE', '/{id}', wrong],
    ['DELETE', '/{id}/sessions', wrong],
    ['POST', '/reauthenticate/jwt', { password: OTHER_PASSWORD }],
    ['POST', '/reauthenticate/cookie', { password: OTHER_PASSWORD }],
  ])('%s %s locks a name, and notes it', async (method, path, json) => {
    const { user, token } = await client.superuser();
    const own = path.endsWith('/cookie') ? await signInAt(client, 'cookie', user.email) : { token };
    const guess = () => client.send(method, path.replace('{id}', user.id), { ...own, json });
    for (let each = 0; each < 5; each++) expect([400, 403]).toContain((await guess()).status);
    expect((await guess()).status).toBe(429);
    const { detail } = await client.event('after-lockout', ({ id }) => id === user.id);
    expect(detail).toMatchObject({ user: { id: user.id }, attempts: 5 });
  });

  test('a login with a cookie locks a name, and notes it', async () => {
    const { id, email } = await client.register();
    const form = { username: email, password: OTHER_PASSWORD };
    // A cookie backend answers pages of the API's own origin.
    const headers = { origin: client.system.origin };
    const guess = () => client.send('POST', '/login/cookie', { form, headers });
    for (let each = 0; each < 5; each++) expect((await guess()).status).toBe(400);
    await client.event('after-lockout', (user) => user.id === id);
  });

  test('who asked too often which addresses are taken is told by no registration and no move', async () => {
    const { user, token } = await client.signedIn();
    const taken = { email: user.email, password: PASSWORD };
    expect((await client.send('POST', '/register', { json: taken })).status).toBe(400);
    const { token: another } = await client.signedIn();
    const moved = { email: user.email, current_password: PASSWORD };
    const move = (json: object) => client.send('PATCH', '/me', { token: another, json });
    expect((await move(moved)).status).toBe(400);

    const { items } = client.system;
    const ofAddress = ({ pk }: Record<string, unknown>) => String(pk).startsWith(COUNTER);
    await items.change(ofAddress, { n: 1_000_000, last_at: Date.now() });
    const free = { email: newEmail(), password: PASSWORD };
    expect((await client.send('POST', '/register', { json: free })).status).toBe(429);
    expect((await move({ ...moved, email: newEmail() })).status).toBe(429);
    expect((await move(moved)).status).toBe(429);
    await items.change(ofAddress, { n: 1, last_at: Date.now() });
    expect((await client.send('GET', '/me', { token })).status).toBe(200);
  });

  test('all that is granted is used, by a function or by Lambda for it', async () => {
    const { permissions, stack } = system;
    expect((await client.send('GET', '/.well-known/jwks.json')).status).toBe(200);
    await rotateKeys(stack);
    for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
    expect(permissions.takeDenials()).toEqual([]);
    const unused = permissions.unused().filter((grant) => !used.has(grant));
    // What ends all logins has a test of its own; and no user of this API has a second factor that moves to a new address or is
    // the owner's once the address is verified.
    const elsewhere =
      /^UsersEndLogins|PutItem of ((totp|passkeys)(_version)?|recovery_codes) on|^UsersVerify.*UpdateItem of factor_version on/;
    expect(unused.filter((grant) => !elsewhere.test(grant))).toEqual([]);
  });
}
