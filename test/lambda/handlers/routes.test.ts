import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { User } from '../../../lambda/users/user.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

type CreateUser = (input: Record<string, unknown>) => Promise<User>;

const LOGIN = ['BatchGetItem'];
const CALLER = ['BatchGetItem'];
const CREDENTIAL_CHANGE = ['BatchGetItem', 'BatchGetItem', 'TransactWriteItems'];

describe('the handlers', () => {
  const log = capturedLog();
  let runtime: TestRuntime;
  let count = 0;
  let email: string;
  let root: Record<string, string>;

  beforeAll(async () => {
    runtime = await startRuntime();
  });
  afterAll(() => runtime.stop());

  beforeEach(async () => {
    count += 1;
    email = `ada${count}@example.com`;
    await create({ email: `root${count}@example.com`, is_superuser: true });
    root = await signIn(`root${count}@example.com`);
    runtime.table.reset();
  });

  const create = async (input: Record<string, unknown>) =>
    (await runtime.handler<CreateUser>('create-user'))({ password: PASSWORD, ...input });
  const register = (json: unknown) => runtime.call('register', { method: 'POST', json });
  const login = (username: string, password = PASSWORD) =>
    runtime.call('login', { method: 'POST', json: { username, password } });
  const patch = (name: string, headers: Record<string, string>, json: unknown, id = '') =>
    runtime.call(name, {
      method: 'PATCH',
      json,
      headers: { 'content-type': 'application/json', ...headers },
      pathParameters: { id },
    });
  const byId = (name: string, id: string) =>
    runtime.call(name, { headers: root, pathParameters: { id } });

  async function signIn(username: string, password = PASSWORD) {
    const { body } = await login(username, password);
    return { authorization: `Bearer ${body.access_token}` };
  }

  /** A new user, signed in; the calls so far are forgotten. */
  async function ada(): Promise<{ user: User; headers: Record<string, string> }> {
    const { body: user } = await register({ email, password: PASSWORD });
    const headers = await signIn(email);
    runtime.table.reset();
    return { user, headers };
  }

  test('register a user by one call, whatever flags the body has', async () => {
    const flags = { id: 'x', is_superuser: true, is_verified: true, is_active: false };
    const { statusCode, body } = await register({ email, password: PASSWORD, ...flags });
    expect(statusCode).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      email,
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: body.created_at,
    });
    expect(runtime.table.operations).toEqual(['TransactWriteItems']);
    expect((await register({ email, password: PASSWORD })).body).toEqual({
      detail: 'REGISTER_USER_ALREADY_EXISTS',
    });
  });

  test('sign in by one read, and give a token that expires', async () => {
    await ada();
    const { statusCode, body } = await login(email);
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
    });
    expect(runtime.table.operations).toEqual(LOGIN);
    expect((await login(email, OTHER_PASSWORD)).body).toEqual({ detail: 'LOGIN_BAD_CREDENTIALS' });
  });

  test('ask for a reset by one call, and answer the same for anyone', async () => {
    await ada();
    const ask = (json: unknown) => runtime.call('forgot-password', { method: 'POST', json });
    const known = await ask({ email });
    expect(known).toMatchObject({ statusCode: 202, body: null });
    expect(runtime.table.operations).toEqual(['UpdateItem']);
    expect(await ask({ email: `nobody${count}@example.com` })).toEqual(known);
    expect(await ask({ email })).toEqual(known);
    expect((await ask({})).statusCode).toBe(422);
  });

  test('ask for a verification token by one call, and answer the same for anyone', async () => {
    const { user } = await ada();
    const ask = (json: unknown) => runtime.call('request-verify-token', { method: 'POST', json });
    const known = await ask({ email: user.email });
    expect(known).toMatchObject({ statusCode: 202, body: null });
    expect(runtime.table.operations).toEqual(['UpdateItem']);
    expect(await ask({ email: `nobody${count}@example.com` })).toEqual(known);
    expect(await ask({ email })).toEqual(known);
    expect((await ask({})).statusCode).toBe(422);
  });

  test('verify no user by an invalid token, without a call', async () => {
    const verify = (json: unknown) => runtime.call('verify', { method: 'POST', json });
    expect(await verify({ token: 'a.b.c' })).toMatchObject({
      statusCode: 400,
      body: { detail: 'VERIFY_USER_BAD_TOKEN' },
    });
    expect((await verify({ token: 7 })).statusCode).toBe(422);
    expect(runtime.table.operations).toEqual([]);
  });

  test('give the signed-in user by one read', async () => {
    const { user, headers } = await ada();
    expect(await runtime.call('get-me', { headers })).toMatchObject({
      statusCode: 200,
      body: user,
    });
    expect(runtime.table.operations).toEqual(CALLER);
  });

  test('change oneself by at most three calls, flags and id ignored', async () => {
    const { user, headers } = await ada();
    const flags = { id: 'x', is_superuser: true, is_verified: true, is_active: false };
    expect((await patch('update-me', headers, flags)).body).toEqual(user);
    expect(runtime.table.operations).toEqual(CALLER);
    runtime.table.reset();

    const current_password = PASSWORD;
    const moved = await patch('update-me', headers, { email: `x${email}`, current_password });
    expect(moved.body).toMatchObject({ email: `x${email}`, is_superuser: false });
    expect(runtime.table.operations).toEqual(CREDENTIAL_CHANGE);
    runtime.table.reset();

    const changed = await patch('update-me', headers, {
      password: OTHER_PASSWORD,
      current_password,
    });
    expect(changed.statusCode).toBe(200);
    expect(runtime.table.operations).toEqual(CREDENTIAL_CHANGE);
    expect((await login(`x${email}`, OTHER_PASSWORD)).statusCode).toBe(200);
    expect((await patch('update-me', headers, { password: PASSWORD })).body).toEqual({
      detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
    });
  });

  test('give a superuser any user by one read', async () => {
    const { user } = await ada();
    expect(await byId('get-user', user.id)).toMatchObject({ statusCode: 200, body: user });
    expect(await byId('get-user', user.id.toUpperCase())).toMatchObject({ body: user });
    expect(runtime.table.operations).toEqual([...CALLER, ...CALLER]);
  });

  test.each(['get-user', 'update-user', 'delete-user'])(
    'by %s are 404 for an unknown user, and read no item for an invalid id',
    async (name) => {
      const request = { json: {}, headers: { 'content-type': 'application/json', ...root } };
      const missing = { id: '00000000-0000-7000-8000-000000000000' };
      for (const pathParameters of [missing, { id: 'me' }, { id: '../x' }]) {
        const { statusCode, body } = await runtime.call(name, { ...request, pathParameters });
        expect({ statusCode, body }).toEqual({ statusCode: 404, body: { detail: 'NOT_FOUND' } });
      }
      const keys = runtime.table.calls.map(
        ({ input }) => Object.values(input.RequestItems as object)[0].Keys.length,
      );
      expect(keys).toEqual([3, 2, 2]);
    },
  );

  test('let a superuser change flags by two calls, and all by three', async () => {
    const { user } = await ada();
    const verified = await patch('update-user', root, { is_verified: true }, user.id);
    expect(verified.body).toMatchObject({ id: user.id, is_verified: true });
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'TransactWriteItems']);
    runtime.table.reset();
    const all = { email: `y${email}`, password: OTHER_PASSWORD, is_superuser: true };
    expect((await patch('update-user', root, all, user.id)).statusCode).toBe(200);
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'GetItem', 'TransactWriteItems']);
    const wrong = await patch('update-user', root, { is_active: 'false', is_verified: 1 }, user.id);
    expect(wrong.body.detail).toMatchObject([{ type: 'bool_type' }, { type: 'bool_type' }]);
  });

  test('delete a user by two calls, whose token ends with them', async () => {
    const { user, headers } = await ada();
    expect(await byId('delete-user', user.id)).toMatchObject({ statusCode: 204, body: undefined });
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect((await runtime.call('get-me', { headers })).statusCode).toBe(401);
    expect((await login(email)).body).toEqual({ detail: 'LOGIN_BAD_CREDENTIALS' });
    expect((await byId('delete-user', user.id)).statusCode).toBe(404);
  });

  describe('list users', () => {
    const list = (query: string, headers = root) => runtime.call('list-users', { query, headers });

    test('page by page along the links, each once, oldest first', async () => {
      await ada();
      const seen: string[] = [];
      let query: string | undefined = 'limit=1';
      while (query !== undefined) {
        const { statusCode, headers, body } = await list(query);
        expect(statusCode).toBe(200);
        seen.push(...body.map(({ id }: User) => id));
        query = /^<\/users\?(limit=1&cursor=[^>]+)>; rel="next"$/.exec(String(headers.link))?.[1];
      }
      const { headers, body } = await list('limit=100');
      expect(headers.link).toBeUndefined();
      expect(body.map(({ id }: User) => id)).toEqual(seen);
      expect([...new Set(seen)].sort()).toEqual(seen);
    });

    test('by two round trips: the caller, then all partitions at once', async () => {
      await list('');
      expect(runtime.table.operations).toEqual([
        'BatchGetItem',
        'Query',
        'Query',
        'Query',
        'Query',
      ]);
    });

    test('find one by address, in any case, by two reads', async () => {
      const { user } = await ada();
      expect((await list(`email=${encodeURIComponent(email.toUpperCase())}`)).body).toEqual([user]);
      expect(runtime.table.operations).toEqual(['BatchGetItem', 'BatchGetItem']);
      expect((await list(`email=nobody${count}%40example.com`)).body).toEqual([]);
      expect((await list('email=no-address')).body).toEqual([]);
    });

    test.each([
      ['limit=0', 'limit', 'greater_than_equal'],
      ['limit=101', 'limit', 'less_than_equal'],
      ['limit=ten', 'limit', 'int_parsing'],
      ['limit=', 'limit', 'int_parsing'],
      ['cursor=a.b.c', 'cursor', 'cursor_invalid'],
      ['cursor=', 'cursor', 'cursor_invalid'],
      ['limit=1&limit=2', 'limit', 'repeated'],
      ['email=a%40b.de&email=c%40d.de', 'email', 'repeated'],
    ])('are 422 for %s', async (query, field, type) => {
      const { statusCode, body } = await list(query);
      expect(statusCode).toBe(422);
      expect(body.detail).toMatchObject([{ loc: ['query', field], type }]);
    });

    test('are 401 and 403 before they are 422', async () => {
      const { headers } = await ada();
      expect((await list('limit=0', {})).statusCode).toBe(401);
      expect((await list('limit=0', headers)).statusCode).toBe(403);
    });

    test('take no access token for a cursor', async () => {
      const cursor = root.authorization?.replace('Bearer ', '');
      expect((await list(`cursor=${cursor}`)).statusCode).toBe(422);
    });
  });

  test('create an operator’s user with flags, and refuse like registration', async () => {
    const user = await create({ email, is_superuser: true, is_verified: true });
    expect(user).toMatchObject({ email, is_superuser: true, is_verified: true, is_active: true });
    expect(log.info).toContainEqual(
      expect.objectContaining({ action: 'create-user', user_id: user.id }),
    );
    expect(JSON.stringify(log)).not.toContain(email);
    await expect(create({ email })).rejects.toMatchObject({ code: 'REGISTER_USER_ALREADY_EXISTS' });
    await expect(create({ email, password: 'short' })).rejects.toMatchObject({
      code: 'REGISTER_INVALID_PASSWORD',
    });
    await expect(create({ email: 'none' })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^VALIDATION_ERROR: email: Input should be one email address/),
    });
  });

  test('read the secret once for many requests', async () => {
    const { headers } = await ada();
    runtime.secrets.reset();
    for (const _ of [1, 2, 3]) await runtime.call('get-me', { headers });
    expect(runtime.secrets.operations).toEqual([]);
  });
});
