import { describe, expect, test } from '@jest/globals';
import { ValidationError } from '../../../lambda/http/errors.ts';
import { stack } from '../../../lambda/http/stack.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { HookRefusal } from '../../../lambda/users/model/hooks.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const PAGE = 'https://app.example.com/sign-in?lang=en';
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const log = capturedLog();

const refusing = (error: unknown, page: string | undefined = PAGE) =>
  stack('oauth-callback', { challenge: 'Bearer', errorPage: () => page }, async (event) => {
    event.clearing = ['attempt=; Max-Age=0'];
    throw error;
  });
const REFUSED = new UsersError('OAUTH_REFUSED', { reason: 'access_denied' });

describe('a browser that is refused', () => {
  test.each([
    ['a refusal with a reason', REFUSED, 'OAUTH_REFUSED'],
    ['a refusal without one', new UsersError('OAUTH_INVALID_STATE'), 'OAUTH_INVALID_STATE'],
    ['a credential that has ended', new UsersError('UNAUTHORIZED'), 'UNAUTHORIZED'],
    ['a provider out of service', new UsersError('SERVICE_UNAVAILABLE'), 'SERVICE_UNAVAILABLE'],
    ['a hook of the operator', new HookRefusal('SUSPENDED', 'ask us'), 'SUSPENDED'],
    ['a query that is malformed', new ValidationError([]), 'VALIDATION_ERROR'],
    ['a mistake of ours', new Error('boom'), 'INTERNAL_ERROR'],
  ])('is sent to the page with the code, by %s', async (_, error, code) => {
    const answer = await invoke(refusing(error), { headers: HTML });
    expect(answer).toMatchObject({
      statusCode: 303,
      body: undefined,
      cookies: ['attempt=; Max-Age=0'],
    });
    expect(answer.headers).toMatchObject({
      location: `${PAGE}&error=${code}`,
      'cache-control': 'no-store',
      'x-request-id': expect.any(String),
    });
    for (const name of ['content-type', 'retry-after', 'www-authenticate']) {
      expect(answer.headers).not.toHaveProperty(name);
    }
  });

  test('is in the log with what it was refused by', async () => {
    await invoke(refusing(REFUSED), { headers: HTML });
    expect(log.info.at(-1)).toMatchObject({ status: 400, code: 'OAUTH_REFUSED' });
  });

  test('gets JSON where there is no such page', async () => {
    const handler = stack('oauth-callback', { errorPage: () => undefined }, async () => {
      throw REFUSED;
    });
    expect((await invoke(handler, { headers: HTML })).statusCode).toBe(400);
  });
});

test('a script that is refused gets JSON', async () => {
  for (const accept of ['', '*/*', 'application/json']) {
    expect(await invoke(refusing(REFUSED), { headers: { accept } })).toMatchObject({
      statusCode: 400,
      body: { detail: { code: 'OAUTH_REFUSED', reason: 'access_denied' } },
    });
  }
});

test('a browser that is let in stays where it is', async () => {
  const handler = stack('oauth-callback', { errorPage: () => PAGE }, async () => ({
    statusCode: 204,
  }));
  expect((await invoke(handler, { headers: HTML })).statusCode).toBe(204);
});
