import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BackendSettings } from '../../../lib/contract/backend.ts';
import { faults } from '../../support/aws/fault-proxy.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import type { Answer } from '../../support/runtime/invoke.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const COOKIE = {
  kind: 'cookie',
  name: '__Host-users-api-session',
  path: '/',
  sameSite: 'Lax',
} as const;
const BACKEND: BackendSettings = {
  name: 'web',
  transport: COOKIE,
  strategy: { kind: 'session', lifetime: 86_400, idleTimeout: 3600 },
};
const OWN_ORIGIN = { 'sec-fetch-site': 'same-origin' };

type CreateUser = (input: Record<string, unknown>) => Promise<{ id: string }>;

describe('the handlers of sessions', () => {
  const log = capturedLog();
  let runtime: TestRuntime;
  let count = 0;
  let ada: { id: string };
  let root: string;
  let own: string;

  beforeAll(async () => {
    runtime = await startRuntime({
      BACKENDS: JSON.stringify([BACKEND]),
      MAX_SESSIONS_PER_USER: '2',
    });
  });
  afterAll(() => runtime.stop());

  beforeEach(async () => {
    count += 1;
    ada = await create({ email: `ada${count}@example.com` });
    await create({ email: `root${count}@example.com`, is_superuser: true });
    root = await signIn('root');
    own = await signIn('ada');
    runtime.table.reset();
  });

  const create = async (input: Record<string, unknown>) =>
    (await runtime.handler<CreateUser>('create-user'))({ password: PASSWORD, ...input });
  async function signIn(name: string): Promise<string> {
    const { cookies, statusCode } = await runtime.call('login', {
      method: 'POST',
      json: { username: `${name}${count}@example.com`, password: PASSWORD },
      headers: { 'content-type': 'application/json', ...OWN_ORIGIN },
    });
    expect(statusCode).toBe(204);
    return cookies[0]?.split(';')[0] ?? '';
  }
  const call = (name: string, cookie: string, pathParameters = {}): Promise<Answer> =>
    runtime.call(name, {
      method: name.startsWith('list') ? 'GET' : 'DELETE',
      cookies: [cookie],
      headers: OWN_ORIGIN,
      pathParameters,
    });
  const currentId = async (cookie: string) =>
    (await call('list-my-sessions', cookie)).body.find((each: { current: boolean }) => each.current)
      .id;

  test('list one’s own by two calls, and a superuser anyone’s', async () => {
    const listed = await call('list-my-sessions', own);
    expect(listed).toMatchObject({ statusCode: 200, body: [{ backend: 'web', current: true }] });
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'Query']);
    const seen = await call('list-sessions', root, { id: ada.id });
    expect(seen.body).toEqual([{ ...listed.body[0], current: false }]);
    expect((await call('list-sessions', own, { id: ada.id })).statusCode).toBe(403);
  });

  test('end the current one by two calls, and clear its cookie', async () => {
    const id = await currentId(own);
    runtime.table.reset();
    const { statusCode, cookies } = await call('delete-my-session', own, { id });
    expect(statusCode).toBe(204);
    expect(cookies).toEqual([expect.stringMatching(`^${COOKIE.name}=; .*Max-Age=0$`)]);
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect((await call('list-my-sessions', own)).statusCode).toBe(401);
  });

  test('end another, and leave the cookie', async () => {
    const other = await signIn('ada');
    const answer = await call('delete-my-session', own, { id: await currentId(other) });
    expect(answer).toMatchObject({ statusCode: 204, cookies: [] });
    expect((await call('list-my-sessions', own)).body).toHaveLength(1);
  });

  test('end one in the name of a superuser', async () => {
    const session_id = await currentId(own);
    const { statusCode } = await call('delete-session', root, { id: ada.id, session_id });
    expect(statusCode).toBe(204);
    const again = await call('delete-session', root, { id: ada.id, session_id });
    expect(again).toMatchObject({ statusCode: 404, body: { detail: 'NOT_FOUND' } });
  });

  test.each(['x', ''])('find none of the id %j, after one call', async (id) => {
    expect((await call('delete-my-session', own, { id })).statusCode).toBe(404);
    expect(runtime.table.operations).toEqual(['BatchGetItem']);
  });

  test('end all others by two calls, and all', async () => {
    const other = await signIn('ada');
    runtime.table.reset();
    expect((await call('delete-my-sessions', own)).statusCode).toBe(204);
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect((await call('list-my-sessions', other)).statusCode).toBe(401);
    expect((await call('list-my-sessions', own)).body).toHaveLength(1);
    expect((await call('delete-sessions', root, { id: ada.id })).statusCode).toBe(204);
    expect((await call('list-my-sessions', own)).statusCode).toBe(401);
  });

  test('keep to the limit at login', async () => {
    const [, third] = [await signIn('ada'), await signIn('ada')];
    expect((await call('list-my-sessions', own)).statusCode).toBe(401);
    expect((await call('list-my-sessions', third)).body).toHaveLength(2);
  });

  test('answer 503 while the table is out of reach, and log no token', async () => {
    const [, token = ''] = own.split('=');
    runtime.table.fail('Query', faults.unavailable, { times: Number.POSITIVE_INFINITY });
    expect((await call('list-my-sessions', own)).statusCode).toBe(503);
    expect(JSON.stringify(log)).not.toContain(token.split('.')[1]);
  });
});
