import { beforeEach, describe, expect, test } from '@jest/globals';
import { readImportedUser } from '../../../../lambda/http/imported-user.ts';
import { UsersError } from '../../../../lambda/users/errors.ts';
import { OPERATOR } from '../../../../lambda/users/events/event.ts';
import { NO_CUSTOM_FIELDS } from '../../../../lambda/users/model/user-model.ts';
import {
  type ImportUsersDeps,
  importUsers,
} from '../../../../lambda/users/transfer/import-users.ts';
import { Domain, required } from '../../../support/domain/domain.ts';

const ID = '018f0000-0000-7000-8000-00000000abcd';
const SILENT = { raisesEvents: false };
const NOTHING = { imported: 0, present: 0, rejected: [], left: [], ignored: [] };

describe('an import of users', () => {
  let domain: Domain;
  let deps: ImportUsersDeps;

  beforeEach(() => {
    domain = new Domain();
    deps = {
      ...domain,
      store: domain.store,
      hashes: {
        standingOf: (hash) =>
          (hash.split('$')[1] ?? 'unknown') as ReturnType<ImportUsersDeps['hashes']['standingOf']>,
        costsOf: (hash) => (hash.includes('dearer') ? [{ got: 'cost 14', most: 'cost 12' }] : []),
      },
      read: (given) => readImportedUser(NO_CUSTOM_FIELDS, given),
    };
  });

  const imported = (...given: unknown[]) => importUsers(deps, given, SILENT);
  const reasons = async (given: object) => {
    const { rejected, ...others } = await imported({ email: 'ada@example.com', ...given });
    expect(others).toEqual({ imported: 0, present: 0, left: [], ignored: [] });
    return rejected;
  };

  test('stores users as they were, in the form of this API', async () => {
    const given = {
      id: ID.toUpperCase(),
      email: 'Ada@Example.COM ',
      password_hash: '$current$hash',
      is_active: false,
      is_verified: true,
      is_superuser: true,
      created_at: '2019-05-01T12:00:00.123456+02:00',
      updated_at: '2020-05-01T12:00:00Z',
    };
    expect(await imported(given)).toEqual({ ...NOTHING, imported: 1 });
    const { user } = await domain.profile(ID);
    expect(user).toEqual({
      ...given,
      id: ID,
      email: 'ada@example.com',
      created_at: '2019-05-01T10:00:00.123Z',
      updated_at: '2020-05-01T12:00:00.000Z',
      password_hash: undefined,
    });
    expect((await domain.credential('ada@example.com')).passwordHash).toBe('$current$hash');
    expect(domain.store.events).toEqual([]);
  });

  test('takes times as RFC 3339 writes them, on days that there are', async () => {
    await imported({
      ...{ id: ID, email: 'ada@example.com' },
      ...{ created_at: '2020-02-29t12:00:00z', updated_at: '2020-02-29 23:59:59.5-00:30' },
    });
    expect((await domain.profile(ID)).user).toMatchObject({
      created_at: '2020-02-29T12:00:00.000Z',
      updated_at: '2020-03-01T00:29:59.500Z',
    });
  });

  test('gives defaults to what is absent or null', async () => {
    await imported({ email: 'ada@example.com', id: null, password_hash: null, created_at: null });
    const credential = await domain.credential('ada@example.com');
    const now = domain.clock.now().toISOString();
    expect(credential.passwordHash).toBeUndefined();
    expect((await domain.profile(credential.userId)).user).toMatchObject({
      ...{ is_active: true, is_verified: false, is_superuser: false },
      ...{ created_at: now, updated_at: now },
    });
  });

  test('raises after-register by an operator if it is asked to', async () => {
    await importUsers(deps, [{ email: 'ada@example.com' }], { raisesEvents: true });
    expect(domain.store.events).toMatchObject([{ type: 'after-register', actor: OPERATOR }]);
  });

  test('goes on behind users who are not imported, and says which and why', async () => {
    const { user } = await domain.user('taken@example.com');
    const result = await imported(
      { email: 'taken@example.com' },
      { email: 'ada@example.com' },
      { email: 'ada@example' },
      { email: 'bob@example.com', id: user.id },
      'no user',
    );
    expect(result).toEqual({
      ...NOTHING,
      imported: 1,
      rejected: [
        { index: 0, reason: 'EMAIL_TAKEN', message: 'email: another user has the address' },
        {
          index: 2,
          reason: 'INVALID_FIELDS',
          message: 'email: Input should be one email address, such as name@example.com',
        },
        { index: 3, reason: 'ID_TAKEN', message: 'id: another user has it' },
        { index: 4, reason: 'INVALID_FIELDS', message: 'a user should be a JSON object' },
      ],
    });
  });

  test('counts as present who was imported before, so that it can be repeated', async () => {
    const given = { id: ID, email: 'ada@example.com', password_hash: '$current$hash' };
    await imported(given);
    const again = { ...given, password_hash: '$declared$hash' };
    expect(await imported(again)).toEqual({ ...NOTHING, present: 1 });
    expect((await domain.credential('ada@example.com')).passwordHash).toBe('$current$hash');
  });

  test.each([
    [
      'dearer',
      'UNDECLARED_HASH',
      'password_hash: got one of $dearer$ with cost 14, expected at most cost 12; declare the highest cost of your hashes as importedHashes',
    ],
    [
      'undeclared',
      'UNDECLARED_HASH',
      'password_hash: got one of $undeclared$, expected a scheme that importedHashes declares; add it there, with the highest cost of your hashes',
    ],
    [
      'unknown',
      'UNKNOWN_HASH',
      'password_hash: got one of $unknown$, expected one of a scheme in docs/migrate/hashes.md, as a whole and with parameters that the scheme has; leave it out for users who are to reset the password',
    ],
  ])('rejects a hash that is %s, without a word of the hash', async (standing, reason, message) => {
    expect(await reasons({ password_hash: `$${standing}$secret` })).toEqual([
      { index: 0, reason, message },
    ]);
  });

  test.each([
    [{ password: 'correct horse' }, /^password: Input should be left out: an import takes hashes/],
    [{ password_hash: 'with spaces' }, /^password_hash: Input should be the hash of a password/],
    [{ id: '17' }, /^id: Input should be a UUID; leave the id out/],
    [{ created_at: '2019-05-01 12:00' }, /^created_at: Input should be a time with a zone/],
    [{ created_at: '2019-13-01T12:00:00Z' }, /^created_at: Input should be a time with a zone/],
    [{ created_at: '2019-02-30T00:00:00Z' }, /^created_at: Input should be a time with a zone/],
    [{ created_at: '2019-02-28T24:00:00Z' }, /^created_at: Input should be a time with a zone/],
    [{ updated_at: '20000' }, /^updated_at: Input should be a time with a zone/],
    [{ is_active: 1 }, /^is_active: Input should be a valid boolean$/],
    [{ is_active: null, id: 'x' }, /^id: .*; is_active: Input should be a valid boolean$/],
  ])('rejects %j with all that is wrong', async (given, message) => {
    expect(await reasons(given)).toEqual([
      { index: 0, reason: 'INVALID_FIELDS', message: expect.stringMatching(message) },
    ]);
  });

  test('names the fields that nothing keeps', async () => {
    const { ignored } = await imported(
      { email: 'ada@example.com', phone: '1', team: 'a' },
      { email: 'bob@example.com', phone: '2', constructor: 'b' },
    );
    expect([...ignored].sort()).toEqual(['constructor', 'phone', 'team']);
  });

  test('names no more of them than say something', async () => {
    const fields = Array.from({ length: 1_000 }, (_, index) => [`field${index}`, 1]);
    const { ignored } = await imported({ email: 'ada@example.com', ...Object.fromEntries(fields) });
    expect(ignored).toHaveLength(100);
  });

  test.each([
    { hashed_password: '$2b$10$hash' },
    { passwordHash: '$2b$10$hash' },
    { hash: 'aGFzaA==', salt: 'c2FsdA==' },
    { user_pass: '$P$hash', encrypted_password: '' },
    { custom_password_hash: { algorithm: 'bcrypt' } },
  ])('rejects %j, which would be a user without a password', async (fields) => {
    const [name = ''] = Object.keys(fields);
    expect(await reasons(fields)).toEqual([
      {
        index: 0,
        reason: 'INVALID_FIELDS',
        message: expect.stringContaining(
          `${name}: Input should be left out, or be called password_hash if it is the hash of the password: the user model has no such field`,
        ),
      },
    ]);
  });

  test('keeps a user with a field that is only called like a hash', async () => {
    const given = { has_password: true, password: undefined, last_password_reset: '2019-05-01' };
    const { imported: count } = await imported({ email: 'ada@example.com', ...given, hash: null });
    expect(count).toBe(1);
  });

  test('leaves users for another call whom the table does not take now', async () => {
    const store: ImportUsersDeps['store'] = {
      async importUser(moved) {
        if (moved.user.email === 'b@example.com') throw new UsersError('SERVICE_UNAVAILABLE');
        return domain.store.importUser(moved);
      },
    };
    const given = ['a', 'b', 'c'].map((name) => ({ email: `${name}@example.com` }));
    const result = await importUsers({ ...deps, store }, given, SILENT);
    expect(result).toEqual({ ...NOTHING, imported: 2, left: [1] });
  });

  test('stores the first of users with one address, or one id, however long each of them takes', async () => {
    const read: string[] = [];
    const slowly = async (given: unknown) => {
      const { nickname } = given as { nickname: number };
      // Those that come first take longest.
      for (let turn = nickname; turn < 40; turn++) await Promise.resolve();
      const user = await deps.read(given);
      read.push(`${nickname}`);
      return user;
    };
    const ids = Array.from({ length: 20 }, (_, index) => ID.replace(/....$/, `${1_000 + index}`));
    const given = ids.flatMap((id, index) => [
      { id, email: `u${index}@example.com`, nickname: 2 * index },
      index % 2 === 0
        ? { email: `U${index}@Example.com`, nickname: 2 * index + 1 }
        : { id: id.toUpperCase(), email: `v${index}@example.com`, nickname: 2 * index + 1 },
    ]);
    const result = await importUsers({ ...deps, read: slowly }, given, SILENT);
    expect(read).not.toEqual(given.map(({ nickname }) => `${nickname}`));
    expect(result.imported).toBe(20);
    expect(result.rejected.map(({ index, reason }) => ({ index, reason }))).toEqual(
      ids.map((_, index) => ({
        index: 2 * index + 1,
        reason: index % 2 === 0 ? 'EMAIL_TAKEN' : 'ID_TAKEN',
      })),
    );
    for (const [index, id] of ids.entries()) {
      expect((await domain.profile(id)).user.email).toBe(`u${index}@example.com`);
    }
  });

  test('leaves a user behind one with the same address whom the table does not take now', async () => {
    let calls = 0;
    const store: ImportUsersDeps['store'] = {
      async importUser(moved) {
        calls += 1;
        if (calls === 1) throw new UsersError('SERVICE_UNAVAILABLE');
        return domain.store.importUser(moved);
      },
    };
    const given = ['ada', 'ADA', 'bob'].map((name) => ({ email: `${name}@example.com` }));
    const result = await importUsers({ ...deps, store }, given, SILENT);
    expect(result).toEqual({ ...NOTHING, imported: 1, left: [0, 1] });
  });

  test('fails as a whole on an error that no repetition mends', async () => {
    const store = { importUser: async () => Promise.reject(new Error('a fault')) };
    const given = [{ email: 'ada@example.com' }];
    await expect(importUsers({ ...deps, store }, given, SILENT)).rejects.toThrow('a fault');
  });

  test('leaves what there is no time for', async () => {
    const clock = { now: () => new Date(time) };
    let time = 0;
    const store: ImportUsersDeps['store'] = {
      async importUser(moved) {
        time += 1_000;
        return domain.store.importUser(moved);
      },
    };
    const given = Array.from({ length: 100 }, (_, index) => ({ email: `u${index}@example.com` }));
    const result = await importUsers({ ...deps, store, clock }, given, SILENT);
    expect(result.imported).toBeGreaterThan(0);
    expect(result.left.at(-1)).toBe(99);
    expect(result.imported + result.left.length).toBe(100);
    const [first = 0] = result.left;
    expect(required(given[first]).email).toBe(`u${result.imported}@example.com`);
  });
});
