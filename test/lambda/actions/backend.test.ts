import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { issuingAction } from '../../../lambda/actions/backend.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { takes } from '../../../lambda/http/takes.ts';
import { login } from '../../../lib/contract/login.ts';
import { Domain } from '../../support/domain/domain.ts';
import { cookieBackend, jwtBackend } from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { defaults } from '../../support/runtime/settings.ts';

const log = capturedLog();
const domain = new Domain();
const [jwt, cookie] = [jwtBackend(domain), cookieBackend(domain)];
const rt = runtime({
  ...defaults(),
  TABLE_NAME: 'users',
  ALLOWED_ORIGINS: '["https://app.example.org"]',
});
const schema = z.object({ name: z.string() });
const TOO_LARGE = { method: 'POST', body: 'x'.repeat(16 * 1024 + 1) };
const OWN_ORIGIN = { origin: 'https://api.example.com' };

describe('the handler of a route that hands out credentials', () => {
  const issuing = (backend: Backend) =>
    issuingAction(rt, login, { backend, body: takes(schema) }, async () => ({
      kind: 'issued',
      userId: 'id of ada',
      credential: 'token',
      lifetime: 60,
    }));

  test('refuses a request of another site before it looks at the body, where it has a cookie', async () => {
    const statusOf = async (backend: Backend, headers: Record<string, string>) =>
      (await invoke(issuing(backend), { ...TOO_LARGE, headers })).statusCode;
    expect({
      nowhere: await statusOf(cookie, {}),
      own: await statusOf(cookie, OWN_ORIGIN),
      allowed: await statusOf(cookie, { origin: 'https://app.example.org' }),
      other: await statusOf(cookie, { origin: 'https://evil.example' }),
      bearer: await statusOf(jwt, { origin: 'https://evil.example' }),
    }).toEqual({ nowhere: 403, own: 413, allowed: 413, other: 403, bearer: 413 });
  });

  test('answers as the transport does, and logs the user of the credential', async () => {
    const request = { method: 'POST', path: '/users/login/jwt', json: { name: 'x' } };
    const { statusCode, body } = await invoke(issuing(jwt), request);
    expect({ statusCode, body }).toEqual({
      statusCode: 200,
      body: { access_token: 'token', token_type: 'bearer', expires_in: 60 },
    });
    expect(log.info).toEqual([
      expect.objectContaining({ action: 'login', backend: 'jwt', user_id: 'id of ada' }),
    ]);
  });
});
