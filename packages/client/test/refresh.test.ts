import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { bearer, cookie, createUsersClient, type UsersClient } from '../src/index.ts';
import { Api, EMAIL, json, PASSWORD, refused, URL_OF_API } from './support/api.ts';

const CREDENTIALS = { email: EMAIL, password: PASSWORD };
const SIGNED_IN = { data: { email: EMAIL } };

/** Lets time pass for tokens, and for nothing else. */
function clock() {
  const start = Date.now();
  let passed = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => start + passed);
  return {
    pass(seconds: number) {
      passed += seconds * 1000;
    },
  };
}

describe('a client with refresh tokens', () => {
  let api: Api;
  let users: UsersClient;
  let time: ReturnType<typeof clock>;
  beforeEach(async () => {
    time = clock();
    api = new Api({ lifetime: 600 });
    users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch });
    await users.login(CREDENTIALS);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test.each([
    ['not before its last tenth', 539, 0],
    ['in its last tenth', 541, 1],
    ['when it has ended', 601, 1],
  ])('refreshes a token of ten minutes %s', async (_, seconds, refreshes) => {
    time.pass(seconds);
    expect(await users.me()).toEqual(SIGNED_IN);
    expect(api.count('/refresh/jwt')).toBe(refreshes);
    expect(api.count('/me')).toBe(1);
  });

  test('refreshes once for all requests that meet the end of a token', async () => {
    time.pass(600);
    const all = await Promise.all(Array.from({ length: 10 }, () => users.me()));
    expect(all).toEqual(all.map(() => SIGNED_IN));
    expect(api.count('/refresh/jwt')).toBe(1);
  });

  test('refreshes, and asks again, when a token is refused before its time', async () => {
    api.override = ({ path }) =>
      path === '/me' && api.count('/me') === 1 ? refused(401, 'UNAUTHORIZED') : undefined;
    expect(await users.me()).toEqual(SIGNED_IN);
    expect({ me: api.count('/me'), refresh: api.count('/refresh/jwt') }).toEqual({
      me: 2,
      refresh: 1,
    });
  });

  test('refreshes once for a request that is refused whatever it carries', async () => {
    api.override = ({ path }) => (path === '/me' ? refused(401, 'UNAUTHORIZED') : undefined);
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(api.count('/refresh/jwt')).toBe(1);
  });

  test.each([
    ['401 UNAUTHORIZED', () => refused(401, 'UNAUTHORIZED')],
    ['403 FORBIDDEN, of a user who has to verify the address', () => refused(403, 'FORBIDDEN')],
    ['what a hook refuses with', () => refused(400, { code: 'not-now', reason: 'At night.' })],
  ])('is signed out when the API answers a refresh with %s', async (_, answer) => {
    const changes: string[] = [];
    users.subscribe((change) => changes.push(change));
    api.override = ({ path }) => (path === '/refresh/jwt' ? answer() : undefined);
    time.pass(600);
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect({ changes, refreshes: api.count('/refresh/jwt') }).toEqual({
      changes: ['signed-out'],
      refreshes: 1,
    });
  });

  const page = (status: number) => new Response('<html>Blocked</html>', { status });

  test.each([
    ['a page with 400', () => page(400)],
    ['a page with 401', () => page(401)],
    ['a page with 403', () => page(403)],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/portal' } })],
    ['403 of API Gateway', () => json(403, { message: 'Forbidden' })],
    ['401 of another server', () => refused(401, 'Not authenticated')],
    ['404 of API Gateway', () => json(404, { message: 'Not Found' })],
    ['404 with a code', () => refused(404, 'NOT_FOUND')],
    ['422 with problems', () => refused(422, [{ loc: ['body'], msg: 'wrong', type: 'type' }])],
    ['413 of API Gateway', () => json(413, { message: 'Too large' }), 'CONTENT_TOO_LARGE'],
    ['429 of API Gateway', () => json(429, { message: 'Too many' }), 'TOO_MANY_REQUESTS'],
    ['something else with 200', () => json(200, { access_token: 1 })],
  ])(
    'stays signed in when a refresh is answered by %s',
    async (_, answer, code = 'UNEXPECTED_RESPONSE') => {
      const changes: string[] = [];
      users.subscribe((change) => changes.push(change));
      api.override = ({ path }) => (path === '/refresh/jwt' ? answer() : undefined);
      time.pass(600);
      expect(await users.me()).toMatchObject({ error: { code } });
      api.override = () => undefined;
      expect(await users.me()).toEqual(SIGNED_IN);
      expect(changes).toEqual([]);
    },
  );

  test('stays signed in when something in between answers a call with 401', async () => {
    api.override = ({ path }) => (path === '/me' ? page(401) : undefined);
    expect(await users.me()).toMatchObject({ error: { code: 'UNEXPECTED_RESPONSE', status: 401 } });
    api.override = () => undefined;
    expect(await users.me()).toEqual(SIGNED_IN);
    expect(api.count('/refresh/jwt')).toBe(0);
  });

  test('tries a refresh again at once whose answer was lost', async () => {
    api.override = ({ path }) => {
      if (path === '/refresh/jwt' && api.count(path) === 1) throw new TypeError('Failed to fetch');
      return undefined;
    };
    time.pass(600);
    expect(await users.me()).toEqual(SIGNED_IN);
    expect(api.count('/refresh/jwt')).toBe(2);
  });

  test('stays signed in, and says so, while no refresh gets through', async () => {
    let isDown = true;
    api.override = ({ path }) =>
      path === '/refresh/jwt' && isDown ? refused(503, 'SERVICE_UNAVAILABLE') : undefined;
    time.pass(600);
    expect(await users.me()).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE' } });
    isDown = false;
    expect(await users.me()).toEqual(SIGNED_IN);
  });

  test('uses a token to its end while no refresh gets through', async () => {
    api.override = ({ path }) =>
      path === '/refresh/jwt' ? refused(503, 'SERVICE_UNAVAILABLE') : undefined;
    time.pass(590);
    expect(await users.me()).toEqual(SIGNED_IN);
  });

  test('logs out with a fresh token, so that the refresh token ends with it', async () => {
    time.pass(601);
    expect(await users.logout()).toEqual({ data: undefined });
    expect(api.seen.map(({ path }) => path)).toEqual(['/login/jwt', '/refresh/jwt', '/logout/jwt']);
  });

  test('is not signed in again by a refresh that ends after a logout', async () => {
    time.pass(600);
    const [me, out] = await Promise.all([users.me(), users.logout()]);
    expect({ me, out }).toEqual({ me: expect.anything(), out: { data: undefined } });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(await users.accessToken()).toBeUndefined();
  });

  test('gives the token in force to what is no fetch', async () => {
    const first = await users.accessToken();
    time.pass(600);
    const second = await users.accessToken();
    expect(first).toMatch(/^0\./);
    expect(second).toMatch(/^0\./);
    expect(second).not.toBe(first);
  });
});

