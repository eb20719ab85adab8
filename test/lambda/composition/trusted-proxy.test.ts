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

const VIEWER = { 'cloudfront-viewer-address': '198.51.100.10:46532' };
const PROVED = { 'x-origin-verify': CURRENT };

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
    const headers = { ...VIEWER, ...secret };
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

  test.each([
    ['while Secrets Manager fails', faults.unavailable],
    ['that no retry makes readable', faults.invalid],
  ])('has the address that API Gateway saw with a secret %s, and a warning', async (_, fault) => {
    const other = await startRuntime({ TRUSTED_PROXY });
    const json = { email: 'ada@example.com', password: PASSWORD };
    await other.call('register', { method: 'POST', json });
    const login = {
      method: 'POST',
      path: '/users/login/jwt',
      json: { username: json.email, password: PASSWORD },
    };
    // So that the secret of the tokens is known.
    await other.call('login', login);
    other.secrets.fail('GetSecretValue', fault, { times: Number.POSITIVE_INFINITY });
    const { statusCode } = await other.call('login', {
      ...login,
      headers: { ...VIEWER, ...PROVED },
    });
    await other.stop();
    expect({ status: statusCode, ip: (log.info.at(-1) as { readonly ip?: string }).ip }).toEqual({
      status: 200,
      ip: '192.0.2.1',
    });
    expect(log.warn).toEqual([
      {
        message:
          'the secret of the proxy can not be read: the address is the one that API Gateway saw',
        error: expect.objectContaining({ name: expect.any(String) }),
      },
    ]);
  });
});

describe('an API that is only for a trusted proxy', () => {
  const log = capturedLog();
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

  test.each([
    ['without the secret', {}, 'PROXY_SECRET_MISSING'],
    ['with another one', { 'x-origin-verify': 'a guess' }, 'PROXY_SECRET_WRONG'],
  ])('logs why it refuses a request %s', async (_, headers, cause) => {
    await rt.call('register', { method: 'POST', json: {}, headers });
    expect(log.info).toEqual([expect.objectContaining({ status: 403, code: 'FORBIDDEN', cause })]);
  });

  test.each([
    ['while Secrets Manager fails', faults.unavailable, 'SERVICE_UNAVAILABLE'],
    ['where its secret can’t be read', faults.invalid, 'injected'],
  ])('asks everybody to try again %s, and logs why', async (_, fault, cause) => {
    const other = await startRuntime({
      TRUSTED_PROXY: JSON.stringify({ ...SETTINGS, required: true }),
    });
    other.secrets.fail('GetSecretValue', fault, { times: Number.POSITIVE_INFINITY });
    const answer = await other.call('register', { method: 'POST', json: {}, headers: PROVED });
    await other.stop();
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
    expect(log.error).toEqual([expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', cause })]);
  });

  test('gives what is published to everybody', async () => {
    const answer = await rt.call('discovery');
    expect(answer.statusCode).toBe(200);
  });
});
