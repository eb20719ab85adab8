import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SECURITY_HEADERS } from '../../../lib/contract/answers.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { COOKIE_BACKEND, startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const EMAIL = 'ada@example.com';

/** The login function of the cookie backend, as `loginEvents: true` makes it. */
describe('login by cookie', () => {
  const log = capturedLog();
  let runtime: TestRuntime;

  beforeAll(async () => {
    runtime = await startRuntime({
      BACKENDS: JSON.stringify([COOKIE_BACKEND]),
      LOGIN_EVENTS: 'true',
      ALLOWED_ORIGINS: '["https://app.example.org"]',
    });
    await runtime.call('register', { method: 'POST', json: { email: EMAIL, password: PASSWORD } });
  });
  afterAll(() => runtime.stop());

  const login = (headers: Record<string, string>, password = PASSWORD) =>
    runtime.call('login', {
      method: 'POST',
      body: String(new URLSearchParams({ username: EMAIL, password })),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  const own = { 'sec-fetch-site': 'same-origin' };

  test('sets the cookie, which signs in', async () => {
    const { statusCode, headers, cookies, body } = await login(own);
    expect({ statusCode, body }).toEqual({ statusCode: 204, body: undefined });
    expect(headers).toEqual({
      ...SECURITY_HEADERS,
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
    });
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-users-api=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600$/,
      ),
    ]);
    const carried = cookies.map((cookie) => cookie.split(';')[0] ?? '');
    const me = await runtime.call('get-me', { cookies: carried });
    expect(me).toMatchObject({ statusCode: 200, body: { email: EMAIL } });
    expect((await runtime.call('get-me', { cookies: [...carried, ...carried] })).statusCode).toBe(
      401,
    );
  });

  test('writes its event, with backend, address and user agent, by a second call', async () => {
    runtime.table.reset();
    await login(own);
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'UpdateItem']);
    expect(JSON.stringify(runtime.table.calls[1]?.input)).toContain('after-login');
    expect(runtime.table.calls[1]?.input.ExpressionAttributeValues).toMatchObject({
      ':event': {
        M: {
          backend: { S: 'cookie' },
          ip: { S: '192.0.2.1' },
          user_agent: { S: 'test/1' },
        },
      },
    });
  });

  test('is refused from another origin before anything is read', async () => {
    runtime.table.reset();
    const foreign: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of foreign) {
      const { statusCode, body, cookies } = await login(headers);
      expect({ statusCode, body, cookies }).toEqual({
        statusCode: 403,
        body: { detail: 'FORBIDDEN' },
        cookies: [],
      });
    }
    expect(runtime.table.calls).toEqual([]);
  });

  test('is taken from an allowed origin', async () => {
    for (const site of ['same-site', 'cross-site']) {
      const listed = { origin: 'https://app.example.org', 'sec-fetch-site': site };
      expect((await login(listed)).statusCode).toBe(204);
    }
  });

  test('sets no cookie for a wrong password, and raises no event', async () => {
    runtime.table.reset();
    const { statusCode, body, cookies } = await login(own, 'wrong horse battery');
    expect({ statusCode, body, cookies }).toEqual({
      statusCode: 400,
      body: { detail: 'LOGIN_BAD_CREDENTIALS' },
      cookies: [],
    });
    expect(runtime.table.operations).toEqual(['BatchGetItem']);
  });

  test('is in the log with backend and source, successful or not', async () => {
    await login(own);
    await login(own, 'wrong horse battery');
    const line = { action: 'login', backend: 'cookie', ip: '192.0.2.1' };
    expect(log.info).toEqual([
      expect.objectContaining({ ...line, status: 204, user_id: expect.any(String) }),
      expect.objectContaining({ ...line, status: 400, code: 'LOGIN_BAD_CREDENTIALS' }),
    ]);
  });
});
