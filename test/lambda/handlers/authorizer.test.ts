import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { faults } from '../../support/aws/fault-proxy.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { TestRequest } from '../../support/runtime/api-event.ts';
import { httpApiAuthorizerEvent } from '../../support/runtime/authorizer-events.ts';
import { COOKIE } from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { COOKIE_BACKEND, startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

type Handler = (event: APIGatewayRequestAuthorizerEventV2) => Promise<unknown>;

const EMAIL = 'ada@example.com';

/** As `users.authorizer({ optional: true })` makes it, which has all three outcomes. */
describe('the authorizer', () => {
  const log = capturedLog();
  let runtime: TestRuntime;
  let id: string;
  let token: string;

  beforeAll(async () => {
    runtime = await startRuntime({
      REQUIREMENTS: JSON.stringify({ verified: false, superuser: false, optional: true }),
      CLAIM_FIELDS: '[]',
      BACKENDS: JSON.stringify([COOKIE_BACKEND]),
    });
    const json = { email: EMAIL, password: PASSWORD };
    id = (await runtime.call('register', { method: 'POST', json })).body.id;
    const { cookies } = await runtime.call('login', {
      method: 'POST',
      json: { username: EMAIL, password: PASSWORD },
      headers: { 'content-type': 'application/json', origin: 'https://api.example.com' },
    });
    token = cookies[0]?.split(';')[0]?.split('=')[1] ?? '';
  });
  afterAll(() => runtime.stop());
  beforeEach(() => runtime.table.reset());

  async function authorize(request: TestRequest): Promise<unknown> {
    const handler = await runtime.handler<Handler>('authorizer');
    return handler(httpApiAuthorizerEvent(request));
  }
  const signedIn = () => ({ cookies: [`${COOKIE.name}=${token}`] });

  test('hands on the caller, by one read, and logs the id', async () => {
    expect(await authorize({ ...signedIn(), path: '/orders' })).toEqual({
      isAuthorized: true,
      context: {
        id,
        email: EMAIL,
        is_superuser: false,
        is_verified: false,
        claims: {
          sub: id,
          jti: expect.any(String),
          backend: 'cookie',
          auth_time: expect.any(Number),
          amr: ['pwd'],
        },
      },
    });
    expect(runtime.table.operations).toEqual(['BatchGetItem']);
    expect(log.info).toEqual([
      {
        message: 'authorized',
        action: 'authorizer',
        route: 'GET /orders',
        request_id: 'request-1',
        user_id: id,
      },
    ]);
  });

  test('says that a caller is anonymous, without a read', async () => {
    expect(await authorize({})).toEqual({ isAuthorized: true, context: { anonymous: true } });
    expect(runtime.table.operations).toEqual([]);
  });

  test('refuses without a context, and logs the code', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const refused = { isAuthorized: false, context: {} };
    expect(await authorize({ ...signedIn(), method: 'POST', headers })).toEqual(refused);
    expect(log.info).toMatchObject([{ message: 'refused', code: 'FORBIDDEN' }]);
  });

  test('fails, so that API Gateway answers 500, when the table can not be read', async () => {
    runtime.table.fail('BatchGetItem', faults.unavailable, { times: Number.POSITIVE_INFINITY });
    await expect(authorize(signedIn())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(log.error).toMatchObject([{ message: 'authorizer failed', action: 'authorizer' }]);
    expect(JSON.stringify(log.error)).not.toContain(token);
  });
});
