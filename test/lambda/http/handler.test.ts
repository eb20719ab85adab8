import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { assertSameOrigin } from '../../../lambda/http/authentication.ts';
import { publicHandler, signedInHandler } from '../../../lambda/http/handler.ts';
import { userIdOf } from '../../../lambda/http/path.ts';
import { ACTIONS } from '../../../lib/private/actions.ts';
import type { TestRequest } from '../../support/api-event.ts';
import { COOKIE, cookieBackend, jwtBackend } from '../../support/backends.ts';
import { capturedLog } from '../../support/console.ts';
import { Domain, ORIGIN } from '../../support/domain.ts';
import { invoke } from '../../support/invoke.ts';

capturedLog();

const schema = z.object({ name: z.string() });
const run = async () => ({ statusCode: 200 });
const TOO_LARGE = { body: 'x'.repeat(16 * 1024 + 1) };
const NO_TYPE = { body: '{}' };

describe('a handler does not start', () => {
  const { store, sessions, clock } = new Domain();
  const options = { backends: [], store, sessions, clock };

  test.each(ACTIONS.filter(({ caller }) => caller !== 'anyone').map(({ name }) => name))(
    'as public for the action %s, which is not for anyone',
    (name) => {
      expect(() => publicHandler(name, {}, run)).toThrow(`action ${name} is for `);
    },
  );

  test.each(
    ACTIONS.filter(({ caller }) => !['user', 'superuser'].includes(caller)).map(({ name }) => name),
  )('as signed in for the action %s, which is not for users', (name) => {
    expect(() => signedInHandler(name, options, run)).toThrow(`action ${name} is for `);
  });

  test('when it and the table differ on whether callers must be verified', () => {
    const message = 'differ on whether callers must be verified';
    expect(() => signedInHandler('get-me', options, run)).toThrow(message);
  });

  test('for an action that is not in the table', () => {
    expect(() => publicHandler('no-such', {}, run)).toThrow(
      'action no-such is for undefined, its handler for anyone',
    );
  });
});

describe('a public handler', () => {
  const admit = (event: Parameters<typeof assertSameOrigin>[0]) => assertSameOrigin(event, []);
  const handler = publicHandler('login', { body: { schema }, admit }, run);

  test('refuses who is not admitted before it looks at the body', async () => {
    expect((await invoke(handler, { method: 'POST', ...TOO_LARGE })).statusCode).toBe(403);
    const headers = { origin: 'https://api.example.com' };
    const admitted = await invoke(handler, { method: 'POST', ...TOO_LARGE, headers });
    expect(admitted.statusCode).toBe(413);
  });
});

