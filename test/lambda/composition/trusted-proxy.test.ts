import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { TestSecret } from '../../support/aws/aws-clients.ts';
import { faults } from '../../support/aws/fault-proxy.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const SETTINGS = { header: 'x-origin-verify', secretArn: TestSecret.ARN, required: false };
const TRUSTED_PROXY = JSON.stringify(SETTINGS);
const CURRENT = 'material of v1, long enough for keys';

describe('a login behind a trusted proxy', () => {
  const log = capturedLog();
  let rt: TestRuntime;

  beforeAll(async () => {
    rt = await startRuntime({ TRUSTED_PROXY });
    const json = { email: 'ada@example.com', password: PASSWORD };
    expect((await rt.call('register', { method: 'POST', json })).statusCode).toBe(201);
  });
  beforeEach(() => rt.secrets.reset());
  afterAll(() => rt.stop());

  /** Status and address of the log line of a login with a secret. */
  async function logIn(secret: Record<string, string>, password = PASSWORD) {
    const headers = { 'cloudfront-viewer-address': '198.51.100.10:46532', ...secret };
    const json = { username: 'ada@example.com', password };
    const request = { method: 'POST', path: '/users/login/jwt', json, headers };
    const { statusCode } = await rt.call('login', request);
    const line = [...log.info, ...log.error].at(-1) as { readonly ip?: string };
    return { status: statusCode, ip: line.ip };
  }

  test('has the address of the viewer, whether the password is right or not', async () => {
    const secret = { 'x-origin-verify': CURRENT };
    expect([await logIn(secret), await logIn(secret, 'wrong')]).toEqual([
      { status: 200, ip: '198.51.100.10' },
      { status: 400, ip: '198.51.100.10' },
    ]);
  });

  test('has the address that API Gateway saw, for anyone else', async () => {
    expect([await logIn({}), await logIn({ 'x-origin-verify': 'a guess' })]).toEqual([
      { status: 200, ip: '192.0.2.1' },
      { status: 200, ip: '192.0.2.1' },
    ]);
  });

  test('reads the secret once for many requests', async () => {
    for (let i = 0; i < 3; i += 1) await logIn({ 'x-origin-verify': CURRENT });
    expect(rt.secrets.operations).toEqual([]);
  });

  test('is asked to try again where the secret can’t be read', async () => {
    const other = await startRuntime({ TRUSTED_PROXY });
    other.secrets.fail('GetSecretValue', faults.unavailable, { times: Number.POSITIVE_INFINITY });
    const headers = { 'cloudfront-viewer-address': '198.51.100.10:46532', 'x-origin-verify': 'x' };
    const json = { username: 'ada@example.com', password: PASSWORD };
    const answer = await other.call('login', { method: 'POST', json, headers });
    await other.stop();
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  });
});

describe('an API that is only for a trusted proxy', () => {
  capturedLog();
  let rt: TestRuntime;

  beforeAll(async () => {
    rt = await startRuntime({
      TRUSTED_PROXY: JSON.stringify({ ...SETTINGS, required: true }),
      ISSUER: 'https://api.example.com/users',
      SIGNING_ALGORITHMS: '["RS256"]',
    });
  });
  afterAll(() => rt.stop());

  const routes = ACTIONS.filter(
    ({ route, published, perClient, flow }) => route && !(published || perClient || flow),
  ).filter(({ onlyWith }) => onlyWith === undefined);

  test.each(routes.map(({ name, route }) => [name, route?.method ?? ''] as const))(
    'refuses a call of %s from anyone else, before anything is read of it',
    async (name, method) => {
      const answer = await rt.call(name, { method, json: {} });
      expect({ status: answer.statusCode, body: answer.body }).toEqual({
        status: 403,
        body: { detail: 'FORBIDDEN' },
      });
      expect(rt.table.operations).toEqual([]);
    },
  );

  test('takes calls from the proxy', async () => {
    const headers = { 'x-origin-verify': CURRENT };
    const json = { email: 'ada@example.com', password: PASSWORD };
    const answer = await rt.call('register', { method: 'POST', json, headers });
    expect(answer.statusCode).toBe(201);
  });

  test('gives what is published to everybody', async () => {
    const answer = await rt.call('discovery');
    expect(answer.statusCode).toBe(200);
  });
});
