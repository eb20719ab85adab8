import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

capturedLog();
let runtime: TestRuntime;

beforeAll(async () => {
  // What the construct lifts by this is the password of a change, not the proof of a deletion.
  runtime = await startRuntime({ REQUIRE_CURRENT_PASSWORD: 'false', RECENT_LOGIN: '0' });
});
afterAll(() => runtime.stop());

async function signedIn(email: string): Promise<Record<string, string>> {
  await runtime.call('register', { method: 'POST', json: { email, password: PASSWORD } });
  const login = { method: 'POST', json: { username: email, password: PASSWORD } };
  const { body: issued } = await runtime.call('login', login);
  runtime.table.reset();
  return { authorization: `Bearer ${issued.access_token}` };
}

test.each([
  ['no body', {}],
  ['an empty object', { json: {} }],
])('delete-me refuses %s by one call when the login is not recent', async (name, body) => {
  const authorization = await signedIn(`${name.replaceAll(' ', '-')}@example.com`);
  const headers = {
    ...authorization,
    ...('json' in body && { 'content-type': 'application/json' }),
  };
  const answer = await runtime.call('delete-me', { method: 'DELETE', headers, ...body });
  expect({ status: answer.statusCode, detail: answer.body.detail }).toEqual({
    status: 403,
    detail: 'REAUTHENTICATION_REQUIRED',
  });
  expect(runtime.table.operations).toEqual(['BatchGetItem']);
});

test('delete-me takes the current password, by three calls', async () => {
  const headers = await signedIn('ada@example.com');
  const { statusCode } = await runtime.call('delete-me', {
    method: 'DELETE',
    headers: { ...headers, 'content-type': 'application/json' },
    json: { current_password: PASSWORD },
  });
  expect(statusCode).toBe(204);
  expect(runtime.table.operations).toEqual(['BatchGetItem', 'BatchGetItem', 'TransactWriteItems']);
  expect((await runtime.call('get-me', { headers })).statusCode).toBe(401);
});
