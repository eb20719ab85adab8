import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { TestSecret } from '../../support/aws/aws-clients.ts';
import { faults } from '../../support/aws/fault-proxy.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { JWT_BACKEND, startRuntime, type TestRuntime } from '../../support/runtime/runtime.ts';

const EMAIL = 'ada@example.com';
const BACKEND = {
  ...JWT_BACKEND,
  strategy: {
    ...JWT_BACKEND.strategy,
    refresh: { lifetime: 7200, reuseInterval: 0, secretArn: TestSecret.ARN },
  },
};

/** The functions of a backend that takes no refresh token twice. */
describe('the refresh function', () => {
  const log = capturedLog();
  let runtime: TestRuntime;
  let token: string;

  beforeAll(async () => {
    runtime = await startRuntime({ BACKENDS: JSON.stringify([BACKEND]) });
    const json = { email: EMAIL, password: PASSWORD };
    await runtime.call('register', { method: 'POST', json });
  });
  afterAll(() => runtime.stop());

  beforeEach(async () => {
    const json = { username: EMAIL, password: PASSWORD };
    const path = '/users/login/jwt';
    token = (await runtime.call('login', { method: 'POST', path, json })).body.refresh_token;
    runtime.table.reset();
  });

  const refresh = (json: object) =>
    runtime.call('refresh', { method: 'POST', path: '/users/refresh/jwt', json });

  test('answers as a login does, and says in the log whose the session is', async () => {
    const { statusCode, headers, body } = await refresh({ refresh_token: token });
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    const headersOfMe = { authorization: `Bearer ${body.access_token}` };
    expect((await runtime.call('get-me', { headers: headersOfMe })).statusCode).toBe(200);
    const line = { action: 'refresh', backend: 'jwt', status: 200, user_id: expect.any(String) };
    expect(log.info).toContainEqual(expect.objectContaining(line));
    expect(JSON.stringify(log.info)).not.toContain(body.refresh_token);
  });

  test.each(['droppedAfter', 'internalErrorAfter', 'conflict', 'throttled'] as const)(
    'takes a write that is repeated for no reuse: %s',
    async (fault) => {
      runtime.table.fail('UpdateItem', faults[fault]);
      const { statusCode, body } = await refresh({ refresh_token: token });
      expect(runtime.table.operations.filter((each) => each === 'UpdateItem')).toHaveLength(2);
      expect(statusCode).toBe(200);
      expect((await refresh({ refresh_token: body.refresh_token })).statusCode).toBe(200);
    },
  );

  test('asks nothing of the table for a token that it did not sign', async () => {
    const forged = await new SignJWT({ sub: 'ada', sid: 'session', gen: 1, tv: 1 })
      .setProtectedHeader({ alg: 'HS256', typ: 'refresh+jwt', kid: 'version-1' })
      .setAudience('users-api:refresh:jwt')
      .setExpirationTime('1h')
      .sign(Buffer.from('a secret that is not the one of the backend'));
    for (const refresh_token of [forged, '', 'x.y.z']) {
      const { statusCode, headers, body } = await refresh({ refresh_token });
      expect({ statusCode, body }).toEqual({ statusCode: 401, body: { detail: 'UNAUTHORIZED' } });
      expect(headers['www-authenticate']).toBe('Bearer');
    }
    expect(runtime.table.calls).toEqual([]);
  });

  test.each([{}, { refresh_token: null }, { refresh_token: 7 }])(
    'answers 422 to %p',
    async (json) => {
      expect((await refresh(json)).statusCode).toBe(422);
      expect(runtime.table.calls).toEqual([]);
    },
  );
});