describe('tokens in a storage', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function storage() {
    const items = new Map<string, string>();
    return {
      items,
      getItem: async (key: string) => items.get(key),
      setItem: async (key: string, value: string) => void items.set(key, value),
    };
  }

  test('are there for the next client, until a logout', async () => {
    const api = new Api();
    const own = storage();
    const options = { url: URL_OF_API, backend: bearer({ storage: own }), fetch: api.fetch };
    await createUsersClient(options).login(CREDENTIALS);
    const next = createUsersClient(options);
    expect(await next.me()).toEqual(SIGNED_IN);
    expect([...own.items.keys()]).toEqual([`users-api:${URL_OF_API}:jwt`]);
    await next.logout();
    expect([...own.items.values()].join()).not.toContain('token');
    expect(await createUsersClient(options).me()).toMatchObject({
      error: { code: 'UNAUTHORIZED' },
    });
  });

  test('are replaced there before anything is sent with the new one', async () => {
    const time = clock();
    const api = new Api();
    const own = storage();
    const users = createUsersClient({
      url: URL_OF_API,
      backend: bearer({ storage: own }),
      fetch: api.fetch,
    });
    await users.login(CREDENTIALS);
    let stored = '';
    api.override = ({ path }) => {
      if (path === '/me') stored = [...own.items.values()].join();
      return undefined;
    };
    time.pass(600);
    await users.me();
    expect(JSON.parse(stored)).toMatchObject({ credential: { refresh_token: '0.1' } });
  });

  test('that are something else count as none', async () => {
    const own = storage();
    own.items.set(`users-api:${URL_OF_API}:jwt`, 'no JSON');
    const { fetch } = new Api();
    const users = createUsersClient({ url: URL_OF_API, backend: bearer({ storage: own }), fetch });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
  });
});

describe('a client by cookie with refresh', () => {
  let isOver: boolean;
  let isKnown: boolean;
  let asked: string[];
  const fetch: typeof globalThis.fetch = async (input) => {
    const path = String(input).replace(URL_OF_API, '');
    asked.push(path);
    if (path === '/refresh/cookie') {
      isOver = !isKnown;
      return isKnown ? new Response(null, { status: 204 }) : refused(401, 'UNAUTHORIZED');
    }
    if (path === '/login/cookie') return new Response(null, { status: 204 });
    return isOver ? refused(401, 'UNAUTHORIZED') : json(200, { email: EMAIL });
  };
  beforeEach(() => {
    isOver = true;
    isKnown = true;
    asked = [];
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('refreshes when the cookie of an earlier page has ended', async () => {
    const users = createUsersClient({ url: URL_OF_API, backend: cookie({ refresh: true }), fetch });
    expect(await users.me()).toEqual(SIGNED_IN);
    expect(asked).toEqual(['/me', '/refresh/cookie', '/me']);
  });

  test('asks for a refresh only once while nobody is signed in', async () => {
    isKnown = false;
    const users = createUsersClient({ url: URL_OF_API, backend: cookie({ refresh: true }), fetch });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(asked).toEqual(['/me', '/refresh/cookie', '/me']);
  });

  test('refreshes before the end of a cookie whose lifetime it was told', async () => {
    const time = clock();
    isOver = false;
    const backend = cookie({ refresh: true, lifetime: 600 });
    const users = createUsersClient({ url: URL_OF_API, backend, fetch });
    await users.login(CREDENTIALS);
    time.pass(541);
    expect(await users.me()).toEqual(SIGNED_IN);
    expect(asked).toEqual(['/login/cookie', '/refresh/cookie', '/me']);
  });

  test('asks for no refresh where the backend has none', async () => {
    const users = createUsersClient({ url: URL_OF_API, backend: cookie(), fetch });
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect(asked).toEqual(['/me']);
  });
});
