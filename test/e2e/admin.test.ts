import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { type UsersAdmin, usersAdmin } from '../../lambda/exports/admin.ts';
import { hashedName } from '../../lambda/users/limits/subject.ts';
import { partitionOf } from '../../lib/contract/item-keys.ts';
import { CHEAP_HASH, OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { object } from './iam/json.ts';
import { Client, newEmail } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { signInAt } from './support/session-client.ts';
import { StoredItems } from './support/stored-items.ts';

describe('the admin client, with the policy of a function that is granted', () => {
  let system: ProxiedSystem;
  let api: Client;
  let manager: UsersAdmin;
  let reader: UsersAdmin;
  let readersCalls: DynamoDBClient;
  let tableName: string;
  const before = { ...process.env };
  const clients: DynamoDBClient[] = [];

  /** Calls as the function does, through IAM. */
  function callsOf(logicalId: string): DynamoDBClient {
    const client = new DynamoDBClient({
      endpoint: system.dynamodb.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: logicalId, secretAccessKey: 'local' },
    });
    clients.push(client);
    return client;
  }

  /** The client as code in a function makes it: from the function's own environment. */
  function adminOf(name: string): { admin: UsersAdmin; client: DynamoDBClient } {
    const { template, resolve } = system.stack;
    const found = resourcesOf(template, 'AWS::Lambda::Function').find(({ logicalId }) =>
      logicalId.startsWith(name),
    );
    if (found === undefined) throw new Error(`the stack has no function ${name}`);
    const { Variables } = object(found.properties.Environment);
    // As cheap as those of the API, which would replace them at a login.
    Object.assign(process.env, resolve(Variables ?? null), { USERS_API_PASSWORD_HASH: CHEAP_HASH });
    const client = callsOf(found.logicalId);
    return { admin: usersAdmin({ client }), client };
  }

  beforeAll(async () => {
    system = await startProxiedSystem({ app: 'test/apps/admin.ts' });
    api = new Client(system);
    manager = adminOf('Manager').admin;
    ({ admin: reader, client: readersCalls } = adminOf('Reader'));
    tableName = String(process.env.USERS_API_TABLE_NAME);
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('USERS_API_') && !(name in before)) delete process.env[name];
    }
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await system?.stop();
  });

  const denied = { name: 'AccessDeniedException' };
  const unusedBy = (name: string) =>
    system.permissions.unused().filter((grant) => grant.startsWith(name));

  describe('manageUsers', () => {
    afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

    test('does all that a superuser can, and raises the same events', async () => {
      const email = newEmail();
      const { id } = await manager.create({ email, password: PASSWORD });
      await manager.update(id, { is_verified: true });
      const moved = newEmail();
      await manager.update(id, { email: moved, password: OTHER_PASSWORD });
      expect((await api.login(moved, OTHER_PASSWORD)).status).toBe(200);
      expect(await manager.findByEmail(email)).toBeUndefined();
      expect(await manager.findByEmail(moved)).toEqual(await manager.get(id));
      expect((await manager.list({ limit: 100 })).users.map((user) => user.id)).toContain(id);
      await manager.delete(id);
      expect(await api.eventTypes(id, 4)).toEqual([
        'after-register',
        'after-update',
        'after-update',
        'after-delete',
      ]);
      expect(await manager.get(id)).toBeUndefined();
    });

    test('sees where a user is signed in, and ends it', async () => {
      const { id, email } = await api.register();
      const own = await signInAt(api, 'session', email);
      expect(await manager.sessions(id)).toEqual([
        {
          id: expect.any(String),
          backend: 'session',
          created_at: expect.any(String),
          last_used_at: expect.any(String),
          ip: expect.any(String),
          user_agent: expect.any(String),
        },
      ]);
      await manager.revokeSessions(id);
      expect((await api.send('GET', '/me', own)).status).toBe(401);
      expect(await manager.sessions(id)).toEqual([]);
    });

    test('signs a user out everywhere, without an event', async () => {
      const { user, token } = await api.signedIn();
      expect((await api.send('GET', '/me', { token })).status).toBe(200);
      await manager.revokeSessions(user.id);
      expect((await api.send('GET', '/me', { token })).status).toBe(401);
      const again = await api.token(user.email);
      expect((await api.send('GET', '/me', { token: again })).json).toEqual(user);
      await manager.delete(user.id);
      expect(await api.eventTypes(user.id, 2)).toEqual(['after-register', 'after-delete']);
    });

    test('lets a user in who is locked out after wrong passwords', async () => {
      const { id, email } = await api.register();
      for (let guess = 0; guess < 6; guess++) await api.login(email, OTHER_PASSWORD);
      await manager.liftLockout(id);
      const counted = (await system.items.scan()).filter(
        ({ pk }) => pk === partitionOf('login-attempts', { name: hashedName(email) }),
      );
      expect(counted).toEqual([]);
      expect((await api.login(email)).status).toBe(200);
    });

    test('neither demotes nor deletes the last superuser', async () => {
      const root = await manager.create({
        email: newEmail(),
        password: PASSWORD,
        is_superuser: true,
      });
      const refusal = { code: 'LAST_SUPERUSER' };
      await expect(manager.delete(root.id)).rejects.toMatchObject(refusal);
      await expect(manager.update(root.id, { is_superuser: false })).rejects.toMatchObject(refusal);
    });

    test('imports users, who then sign in with the passwords that they had', async () => {
      const [email, other] = [newEmail(), newEmail()];
      const items = new StoredItems(system);
      const password_hash = await items.passwordHash((await api.register()).email);
      items.stop();
      const users = [
        { email, password_hash },
        { email: other, password_hash: '$md5$x' },
      ];
      expect(await manager.importUsers([...users, { email }])).toMatchObject({
        imported: 1,
        rejected: [
          { index: 1, reason: 'UNKNOWN_HASH' },
          { index: 2, reason: 'EMAIL_TAKEN' },
        ],
      });
      expect((await api.login(email)).status).toBe(200);
    });

    test('is granted nothing that it does not need', () => {
      expect(unusedBy('Manager')).toEqual([]);
    });
  });

  describe('createUsers', () => {
    let creator: { readonly admin: UsersAdmin; readonly client: DynamoDBClient };
    beforeAll(() => {
      creator = adminOf('Creator');
    });

    test('creates users and superusers, who sign in, and needs all that it is granted', async () => {
      const email = newEmail();
      await creator.admin.create({ email, password: PASSWORD });
      const root = { email: newEmail(), password: PASSWORD, is_superuser: true };
      await creator.admin.create(root);
      for (const each of [email, root.email]) expect((await api.login(each)).status).toBe(200);
      await expect(creator.admin.create(root)).rejects.toMatchObject({
        code: 'REGISTER_USER_ALREADY_EXISTS',
      });
      expect(system.permissions.takeDenials()).toEqual([]);
      expect(unusedBy('Creator')).toEqual([]);
    });

    test('is denied every look at a user, and every change of one', async () => {
      const { admin } = creator;
      const { id } = await admin.create({ email: newEmail(), password: PASSWORD });
      await expect(admin.get(id)).rejects.toMatchObject(denied);
      await expect(admin.list()).rejects.toMatchObject(denied);
      await expect(admin.update(id, { is_verified: true })).rejects.toMatchObject(denied);
      await expect(admin.delete(id)).rejects.toMatchObject(denied);
      const denials = system.permissions.takeDenials();
      expect(
        denials.filter((each) => !/^Creator\w+ may not dynamodb:(BatchGetItem|Query) /.test(each)),
      ).toEqual([]);
      expect(denials.length).toBeGreaterThanOrEqual(4);
    });

    test('is as much trust as manageUsers: a write past the client replaces what is there', async () => {
      const { admin, client } = creator;
      const root = { email: newEmail(), password: PASSWORD, is_superuser: true };
      const { id } = await admin.create(root);
      const own = { email: newEmail(), password: OTHER_PASSWORD };
      await admin.create(own);
      const keyOf = (email: string) => ({ pk: { S: `EMAIL#${email}` }, sk: { S: 'CREDENTIAL' } });
      const read = new GetItemCommand({ TableName: tableName, Key: keyOf(own.email) });
      // It knows its own password, and so could have made the hash by itself.
      const { Item } = await adminOf('Manager').client.send(read);
      const forged = { ...Item, ...keyOf(root.email), user_id: { S: id } };
      await client.send(new PutItemCommand({ TableName: tableName, Item: forged }));
      const token = await api.token(root.email, OTHER_PASSWORD);
      expect((await api.send('GET', '/me', { token })).json).toMatchObject({
        id,
        is_superuser: true,
      });
      expect((await api.login(root.email)).status).toBe(400);
      expect(system.permissions.takeDenials()).toEqual([]);
    });
  });

  describe('readUsers', () => {
    afterEach(() => void system.permissions.takeDenials());

    test('finds users by id and by address, and lists them and their sessions', async () => {
      const user = await api.register();
      await signInAt(api, 'session', user.email);
      expect(await reader.sessions(user.id)).toHaveLength(1);
      expect(await reader.get(user.id)).toEqual(user);
      expect(await reader.findByEmail(user.email.toUpperCase())).toEqual(user);
      expect((await reader.list({ limit: 100 })).users).toContainEqual(user);
      expect(system.permissions.takeDenials()).toEqual([]);
    });

    test('is granted nothing that it does not need', () => {
      expect(unusedBy('Reader')).toEqual([]);
    });

    test('changes nothing', async () => {
      const user = await api.register();
      const attempts = [
        reader.create({ email: newEmail(), password: PASSWORD }),
        reader.update(user.id, { is_superuser: true }),
        reader.update(user.id, { password: OTHER_PASSWORD }),
        reader.delete(user.id),
        reader.revokeSessions(user.id),
        reader.liftLockout(user.id),
      ];
      for (const attempt of attempts) await expect(attempt).rejects.toMatchObject(denied);
      expect(await reader.get(user.id)).toEqual(user);
    });

    test('reads no hash: neither by itself, nor with everything else, nor by its name', async () => {
      const { id, email } = await api.register();
      const key = { pk: { S: `EMAIL#${email}` }, sk: { S: 'CREDENTIAL' } };
      const batch = (ProjectionExpression?: string) =>
        readersCalls.send(
          new BatchGetItemCommand({
            RequestItems: { [tableName]: { Keys: [key], ProjectionExpression } },
          }),
        );
      const get = new GetItemCommand({ TableName: tableName, Key: key });
      const query = (ProjectionExpression?: string) =>
        readersCalls.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: `SESSION#${id}` } },
            ProjectionExpression,
          }),
        );
      await expect(readersCalls.send(get)).rejects.toMatchObject(denied);
      await expect(batch()).rejects.toMatchObject(denied);
      await expect(batch('user_id, password_hash')).rejects.toMatchObject(denied);
      await expect(query()).rejects.toMatchObject(denied);
      await expect(query('sk, secret_hash')).rejects.toMatchObject(denied);
      expect((await query('sk, last_used_at')).Items).toEqual([]);
      expect((await batch('user_id')).Responses?.[tableName]).toHaveLength(1);
    });
  });
});
