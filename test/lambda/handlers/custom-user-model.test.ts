import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const MODEL = path.join(import.meta.dirname, '../../support/user-models/zod.ts');

type Json = Record<string, unknown>;
type CreateUser = (input: Json) => Promise<Json>;

describe('the handlers, with a user model,', () => {
  capturedLog();
  let runtime: TestRuntime;
  let count = 0;
  let email: string;

  beforeAll(async () => {
    runtime = await startRuntime({ USER_MODEL: pathToFileURL(MODEL).href });
  });
  afterAll(() => runtime.stop());
  beforeEach(() => {
    count += 1;
    email = `ada${count}@example.com`;
  });

  const createUser = async (input: Json) =>
    (await runtime.handler<CreateUser>('create-user'))({ password: PASSWORD, ...input });
  const register = (json: Json) =>
    runtime.call('register', { method: 'POST', json: { email, password: PASSWORD, ...json } });
  async function signIn(username = email) {
    const json = { username, password: PASSWORD };
    const { body } = await runtime.call('login', { method: 'POST', json });
    return { authorization: `Bearer ${body.access_token}` };
  }
  const patch = async (name: string, json: Json, username = email, id = '') =>
    runtime.call(name, {
      method: 'PATCH',
      json,
      headers: { 'content-type': 'application/json', ...(await signIn(username)) },
      pathParameters: { id },
    });
  async function root() {
    const username = `root${count}@example.com`;
    await createUser({ email: username, name: 'Root', is_superuser: true });
    return username;
  }
  /** As an earlier model left it. */
  const store = (id: string, custom: Json) =>
    runtime.dynamodb.send(
      new UpdateItemCommand({
        TableName: runtime.tableName,
        Key: { pk: { S: `USER#${id}` }, sk: { S: 'PROFILE' } },
        UpdateExpression: 'SET custom = :custom',
        ExpressionAttributeValues: marshall({ ':custom': custom }),
      }),
    );

  test('register a user with custom fields', async () => {
    const { statusCode, body } = await register({ name: 'Ada', plan: 'pro', other: 1, id: 'x' });
    expect(statusCode).toBe(201);
    expect(body).toMatchObject({ email, name: 'Ada', plan: 'free', is_superuser: false });
    expect(Object.keys(body).slice(0, 2)).toEqual(['id', 'email']);
    expect(body).not.toHaveProperty('other');
    expect(body).not.toHaveProperty('custom');
    const me = await runtime.call('get-me', { headers: await signIn() });
    expect(me.body).toEqual(body);
  });

  test('answer with the problems of all fields, base and custom', async () => {
    const { statusCode, body } = await register({ email: 'nobody', name: 'A', address: {} });
    expect(statusCode).toBe(422);
    expect(body.detail).toEqual([
      { loc: ['body', 'email'], msg: expect.any(String), type: 'value_error' },
      { loc: ['body', 'name'], msg: expect.stringContaining('2'), type: 'value_error' },
      { loc: ['body', 'address', 'city'], msg: 'Field required', type: 'missing' },
    ]);
  });

  test('create a user with the fields of an admin, and show no private one', async () => {
    const user = await createUser({ email, name: 'Ada', plan: 'pro', notes: 'x' });
    expect(user).toMatchObject({ name: 'Ada', plan: 'pro' });
    expect(user).not.toHaveProperty('notes');
    await expect(createUser({ email: 'x@example.com' })).rejects.toMatchObject({
      problems: [{ loc: ['body', 'name'], msg: 'Field required', type: 'missing' }],
    });
  });

  test('let users change their own fields, and never those of an admin', async () => {
    await register({ name: 'Ada', address: { city: 'London' } });
    const { statusCode, body } = await patch('update-me', { name: 'Ada L.', plan: 'pro' });
    expect(statusCode).toBe(200);
    expect(body).toMatchObject({ name: 'Ada L.', plan: 'free', address: { city: 'London' } });
    expect((await patch('update-me', { plan: 'pro' })).body).toEqual(body);
    expect((await patch('update-me', { name: '' })).body.detail).toMatchObject([
      { loc: ['body', 'name'] },
    ]);
  });

  test('let a superuser change them all, and list users with them', async () => {
    const { body: ada } = await register({ name: 'Ada' });
    const username = await root();
    const answer = await patch('update-user', { plan: 'pro', notes: 'x' }, username, ada.id);
    expect(answer.body).toMatchObject({ name: 'Ada', plan: 'pro' });
    expect(answer.body).not.toHaveProperty('notes');
    const headers = await signIn(username);
    const read = await runtime.call('get-user', { headers, pathParameters: { id: ada.id } });
    expect(read.body).toEqual(answer.body);
    const listed = await runtime.call('list-users', { headers, query: `email=${email}` });
    expect(listed.body).toEqual([answer.body]);
    const all = await runtime.call('list-users', { headers });
    expect(all.body).toContainEqual(answer.body);
  });

  test('say that a user is not there before they would ask for fields', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    const username = await root();
    expect((await patch('update-user', { address: 1 }, username, id)).statusCode).toBe(404);
    expect((await patch('update-user', { is_active: 1 }, username, id)).statusCode).toBe(422);
  });

  test('put claims into access tokens, as the user was last written', async () => {
    const { body: ada } = await register({ name: 'Ada' });
    const claims = async () => decodeJwt((await signIn()).authorization.slice('Bearer '.length));
    expect(await claims()).toMatchObject({ sub: ada.id, plan: 'free' });
    await patch('update-user', { plan: 'pro' }, await root(), ada.id);
    expect(await claims()).toMatchObject({ sub: ada.id, plan: 'pro' });
    const username = `new-${email}`;
    await patch('update-user', { email: username }, `root${count}@example.com`, ada.id);
    expect(decodeJwt((await signIn(username)).authorization.slice(7))).toMatchObject({
      plan: 'pro',
    });
  });

  test('store the fields under one attribute, and claims with the credential', async () => {
    const { body: ada } = await register({ name: 'Ada' });
    const read = async (pk: string, sk: string) => {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      const command = new GetItemCommand({ TableName: runtime.tableName, Key });
      return (await runtime.dynamodb.send(command)).Item;
    };
    expect(await read(`USER#${ada.id}`, 'PROFILE')).toMatchObject(
      marshall({ custom: { name: 'Ada', plan: 'free' } }),
    );
    expect(await read(`EMAIL#${email}`, 'CREDENTIAL')).toMatchObject(
      marshall({ claims: { plan: 'free' } }),
    );
  });

  describe('meet a user of an earlier model, who', () => {
    let id: string;

    beforeEach(async () => {
      id = (await register({ name: 'Ada' })).body.id;
      await store(id, { nickname: 'ada', plan: 'gold' });
    });

    test('logs in and is returned as stored', async () => {
      const me = await runtime.call('get-me', { headers: await signIn() });
      expect(me.statusCode).toBe(200);
      expect(me.body).toMatchObject({ nickname: 'ada', plan: 'gold' });
    });

    test('changes a password or a flag without naming the fields', async () => {
      const json = { password: 'another good battery', current_password: PASSWORD };
      const answer = await patch('update-me', json);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toMatchObject({ nickname: 'ada', plan: 'gold' });
    });

    test('changes a field once all of them are right', async () => {
      const refused = await patch('update-me', { address: { city: 'Rome' } });
      expect(refused.statusCode).toBe(422);
      expect(refused.body.detail.map(({ loc }: { loc: string[] }) => loc)).toEqual([
        ['body', 'name'],
        ['body', 'plan'],
      ]);
      const answer = await patch('update-user', { name: 'Ada', plan: 'pro' }, await root(), id);
      expect(answer.body).toMatchObject({ name: 'Ada', plan: 'pro' });
      expect(answer.body).not.toHaveProperty('nickname');
    });
  });
});
