import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type UsersAdmin, usersAdmin } from '../../../lambda/exports/admin.ts';
import { startUsersTable, type UsersTable } from '../../support/aws/users-table.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { PwnedPasswordsService } from '../../support/pwned-passwords/service.ts';
import * as userModel from '../../support/user-models/zod.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const run = promisify(execFile);

const hashes = (...importedHashes: readonly unknown[]) => ({ importedHashes });

describe('the admin client', () => {
  let table: UsersTable;
  let client: DynamoDBClient;
  let admin: UsersAdmin;

  beforeAll(async () => {
    table = await startUsersTable();
    client = new DynamoDBClient({
      endpoint: table.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const rules = { passwordMinLength: 12, passwordHashCost: 4 };
    admin = usersAdmin({ client, tableName: table.name, ...rules });
  });
  afterAll(async () => {
    client?.destroy();
    await table?.stop();
  });

  test('stores an address in its one form, and finds it in any', async () => {
    const user = await admin.create({ email: 'Ada@EXAMPLE.com', password: PASSWORD });
    expect(user).toMatchObject({ email: 'ada@example.com', is_superuser: false });
    expect(await admin.findByEmail('ADA@example.com')).toEqual(user);
    expect(await admin.get(user.id.toUpperCase())).toEqual(user);
  });

  test.each([['no address'], ['eve@example.com']])('finds nobody by %s', async (email) => {
    expect(await admin.findByEmail(email)).toBeUndefined();
  });

  test('imports users with hashes of the declared schemes, and says who was not imported', async () => {
    const hash = `$2b$12$${'a'.repeat(53)}`;
    const users = [
      { email: 'gus@example.com', password_hash: hash, is_verified: true, team: 'a' },
      { email: 'gus@example.com' },
    ];
    const undeclared = await admin.importUsers(users.slice(0, 1));
    expect(undeclared.rejected).toMatchObject([{ index: 0, reason: 'UNDECLARED_HASH' }]);
    const importedHashes = [{ scheme: 'bcrypt', cost: 12 }] as const;
    expect(await admin.importUsers(users, { importedHashes })).toEqual({
      ...{ imported: 1, present: 0, left: [], ignored: ['team'] },
      rejected: [
        { index: 1, reason: 'EMAIL_TAKEN', message: 'email: another user has the address' },
      ],
    });
    expect(await admin.findByEmail('gus@example.com')).toMatchObject({ is_verified: true });
  });

  test('imports at most 500 users in a call', async () => {
    const users = Array.from({ length: 501 }, () => ({ email: 'gus@example.com' }));
    await expect(admin.importUsers(users)).rejects.toThrow(
      'importUsers: got 501 users, expected at most 500 in a call; call it for each part of them',
    );
  });

  test.each<[string, unknown, unknown, string]>([
    ['a user', { email: 'gus@example.com' }, {}, 'users: got {"email":"gus@example.com"}, '],
    ['nothing', undefined, {}, 'users: got undefined, expected a list of at most 500, '],
    ['events that are a text', [], { events: 'no' }, 'events: got "no", expected true or false'],
    ['a scheme', [], { importedHashes: 'bcrypt' }, 'importedHashes: got "bcrypt", expected a list'],
    ['names of schemes', [], hashes('bcrypt'), 'importedHashes[0].scheme: got "bcrypt", '],
    ['an empty place', [], hashes(undefined), 'importedHashes[0].scheme: got undefined, '],
    [
      'a scheme that is none',
      [],
      hashes({ scheme: 'md5', cost: 12 }),
      'importedHashes[0].scheme: got "md5", expected one of argon2, bcrypt, scrypt, pbkdf2-sha256, pbkdf2-sha512, firebase',
    ],
    [
      'a name of every object',
      [],
      hashes({ scheme: 'constructor' }),
      'importedHashes[0].scheme: got "constructor", ',
    ],
    [
      'a cost that no login takes',
      [],
      hashes({ scheme: 'bcrypt', cost: 12 }, { scheme: 'bcrypt', cost: 31 }),
      'importedHashes[1].cost: got 31, expected a whole number from 4 to 15: that of the dearest hash',
    ],
    ['no cost', [], hashes({ scheme: 'bcrypt' }), 'importedHashes[0].cost: got undefined, '],
    [
      'a text for a cost',
      [],
      hashes({ scheme: 'bcrypt', cost: '12' }),
      'importedHashes[0].cost: got "12", ',
    ],
    [
      'more memory than a function should have',
      [],
      hashes({ scheme: 'scrypt', logN: 20, r: 16, p: 1 }),
      'importedHashes[0].logN: got 20, expected at most 1024 MiB, and with an r of 16 it takes 2048',
    ],
  ])('refuses %s in an import', async (_, users, options, message) => {
    await expect(admin.importUsers(users as never, options as never)).rejects.toThrow(
      `importUsers: ${message}`,
    );
  });

  test('refuses what the API refuses, with the same code', async () => {
    const bob = await admin.create({ email: 'bob@example.com', password: PASSWORD });
    await expect(admin.create({ email: bob.email, password: PASSWORD })).rejects.toMatchObject({
      code: 'REGISTER_USER_ALREADY_EXISTS',
    });
    await expect(admin.update(bob.id, { password: 'too short' })).rejects.toMatchObject({
      code: 'UPDATE_USER_INVALID_PASSWORD',
      reason: expect.stringContaining('at least 12 characters'),
    });
    const changes = { is_active: 'yes' } as never;
    await expect(admin.update(bob.id, changes)).rejects.toMatchObject({
      name: 'ValidationError',
      problems: [{ loc: ['body', 'is_active'], type: 'bool_type' }],
    });
  });

  test('refuses passwords of data breaches, where the API does', async () => {
    const service = await PwnedPasswordsService.start();
    process.env.USERS_API_BREACHED_PASSWORDS = JSON.stringify({
      url: service.url,
      timeoutMs: 5_000,
    });
    try {
      service.know(OTHER_PASSWORD, 3);
      const rules = { passwordMinLength: 8, passwordHashCost: 4 };
      const asking = usersAdmin({ client, tableName: table.name, ...rules });
      const create = (password: string) => asking.create({ email: 'finn@example.com', password });
      await expect(create(OTHER_PASSWORD)).rejects.toMatchObject({
        code: 'REGISTER_INVALID_PASSWORD',
        reason: expect.stringContaining('this one was found in them 3 times'),
      });
      expect((await create(PASSWORD)).email).toBe('finn@example.com');
    } finally {
      delete process.env.USERS_API_BREACHED_PASSWORDS;
      await service.stop();
    }
  });

  test('takes no name of the service as a password: users-api, or those that are given', async () => {
    const rules = { passwordMinLength: 8, passwordHashCost: 4 };
    const given = usersAdmin({
      client,
      tableName: table.name,
      ...rules,
      contextWords: ['Acme Shop'],
    });
    const refusal = {
      code: 'REGISTER_INVALID_PASSWORD',
      reason: expect.stringContaining('this one is the name of this service'),
    };
    const create = (by: UsersAdmin, password: string) =>
      by.create({ email: 'dora@example.com', password });
    await expect(create(given, 'AcmeShop1')).rejects.toMatchObject(refusal);
    await expect(create(admin, 'users-api-2027')).rejects.toMatchObject(refusal);
    expect((await create(given, 'users-api-2027')).email).toBe('dora@example.com');
  });

  test.each(['018f0000-0000-7000-8000-000000000000', 'no id'])(
    'has nothing to change of a user that is not there: %s',
    async (id) => {
      const refusal = { code: 'NOT_FOUND' };
      expect(await admin.get(id)).toBeUndefined();
      await expect(admin.update(id, { is_active: false })).rejects.toMatchObject(refusal);
      await expect(admin.delete(id)).rejects.toMatchObject(refusal);
      await expect(admin.sessions(id)).rejects.toMatchObject(refusal);
      await expect(admin.revokeSessions(id)).rejects.toMatchObject(refusal);
      await expect(admin.liftLockout(id)).rejects.toMatchObject(refusal);
    },
  );

  test('lists page by page, each user once', async () => {
    for (const name of ['one', 'two', 'three']) {
      await admin.create({ email: `${name}@example.com`, password: PASSWORD });
    }
    const all = (await admin.list()).users.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const { users, next } = await admin.list({ limit: 2, ...(cursor && { cursor }) });
      paged.push(...users.map(({ id }) => id));
      cursor = next;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
    await expect(admin.list({ cursor: 'made up' })).rejects.toMatchObject({
      type: 'cursor_invalid',
    });
  });

  describe('of an API with a user model', () => {
    const rules = { passwordMinLength: 12, passwordHashCost: 4 };
    const withModel = () => usersAdmin({ client, tableName: table.name, userModel, ...rules });

    test('validates custom fields, may write those of superusers, and sees private ones', async () => {
      const input = { email: 'cid@example.com', password: PASSWORD, name: 'Cid', plan: 'pro' };
      const user = await withModel().create({ ...input, notes: 'pays late' });
      expect(user).toMatchObject({ name: 'Cid', plan: 'pro', notes: 'pays late' });
      const changed = await withModel().update(user.id, { name: 'Cidney' });
      expect(changed).toMatchObject({ name: 'Cidney', plan: 'pro', notes: 'pays late' });
      expect(await withModel().get(user.id)).toEqual(changed);
      await expect(withModel().update(user.id, { plan: 'gold' })).rejects.toMatchObject({
        name: 'ValidationError',
        problems: [{ loc: ['body', 'plan'] }],
      });
      await expect(
        withModel().create({ email: 'dan@example.com', password: PASSWORD }),
      ).rejects.toMatchObject({ problems: [{ loc: ['body', 'name'] }] });
    });

    test('is not made without it', () => {
      process.env.USERS_API_HAS_USER_MODEL = 'true';
      try {
        expect(() => usersAdmin({ client, tableName: table.name, ...rules })).toThrow(
          'got no userModel, expected the one of the UsersApi',
        );
      } finally {
        delete process.env.USERS_API_HAS_USER_MODEL;
      }
    });
  });

  test('says which variable it misses', () => {
    expect(() => usersAdmin({ client })).toThrow(
      'the environment variable USERS_API_TABLE_NAME is missing; give environment: users.adminEnvironment to the function, or the option',
    );
  });
});

describe('the package has the client', () => {
  let folder: string;

  // Inside the package, which can import itself by its name.
  beforeAll(async () => {
    folder = await mkdtemp(path.join(ROOT, 'cdk.out-snippets-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('as a module that runs', async () => {
    const file = path.join(folder, 'run.mjs');
    await writeFile(
      file,
      `import { usersAdmin } from 'cdk-users-api/admin';
       const options = { tableName: 'users', passwordMinLength: 8, passwordHashCost: 10 };
       console.log(Object.keys(usersAdmin(options)).join());`,
    );
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout.trim().split(',')).toEqual([
      'get',
      'findByEmail',
      'list',
      'sessions',
      'accounts',
      'passkeys',
      'create',
      'importUsers',
      'update',
      'delete',
      'revokeSessions',
      'liftLockout',
      'factors',
      'removeMfa',
      'unlinkAccount',
      'removePasskey',
    ]);
  });

  test('with types', async () => {
    const file = path.join(folder, 'types.mts');
    await writeFile(
      file,
      `import { type User, usersAdmin } from 'cdk-users-api/admin';
       const admin = usersAdmin();
       export const user: User | undefined = await admin.findByEmail('ada@example.com');
       // @ts-expect-error: a flag is no text
       await admin.update('id', { is_active: 'yes' });`,
    );
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const flags = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext';
    const options = [...flags.split(' '), '--target', 'es2024', '--types', 'node'];
    await run(process.execPath, [tsc, ...options, file], { cwd: ROOT });
  });
});
