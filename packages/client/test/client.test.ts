import { beforeEach, describe, expect, test } from '@jest/globals';
import { ACTIONS, type Concern, concernOf } from '../../../lib/contract/index.ts';
import { bearer, begunLogin, cookie, createUsersClient, type UsersClient } from '../src/index.ts';
import { Api, EMAIL, json, PASSWORD, refused, URL_OF_API } from './support/api.ts';

/** Their routes have documents for programs, or pages. */
const FOR_PROGRAMS: readonly Concern[] = ['keys', 'documentation'];

const CREDENTIALS = { email: EMAIL, password: PASSWORD };

describe('a client', () => {
  let api: Api;
  let users: UsersClient;
  beforeEach(() => {
    api = new Api();
    users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch });
  });

  const answering = (response: () => Response) => {
    api.override = response;
  };

  test('asks for nothing as a user while nobody is signed in', async () => {
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED', status: 401 } });
    expect(api.seen).toEqual([]);
  });

  test('signs in by a form, and sends the token with what follows, but no cookies', async () => {
    expect(await users.login(CREDENTIALS)).toEqual({ data: undefined });
    expect(await users.me()).toEqual({ data: { email: EMAIL } });
    expect(api.seen).toMatchObject([
      { path: '/login/jwt', contentType: expect.stringContaining('x-www-form-urlencoded') },
      { path: '/me', authorization: expect.stringMatching(/^Bearer 0\./), credentials: 'omit' },
    ]);
  });

  test('sends cookies, and no header of its own, at a backend with a cookie', async () => {
    answering(() => new Response(null, { status: 204 }));
    users = createUsersClient({ url: URL_OF_API, backend: cookie(), fetch: api.fetch });
    await users.login(CREDENTIALS);
    await users.me();
    expect(api.seen).toMatchObject([
      { path: '/login/cookie', authorization: undefined, credentials: 'include' },
      { path: '/me', authorization: undefined, credentials: 'include' },
    ]);
  });

  test('tells a wrong password by its code', async () => {
    const { data, error } = await users.login({ email: EMAIL, password: 'wrong' });
    expect({ data, code: error?.code, status: error?.status }).toEqual({
      data: undefined,
      code: 'LOGIN_BAD_CREDENTIALS',
      status: 400,
    });
    expect(error).toBeInstanceOf(Error);
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
  });

  test('tells of a missing second factor what it takes to go on', async () => {
    const detail = {
      code: 'LOGIN_MFA_REQUIRED',
      mfa_token: 'token',
      methods: ['totp', 'recovery_code'],
      expires_at: '2026-01-01T00:05:00.000Z',
    };
    answering(() => refused(400, detail));
    const { error } = await users.login(CREDENTIALS);
    expect(error).toMatchObject(detail);
    if (error?.code !== 'LOGIN_MFA_REQUIRED') throw new Error('it is told apart by its code');
    const methods: readonly string[] = error.methods;
    expect(methods).toEqual(detail.methods);
  });

  test('goes on with a login that needs a second factor, as another login does', async () => {
    const changes: string[] = [];
    users.subscribe((change) => changes.push(change));
    answering(() => json(200, { access_token: 'token', expires_in: 600 }));
    expect(await users.finishLogin({ mfa_token: 'begun', code: '123456' })).toEqual({
      data: undefined,
    });
    await users.me();
    expect(api.seen).toMatchObject([
      { method: 'POST', path: '/login/jwt/mfa', authorization: undefined },
      { path: '/me', authorization: 'Bearer token' },
    ]);
    expect(changes).toEqual(['signed-in']);
  });

  test('finds the login that a browser brings from a provider', () => {
    const expires_at = '2026-01-01T00:05:00.000Z';
    const sent = { mfa_token: 'a.b.c', methods: 'totp,passkey', expires_at };
    const hash = `#${new URLSearchParams(sent)}`;
    expect({ page: begunLogin(hash), another: begunLogin('#top'), none: begunLogin('') }).toEqual({
      page: {
        mfa_token: 'a.b.c',
        methods: ['totp', 'passkey'],
        expires_at,
      },
      another: undefined,
      none: undefined,
    });
  });

  test.each([
    [
      'the reason of a refused password',
      () => refused(400, { code: 'REGISTER_INVALID_PASSWORD', reason: 'It is too common.' }),
      { code: 'REGISTER_INVALID_PASSWORD', reason: 'It is too common.', status: 400 },
    ],
    [
      'every problem of a body',
      () => refused(422, [{ loc: ['body', 'email'], msg: 'no address', type: 'email' }]),
      {
        code: 'VALIDATION_ERROR',
        status: 422,
        problems: [{ loc: ['body', 'email'], msg: 'no address', type: 'email' }],
      },
    ],
    [
      'when to ask again',
      () => refused(429, 'TOO_MANY_REQUESTS', { 'retry-after': '30' }),
      { code: 'TOO_MANY_REQUESTS', status: 429, retryAfter: 30 },
    ],
    [
      'a throttled stage, which API Gateway words itself',
      () => json(429, { message: 'Too Many Requests' }),
      { code: 'TOO_MANY_REQUESTS', status: 429 },
    ],
    [
      'what an operator finds the request by',
      () => refused(500, 'INTERNAL_ERROR', { 'x-request-id': 'abc' }),
      { code: 'INTERNAL_ERROR', status: 500, requestId: 'abc' },
    ],
    [
      'a route that is none',
      () => json(404, { message: 'Not Found' }),
      { code: 'UNEXPECTED_RESPONSE', status: 404 },
    ],
    [
      'a page in place of the API',
      () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
      { code: 'UNEXPECTED_RESPONSE', status: 200 },
    ],
  ])('tells %s', async (_, response, expected) => {
    answering(response);
    const { data, error } = await users.register(CREDENTIALS);
    expect(data).toBeUndefined();
    expect({ ...error }).toEqual({ name: 'UsersError', ...expected });
  });

  test('tells that there was no answer, and why', async () => {
    const cause = new TypeError('Failed to fetch');
    answering(() => {
      throw cause;
    });
    expect((await users.register(CREDENTIALS)).error).toMatchObject({
      code: 'NETWORK_ERROR',
      cause,
    });
  });

  test('waits for an answer no longer than it was told', async () => {
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch, timeout: 1 });
    expect((await users.register(CREDENTIALS)).error).toMatchObject({
      code: 'NETWORK_ERROR',
      cause: { name: 'AbortError' },
    });
  });

  test('is signed out when it says so, also where the API has ended the login before', async () => {
    const changes: string[] = [];
    users.subscribe((change) => changes.push(change));
    await users.login(CREDENTIALS);
    api.endAll();
    expect(await users.logout()).toEqual({ data: undefined });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(changes).toEqual(['signed-in', 'signed-out']);
  });

  test('forgets its tokens at a logout without a network, and says that the API has heard nothing', async () => {
    await users.login(CREDENTIALS);
    answering(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await users.logout()).toMatchObject({ error: { code: 'NETWORK_ERROR' } });
    expect(await users.accessToken()).toBeUndefined();
  });

  test('is signed out when the API refuses what it sends, and tells listeners once', async () => {
    api = new Api({ refresh: false });
    users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch });
    await users.login(CREDENTIALS);
    const changes: string[] = [];
    const unsubscribe = users.subscribe((change) => changes.push(change));
    users.subscribe(() => void users.me());
    api.endAll();
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect({ changes, asked: api.count('/me') }).toEqual({ changes: ['signed-out'], asked: 1 });
    unsubscribe();
    await users.login(CREDENTIALS);
    expect(changes).toEqual(['signed-out']);
  });

  test('has a method for every route but those of superusers', async () => {
    answering(() => json(200, { access_token: 'token', expires_in: 600, refresh_token: 'next' }));
    await users.register(CREDENTIALS);
    await users.login(CREDENTIALS);
    await users.me();
    await users.updateMe({});
    await users.exportMe();
    await users.sessions();
    await users.endSession('id');
    await users.endOtherSessions();
    await users.accounts();
    await users.unlinkAccount({ client: 'acme', subject: 'a' });
    await users.associate('acme');
    await users.finishAssociation('acme', '?code=a&state=b');
    await users.forgotPassword({ email: EMAIL });
    await users.resetPassword({ token: 'token', password: PASSWORD });
    await users.requestVerification({ email: EMAIL });
    await users.verify({ token: 'token' });
    await users.confirmEmailChange({ token: 'token' });
    await users.passkeys();
    await users.beginPasskey();
    await users.addPasskey({ challenge_token: 'a', credential: {} as never });
    await users.renamePasskey('id', { name: 'Phone' });
    await users.removePasskey('id');
    await users.factors();
    await users.enrolTotp();
    await users.confirmTotp({ code: '123456' });
    await users.removeTotp({ code: '123456' });
    await users.newRecoveryCodes({ recovery_code: 'a' });
    await users.finishOAuth('acme', 'code=a&state=b');
    await users.reauthenticate({ password: PASSWORD });
    await users.deleteMe();
    await users.finishLogin({ mfa_token: 'token', code: '123456' });
    await users.beginPasskeyLogin();
    await users.loginByPasskey({ challenge_token: 'a', credential: {} as never });
    await users.requestCode({ email: EMAIL });
    await users.loginByCode({ attempt_token: 'a', code: '12345678' });
    await users.logout();
    const asked = new Set(
      api.seen.map(({ method, path }) =>
        [method, path.replace(/\?.*/, '').replace(/\/(jwt|acme|id)(?=\/|$)/, '/{}')].join(' '),
      ),
    );
    const named = ACTIONS.filter(
      (action) =>
        ['anyone', 'user', 'credential'].includes(action.caller) &&
        !action.published &&
        !FOR_PROGRAMS.includes(concernOf(action)),
    )
      .flatMap(({ route }) => (route ? [route] : []))
      .map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/, '{}')}`)
      .map((route) => route.replace('/{}/{subject}', '/{}/a'));
    const [url] = [users.oauthUrl('acme').replace(URL_OF_API, 'GET ').replace('acme', '{}')];
    expect(new Set([...asked, url, 'POST /refresh/{}'])).toEqual(new Set(named));
  });

  test('encodes what API Gateway would take apart twice', async () => {
    await users.login(CREDENTIALS);
    await users.unlinkAccount({ client: 'acme', subject: 'a/b' });
    await users.unlinkAccount({ client: 'acme', subject: 'a b' });
    expect(api.seen.slice(1).map(({ path }) => path)).toEqual([
      '/me/accounts/acme/a%252Fb',
      '/me/accounts/acme/a%20b',
    ]);
  });
});
