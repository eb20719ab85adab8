import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { User } from '../../../lambda/users/user.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

type CreateUser = (input: Record<string, unknown>) => Promise<User>;
type Relay = (event: DynamoDBStreamEvent) => Promise<unknown>;

const EMAIL = 'ada@example.com';

describe('the log', () => {
  const log = capturedLog();
  /** Of all tests. */
  const lines: unknown[] = [];
  let runtime: TestRuntime;
  let ada: User;
  let root: User;
  let asRoot: Record<string, string>;
  let asAda: Record<string, string>;

  beforeAll(async () => {
    runtime = await startRuntime();
    const create = await runtime.handler<CreateUser>('create-user');
    ada = await create({ email: EMAIL, password: PASSWORD });
    root = await create({ email: 'root@example.com', password: PASSWORD, is_superuser: true });
    [asAda, asRoot] = await Promise.all([signIn(EMAIL), signIn('root@example.com')]);
  });
  afterEach(() => void lines.push(...log.info, ...log.error));
  afterAll(() => runtime.stop());

  const post = (name: string, json: unknown) => runtime.call(name, { method: 'POST', json });
  const login = (username: string, password: string) => post('login', { username, password });

  async function signIn(email: string): Promise<Record<string, string>> {
    const { body } = await login(email, PASSWORD);
    return { authorization: `Bearer ${body.access_token}` };
  }

  /** A token of the user, as the relay makes it for a request of this kind. */
  async function mailed(kind: 'forgot-password' | 'request-verify'): Promise<string> {
    const event = { id: `event of ${kind}`, type: `after-${kind}`, at: new Date().toISOString() };
    const item = { pk: `REQUEST#${EMAIL}`, sk: kind, email: EMAIL, event };
    const record = { eventName: 'INSERT', dynamodb: { NewImage: marshall(item) } } as never;
    await (await runtime.handler<Relay>('relay'))({ Records: [record] });
    return JSON.parse(runtime.bus.taken.at(-1)?.Detail ?? '').token;
  }

  const last = () => log.info.at(-1);

  test('names the user whom a failed login is about, and nobody for an unknown address', async () => {
    await login(EMAIL, 'wrong password');
    expect(last()).toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS', user_id: ada.id });
    await login('nobody@example.com', 'wrong password');
    expect(last()).toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
    expect(last()).not.toHaveProperty('user_id');
  });

  test('says the same of known and unknown addresses after the same calls', async () => {
    const calls = async (username: string) => {
      runtime.table.reset();
      await login(username, 'wrong password');
      return runtime.table.operations;
    };
    expect(await calls(EMAIL)).toEqual(await calls('nobody@example.com'));
  });

  test('names the user of a mailed token, whether it is used or refused', async () => {
    const verify = await mailed('request-verify');
    const reset = await mailed('forgot-password');
    for (const [name, input, code] of [
      ['verify', { token: verify }, undefined],
      ['verify', { token: verify }, 'VERIFY_USER_ALREADY_VERIFIED'],
      ['reset-password', { token: reset, password: 'short' }, 'RESET_PASSWORD_INVALID_PASSWORD'],
      ['reset-password', { token: reset, password: PASSWORD }, undefined],
      ['reset-password', { token: reset, password: PASSWORD }, 'RESET_PASSWORD_BAD_TOKEN'],
    ] as const) {
      await post(name, input);
      expect(last()).toMatchObject({ action: name, user_id: ada.id });
      expect((last() as { code?: string }).code).toBe(code);
    }
    // The reset has ended her login.
    asAda = await signIn(EMAIL);
  });

  test('names the user of a credential that is genuine and has ended', async () => {
    const ended = await signIn(EMAIL);
    await runtime.call('logout', { method: 'POST', headers: ended });
    expect((await runtime.call('get-me', { headers: ended })).statusCode).toBe(401);
    expect(last()).toMatchObject({ code: 'UNAUTHORIZED', user_id: ada.id });
  });

  test('names a superuser and the user who was changed, found or not', async () => {
    const headers = { ...asRoot, 'content-type': 'application/json' };
    const change = { method: 'PATCH', json: { is_verified: true }, headers };
    const nobody = '018f0000-0000-7000-8000-000000000000';
    for (const id of [ada.id, nobody]) {
      await runtime.call('update-user', { ...change, pathParameters: { id } });
      expect(last()).toMatchObject({ user_id: root.id, target_id: id });
    }
    await runtime.call('update-user', { ...change, pathParameters: { id: 'no-id' } });
    expect(last()).not.toHaveProperty('target_id');
  });

  test('names the user whom a superuser looked for by address, and not the address', async () => {
    await runtime.call('list-users', {
      headers: asRoot,
      query: `email=${encodeURIComponent(EMAIL)}`,
    });
    expect(last()).toMatchObject({ status: 200, user_id: root.id, target_id: ada.id });
  });

  test('names both where an ordinary user tries what only superusers may', async () => {
    await runtime.call('get-user', { headers: asAda, pathParameters: { id: root.id } });
    expect(last()).toMatchObject({ code: 'FORBIDDEN', user_id: ada.id, target_id: root.id });
  });

  test('has no address in any of these lines', () => {
    expect(lines.length).toBeGreaterThan(15);
    expect(JSON.stringify(lines)).not.toContain('example.com');
  });
});
