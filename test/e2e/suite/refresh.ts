import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { type Answer, type Client, OTHER_PASSWORD, PASSWORD } from '../support/client.ts';

const REUSE = 'after-refresh-reuse';

interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** Backends are `jwt`, `cookie`, and `strict` with a key pair and no interval of reuse. */
export function refreshCases(client: () => Client): void {
  const send: Client['send'] = (...request) => client().send(...request);
  const me = async (token: string) => (await send('GET', '/me', { token })).status;
  const read = ({ status, text, json }: Answer): Tokens => {
    if (status !== 200) throw new Error(`${status} ${text}`);
    return { access: json.access_token, refresh: json.refresh_token };
  };
  const login = async (username: string, backend = 'jwt', password = PASSWORD) =>
    read(await send('POST', `/login/${backend}`, { form: { username, password } }));
  const refresh = (refresh_token: string, backend = 'jwt') =>
    send('POST', `/refresh/${backend}`, { json: { refresh_token } });
  const signedIn = async (backend = 'jwt') => {
    const user = await client().register();
    return { user, tokens: await login(user.email, backend) };
  };
  /** The events of reuse about a user, once a later event was published. */
  const reuses = async (id: string) => {
    const later = await client().register();
    await client().event('after-register', (user) => user.id === later.id);
    const all = await client().system.events();
    return all.filter((one) => one['detail-type'] === REUSE && one.detail.user.id === id);
  };
  const statuses = (answers: readonly Answer[]) => {
    const counts: Record<number, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };
  const generation = (token: string) => decodeJwt(token).gen;

  describe.each(['jwt', 'strict'])('at %s', (backend) => {
    test('gives the next tokens of a login for its refresh token', async () => {
      const user = await client().register();
      const form = { username: user.email, password: PASSWORD };
      const answer = await send('POST', `/login/${backend}`, { form });
      expect(answer.json).toEqual({
        access_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3600,
        refresh_token: expect.any(String),
        refresh_expires_in: 30 * 24 * 3600,
      });
      const first = read(answer);
      const next = await refresh(first.refresh, backend);
      expect(next.status).toBe(200);
      expect(Object.keys(next.json)).toEqual(Object.keys(answer.json));
      const second = read(next);
      expect(generation(second.refresh)).toBe(2);
      expect(decodeJwt(second.access).sid).toBe(decodeJwt(first.access).sid);
      // Rotation takes nothing from an access token that is out already.
      expect([await me(first.access), await me(second.access)]).toEqual([200, 200]);
      expect(read(await refresh(second.refresh, backend)).refresh).toEqual(expect.any(String));
    });

    test('ends a session whose token is used again after it was replaced', async () => {
      const { user, tokens } = await signedIn(backend);
      const other = await login(user.email, backend);
      const second = read(await refresh(tokens.refresh, backend));
      const third = read(await refresh(second.refresh, backend));
      const replay = await refresh(tokens.refresh, backend);
      expect([replay.status, replay.json]).toEqual([401, { detail: 'UNAUTHORIZED' }]);
      expect(replay.headers.get('www-authenticate')).toBe('Bearer');
      for (const { access } of [tokens, second, third]) expect(await me(access)).toBe(401);
      for (const each of [tokens, second, third]) {
        expect((await refresh(each.refresh, backend)).status).toBe(401);
      }
      const logout = await send('POST', `/logout/${backend}`, { token: third.access });
      expect(logout.status).toBe(401);
      // Another login of the user is not concerned.
      expect(await me(other.access)).toBe(200);
      const [event, ...more] = await reuses(user.id);
      expect(more).toEqual([]);
      expect(event?.detail).toMatchObject({
        backend,
        ip: expect.any(String),
        user_agent: expect.any(String),
        user: { email: user.email },
      });
    });

    test('is over with a logout', async () => {
      const { user, tokens } = await signedIn(backend);
      const { access, refresh: next } = read(await refresh(tokens.refresh, backend));
      expect((await send('POST', `/logout/${backend}`, { token: access })).status).toBe(204);
      for (const each of [tokens.refresh, next]) {
        expect((await refresh(each, backend)).status).toBe(401);
      }
      expect([await me(tokens.access), await me(access)]).toEqual([401, 401]);
      expect(await reuses(user.id)).toEqual([]);
    });
  });

  test('gives the same replacement again, to requests of a moment', async () => {
    const { tokens } = await signedIn();
    const [one, other] = [await refresh(tokens.refresh), await refresh(tokens.refresh)].map(read);
    expect(other?.refresh).toBe(one?.refresh);
    expect(await me(String(other?.access))).toBe(200);
  });

  test.each([
    ['an access token', async (tokens: Tokens) => tokens.access],
    ['a changed token', async (tokens: Tokens) => `${tokens.refresh.slice(0, -4)}AAAA`],
    [
      'another backend’s',
      async (_: Tokens, email: string) => (await login(email, 'strict')).refresh,
    ],
    ['no token at all', async () => ''],
  ])('answers 401 to %s, and the session goes on', async (_, present) => {
    const { user, tokens } = await signedIn();
    const answer = await refresh(await present(tokens, user.email));
    expect([answer.status, answer.json]).toEqual([401, { detail: 'UNAUTHORIZED' }]);
    expect((await refresh(tokens.refresh)).status).toBe(200);
    expect((await send('GET', '/me', { token: tokens.refresh })).status).toBe(401);
  });

  test('answers 422 to a body without one', async () => {
    const answer = await send('POST', '/refresh/jwt', { json: {} });
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toEqual([
      { loc: ['body', 'refresh_token'], msg: 'Field required', type: 'missing' },
    ]);
  });

  test('goes on for the login that changed the password, and for no other', async () => {
    const { user, tokens } = await signedIn();
    const other = await login(user.email);
    const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
    const change = await send('PATCH', '/me', { token: tokens.access, json });
    expect(change.status).toBe(200);
    const next = read(await refresh(tokens.refresh));
    expect([await me(tokens.access), await me(next.access)]).toEqual([200, 200]);
    expect((await refresh(other.refresh)).status).toBe(401);
  });

  test('ends with a reset of the password', async () => {
    const { user, tokens } = await signedIn();
    const json = { token: await client().resetToken(user.email), password: OTHER_PASSWORD };
    expect((await send('POST', '/reset-password', { json })).status).toBe(200);
    expect((await refresh(tokens.refresh)).status).toBe(401);
    expect(await me(tokens.access)).toBe(401);
  });

  test('ends with the user’s deactivation, and with their deletion', async () => {
    const root = await client().superuser();
    const [one, other] = [await signedIn(), await signedIn()];
    const off = { token: root.token, json: { is_active: false } };
    expect((await send('PATCH', `/${one.user.id}`, off)).status).toBe(200);
    expect((await send('DELETE', `/${other.user.id}`, { token: root.token })).status).toBe(204);
    for (const { tokens } of [one, other]) {
      expect((await refresh(tokens.refresh)).status).toBe(401);
      expect(await me(tokens.access)).toBe(401);
    }
  });

  describe('by cookie', () => {
    const origin = () => client().system.origin;
    const cookies = (answer: Answer) =>
      answer.headers.getSetCookie().map((cookie) => {
        const [pair = '', ...attributes] = cookie.split('; ');
        const [name = '', value = ''] = pair.split('=');
        return { name, value, attributes: attributes.join('; ') };
      });
    const loginByCookie = async (username: string) => {
      const form = { username, password: PASSWORD };
      return send('POST', '/login/cookie', { form, headers: { origin: origin() } });
    };
    const byCookie = (value: string, headers: Record<string, string> = { origin: origin() }) =>
      send('POST', '/refresh/cookie', {
        headers: { cookie: `__Secure-users-api-refresh=${value}`, ...headers },
      });

    test('sets a cookie of its own, for that one route', async () => {
      const { email } = await client().register();
      const answer = await loginByCookie(email);
      const path = `${client().system.basePath}/refresh/cookie`;
      const refreshCookie = {
        name: '__Secure-users-api-refresh',
        value: expect.any(String),
        attributes: `Path=${path}; Secure; HttpOnly; SameSite=Lax; Max-Age=2592000`,
      };
      const accessCookie = {
        name: client().system.cookieName,
        value: expect.any(String),
        attributes: 'Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600',
      };
      expect(cookies(answer)).toEqual([accessCookie, refreshCookie]);
      const next = await byCookie(cookies(answer)[1]?.value ?? '');
      expect([next.status, next.text]).toEqual([204, '']);
      expect(cookies(next)).toEqual([
        accessCookie,
        { ...refreshCookie, attributes: expect.stringMatching(/Max-Age=259(2000|19\d\d)$/) },
      ]);
      const cookie = cookies(next)[0]?.value ?? '';
      expect((await send('GET', '/me', { cookie })).json).toMatchObject({ email });
      const logout = await send('POST', '/logout/cookie', { cookie });
      expect(cookies(logout).map(({ value, attributes }) => [value, attributes])).toEqual([
        ['', 'Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0'],
        ['', `Path=${path}; Secure; HttpOnly; SameSite=Lax; Max-Age=0`],
      ]);
      expect((await byCookie(cookies(next)[1]?.value ?? '')).status).toBe(401);
    });

    test('is refused from another origin, which replaces nothing', async () => {
      const { email } = await client().register();
      const [, { value } = { value: '' }] = cookies(await loginByCookie(email));
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, {}] as Record<string, string>[]) {
        const answer = await byCookie(value, headers);
        expect([answer.status, answer.json]).toEqual([403, { detail: 'FORBIDDEN' }]);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      const twice = `${value}; __Secure-users-api-refresh=${value}`;
      expect((await byCookie(twice)).status).toBe(401);
      const body = await send('POST', '/refresh/cookie', {
        json: { refresh_token: value },
        headers: { origin: origin() },
      });
      expect(body.status).toBe(401);
      const [, next] = cookies(await byCookie(value));
      expect(generation(String(next?.value))).toBe(2);
    });
  });

  describe('races:', () => {
    const race = (count: number, token: string, backend = 'jwt') =>
      Promise.all(Array.from({ length: count }, () => refresh(token, backend)));

    test('100 that refresh one token at once get one replacement', async () => {
      const { user, tokens } = await signedIn();
      const answers = await race(100, tokens.refresh);
      expect(statuses(answers)).toEqual({ 200: 100 });
      const children = new Set(answers.map((answer) => read(answer).refresh));
      expect([...children].map(generation)).toEqual([2]);
      const [child = ''] = children;
      expect(generation(read(await refresh(child)).refresh)).toBe(3);
      expect(await reuses(user.id)).toEqual([]);
    }, 60_000);

    test('without an interval of reuse one of 100 wins, and the session is dead', async () => {
      const { user, tokens } = await signedIn('strict');
      const answers = await race(100, tokens.refresh, 'strict');
      expect(statuses(answers)).toEqual({ 200: 1, 401: 99 });
      const winner = answers.find(({ status }) => status === 200);
      if (winner === undefined) throw new Error('nobody won');
      const { access, refresh: child } = read(winner);
      expect((await refresh(child, 'strict')).status).toBe(401);
      expect([await me(access), await me(tokens.access)]).toEqual([401, 401]);
      expect(await reuses(user.id)).toHaveLength(1);
    }, 60_000);

    test('50 replays of a stolen token raise one event', async () => {
      const { user, tokens } = await signedIn();
      const second = read(await refresh(tokens.refresh));
      const third = read(await refresh(second.refresh));
      expect(statuses(await race(50, tokens.refresh))).toEqual({ 401: 50 });
      expect(await me(third.access)).toBe(401);
      expect(await reuses(user.id)).toHaveLength(1);
    }, 60_000);

    test.each<[string, (user: { id: string; email: string }, token: string) => Promise<Answer>]>([
      ['a logout', (_, token) => send('POST', '/logout/jwt', { token })],
      [
        'a reset',
        async ({ email }) =>
          send('POST', '/reset-password', {
            json: { token: await client().resetToken(email), password: OTHER_PASSWORD },
          }),
      ],
      [
        'a deletion',
        async ({ id }) => send('DELETE', `/${id}`, { token: (await client().superuser()).token }),
      ],
    ])(
      'of 20 with %s leave no live token',
      async (_, end) => {
        const { user, tokens } = await signedIn();
        const ending = end(user, tokens.access);
        const answers = await race(20, tokens.refresh);
        expect((await ending).status).toBeLessThan(300);
        const won = answers.filter(({ status }) => status === 200).map(read);
        for (const each of [tokens, ...won.slice(0, 3)]) {
          expect(await me(each.access)).toBe(401);
          expect((await refresh(each.refresh)).status).toBe(401);
        }
        expect(await reuses(user.id)).toEqual([]);
      },
      60_000,
    );
  });
}