test('a handler that Lambda is about to end asks its caller to come again', async () => {
  const handler = publicHandler('login', {}, () => new Promise(() => {}));
  const answer = await invoke(handler, {}, { getRemainingTimeInMillis: () => 10 });
  expect([answer.statusCode, answer.body.detail]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  expect(answer.headers['retry-after']).toBe('1');
});

describe('a handler for those who are signed in', () => {
  let domain: Domain;
  let jwt: Backend;
  let cookie: Backend;

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    cookie = cookieBackend(domain);
    await domain.user('root@example.com', { is_superuser: true });
    await domain.user('ada@example.com');
  });

  const tokenOf = async (email: string, backend: Backend) =>
    (await backend.strategy.issue(await domain.credential(email), ORIGIN)).credential;
  const bearer = async (email: string): Promise<TestRequest> => ({
    headers: { authorization: `Bearer ${await tokenOf(email, jwt)}` },
  });
  const withCookie = async (headers: Record<string, string> = {}): Promise<TestRequest> => ({
    cookies: [`${COOKIE.name}=${await tokenOf('ada@example.com', cookie)}`],
    headers,
  });
  const options = () => ({
    backends: [jwt, cookie],
    store: domain.store,
    sessions: domain.store,
    clock: domain.clock,
    allowedOrigins: ['https://app.example.org'],
    requireVerification: false,
  });
  const forUser = () => signedInHandler('update-me', { ...options(), body: { schema } }, run);
  const forSuperuser = () =>
    signedInHandler('update-user', { ...options(), body: { schema }, alongside: userIdOf }, run);

  test('gets who is signed in, with whom the path names', async () => {
    const target = await domain.user('bob@example.com');
    const seen: unknown[] = [];
    const handler = signedInHandler(
      'get-user',
      { ...options(), alongside: userIdOf },
      async ({ signedIn }) => {
        seen.push(signedIn.caller.user.email, signedIn.target, signedIn.backend.name);
        return { statusCode: 200 };
      },
    );
    const request = await bearer('root@example.com');
    await invoke(handler, { ...request, pathParameters: { id: target.user.id } });
    expect(seen).toEqual(['root@example.com', target, 'jwt']);
  });

  test('refuses by 401, 403, 413, 415, 422, in this order', async () => {
    const headers = { authorization: 'Bearer a.b.c' };
    const patch = { method: 'PATCH', ...TOO_LARGE };
    expect((await invoke(forSuperuser(), { ...patch, headers })).statusCode).toBe(401);
    const user = await bearer('ada@example.com');
    expect((await invoke(forSuperuser(), { ...patch, ...user })).statusCode).toBe(403);
    const root = await bearer('root@example.com');
    expect((await invoke(forSuperuser(), { ...patch, ...root })).statusCode).toBe(413);
    const untyped = { ...NO_TYPE, ...root, method: 'PATCH' };
    expect((await invoke(forSuperuser(), untyped)).statusCode).toBe(415);
    const typed = { 'content-type': 'application/json', ...root.headers };
    expect((await invoke(forSuperuser(), { ...untyped, headers: typed })).statusCode).toBe(422);
  });

  test('refuses who is not verified where that is required, by 401, 403, 413', async () => {
    await domain.user('done@example.com', { is_verified: true });
    const required = { ...options(), requireVerification: true, body: { schema } };
    const handler = signedInHandler('update-me', required, run);
    const patch = { method: 'PATCH', ...TOO_LARGE };
    expect((await invoke(handler, patch)).statusCode).toBe(401);
    const unverified = await invoke(handler, { ...patch, ...(await bearer('ada@example.com')) });
    expect([unverified.statusCode, unverified.body]).toEqual([403, { detail: 'FORBIDDEN' }]);
    const verified = { ...patch, ...(await bearer('done@example.com')) };
    expect((await invoke(handler, verified)).statusCode).toBe(413);
  });

  test('reads nothing for a request without a credential', async () => {
    domain.forget();
    expect((await invoke(forUser(), { method: 'PATCH' })).statusCode).toBe(401);
    expect(domain.store.calls).toEqual([]);
  });

  describe('by cookie', () => {
    const evil = { 'sec-fetch-site': 'cross-site' };

    test.each<[string, Record<string, string>, number]>([
      ['from its own origin', { 'sec-fetch-site': 'same-origin' }, 415],
      ['from its own origin, by Origin', { origin: 'https://api.example.com' }, 415],
      ['from an allowed origin', { origin: 'https://app.example.org' }, 415],
      ['from another site', evil, 403],
      ['from a sibling', { 'sec-fetch-site': 'same-site' }, 403],
      ['from another origin', { origin: 'https://evil.example' }, 403],
      ['from nowhere', {}, 403],
    ])('answers a change %s', async (_, headers, status) => {
      const request = { method: 'PATCH', ...NO_TYPE, ...(await withCookie(headers)) };
      expect((await invoke(forUser(), request)).statusCode).toBe(status);
    });

    test('answers a request that changes nothing from anywhere', async () => {
      const handler = signedInHandler('get-me', options(), run);
      expect((await invoke(handler, await withCookie(evil))).statusCode).toBe(200);
    });

    test('is 401 before it is 403', async () => {
      const request = { method: 'PATCH', headers: evil, cookies: [`${COOKIE.name}=a.b.c`] };
      expect((await invoke(forUser(), request)).statusCode).toBe(401);
    });
  });

  test('takes a change by bearer token from anywhere, a cookie beside it or not', async () => {
    const { headers } = await bearer('ada@example.com');
    const { cookies } = await withCookie();
    const request = {
      method: 'PATCH',
      ...NO_TYPE,
      headers: { ...headers, 'sec-fetch-site': 'cross-site' },
    };
    expect((await invoke(forUser(), request)).statusCode).toBe(415);
    expect((await invoke(forUser(), { ...request, cookies })).statusCode).toBe(415);
  });
});
