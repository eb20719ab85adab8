import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

capturedLog();
let runtime: TestRuntime;

beforeAll(async () => {
  runtime = await startRuntime({ REQUIRE_CURRENT_PASSWORD: 'false' });
});
afterAll(() => runtime.stop());

test.each([
  ['no body', {}],
  ['an empty object', { json: {} }],
  ['a wrong password', { json: { current_password: 'not the password' } }],
])(
  'where no current password is asked for, delete-me takes %s, by two calls',
  async (name, body) => {
    const email = `${name.replaceAll(' ', '-')}@example.com`;
    await runtime.call('register', { method: 'POST', json: { email, password: PASSWORD } });
    const login = { method: 'POST', json: { username: email, password: PASSWORD } };
    const { body: issued } = await runtime.call('login', login);
    const authorization = `Bearer ${issued.access_token}`;
    const headers = {
      authorization,
      ...('json' in body && { 'content-type': 'application/json' }),
    };
    runtime.table.reset();
    const bad = {
      method: 'DELETE',
      headers: { ...headers, 'content-type': 'text/plain' },
      body: 'x',
    };
    expect((await runtime.call('delete-me', bad)).statusCode).toBe(415);
    runtime.table.reset();
    expect(
      (await runtime.call('delete-me', { method: 'DELETE', headers, ...body })).statusCode,
    ).toBe(204);
    expect(runtime.table.operations).toEqual(['BatchGetItem', 'TransactWriteItems']);
    expect((await runtime.call('get-me', { headers })).statusCode).toBe(401);
  },
);
