import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { type Answer, seen } from '../support/client.ts';
import { generationOf, RefreshClient, type Tokens, tokensOf } from '../support/refresh-client.ts';
import { runOn, type Start } from '../support/start.ts';
import { renewedCookieCases } from './renewed-cookie.ts';
import { replacedLoginCases } from './replaced-login.ts';

/** Backends are `jwt`, `cookie`, and `strict` with a key pair and no interval of reuse. */
export function refreshCases(start: Start): void {
  let client: RefreshClient;
  runOn(start, (system) => {
    client = new RefreshClient(system);
  });

  describe.each(['jwt', 'strict'])('at %s', (backend) => {
    test('a refresh gives the next tokens of a login for its refresh token', async () => {
      const user = await client.register();
      const form = { username: user.email, password: PASSWORD };
      const answer = await client.send('POST', `/login/${backend}`, { form });
      const { refresh_expires_in: refreshExpiresIn, ...tokens } = answer.json;
      expect(tokens).toEqual({
        access_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3600,
        refresh_token: expect.any(String),
      });
      // Seconds that are left, which a slow answer takes some of.
      expect(Math.abs(30 * 24 * 3600 - 30 - refreshExpiresIn)).toBeLessThanOrEqual(30);
      const first = tokensOf(answer);
      const next = await client.refresh(first.refresh, backend);
      expect(next.status).toBe(200);
      expect(Object.keys(next.json)).toEqual(Object.keys(answer.json));
      const second = tokensOf(next);
      expect(generationOf(second.refresh)).toBe(2);
      const { sid, auth_time } = decodeJwt(first.access);
      expect(auth_time).toEqual(expect.any(Number));
      expect(decodeJwt(second.access)).toMatchObject({ sid, auth_time, amr: ['pwd'] });
      // Rotation takes nothing from an access token that is out already.
      const statuses = {
        first: await client.status(first.access),
        second: await client.status(second.access),
      };
      expect(statuses).toEqual({ first: 200, second: 200 });
      expect(tokensOf(await client.refresh(second.refresh, backend)).refresh).toEqual(
        expect.any(String),
      );
    });

    test('a refresh with a token that was replaced before ends the session', async () => {
      const { user, tokens } = await client.newLogin(backend);
      const other = await client.loginTokens(user.email, backend);
      const second = tokensOf(await client.refresh(tokens.refresh, backend));
      const third = tokensOf(await client.refresh(second.refresh, backend));
      const replay = await client.refresh(tokens.refresh, backend);
      expect(seen(replay)).toEqual({ status: 401, json: { detail: 'UNAUTHORIZED' } });
      expect(replay.headers.get('www-authenticate')).toBe('Bearer');
      for (const { access } of [tokens, second, third])
        expect(await client.status(access)).toBe(401);
      for (const each of [tokens, second, third]) {
        expect((await client.refresh(each.refresh, backend)).status).toBe(401);
      }
      const logout = await client.send('POST', `/logout/${backend}`, { token: third.access });
      expect(logout.status).toBe(401);
      // Another login of the user is not concerned.
      expect(await client.status(other.access)).toBe(200);
      const [event, ...more] = await client.reuses(user.id);
      expect(more).toEqual([]);
      expect(event?.detail).toMatchObject({
        backend,
        ip: expect.any(String),
        user_agent: expect.any(String),
        user: { email: user.email },
      });
    });

    test('a logout ends the refresh tokens of its login', async () => {
      const { user, tokens } = await client.newLogin(backend);
      const { access, refresh: next } = tokensOf(await client.refresh(tokens.refresh, backend));
      expect((await client.send('POST', `/logout/${backend}`, { token: access })).status).toBe(204);
      for (const each of [tokens.refresh, next]) {
        expect((await client.refresh(each, backend)).status).toBe(401);
      }
      for (const each of [tokens.access, access]) expect(await client.status(each)).toBe(401);
      expect(await client.reuses(user.id)).toEqual([]);
    });
  });

  test('a refresh gives the same replacement again to requests of the same moment', async () => {
    const { tokens } = await client.newLogin();
    const [one, other] = [
      await client.refresh(tokens.refresh),
      await client.refresh(tokens.refresh),
    ].map(tokensOf);
    expect(other?.refresh).toBe(one?.refresh);
    expect(await client.status(String(other?.access))).toBe(200);
  });

  test.each([
    ['an access token', async (tokens: Tokens) => tokens.access],
    ['a changed token', async (tokens: Tokens) => `${tokens.refresh.slice(0, -4)}AAAA`],
    [
      'another backend’s',
      async (_: Tokens, email: string) => (await client.loginTokens(email, 'strict')).refresh,
    ],
    ['no token at all', async () => ''],
  ])('a refresh answers 401 to %s, and the session goes on', async (_, present) => {
    const { user, tokens } = await client.newLogin();
    const answer = await client.refresh(await present(tokens, user.email));
    expect(seen(answer)).toEqual({ status: 401, json: { detail: 'UNAUTHORIZED' } });
    expect((await client.refresh(tokens.refresh)).status).toBe(200);
    expect((await client.send('GET', '/me', { token: tokens.refresh })).status).toBe(401);
  });

  test('a refresh answers 422 to a body without a token', async () => {
    const answer = await client.send('POST', '/refresh/jwt', { json: {} });
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toEqual([
      { loc: ['body', 'refresh_token'], msg: 'Field required', type: 'missing' },
    ]);
  });

  test('a refresh goes on for the login that changed the password, and for no other', async () => {
    const { user, tokens } = await client.newLogin();
    const other = await client.loginTokens(user.email);
    const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
    const change = await client.send('PATCH', '/me', { token: tokens.access, json });
    expect(change.status).toBe(200);
    const next = tokensOf(await client.refresh(tokens.refresh));
    for (const each of [tokens, next]) expect(await client.status(each.access)).toBe(200);
    expect((await client.refresh(other.refresh)).status).toBe(401);
  });

  test('a reset of the password ends refresh tokens', async () => {
    const { user, tokens } = await client.newLogin();
    const json = { token: await client.resetToken(user.email), password: OTHER_PASSWORD };
    expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
    expect((await client.refresh(tokens.refresh)).status).toBe(401);
    expect(await client.status(tokens.access)).toBe(401);
  });

  test('a deactivation or a deletion of the user ends refresh tokens', async () => {
    const root = await client.superuser();
    const [one, other] = [await client.newLogin(), await client.newLogin()];
    const off = { token: root.token, json: { is_active: false } };
    expect((await client.send('PATCH', `/${one.user.id}`, off)).status).toBe(200);
    expect((await client.send('DELETE', `/${other.user.id}`, { token: root.token })).status).toBe(
      204,
    );
    for (const { tokens } of [one, other]) {
      expect((await client.refresh(tokens.refresh)).status).toBe(401);
      expect(await client.status(tokens.access)).toBe(401);
    }
  });

  describe('several logins in one browser', () => replacedLoginCases(start, 'cookie'));
  describe('a new password', () => renewedCookieCases(start, 'cookie'));

  describe('by cookie', () => {
    const origin = () => client.system.origin;
    const cookies = (answer: Answer) =>
      answer.headers.getSetCookie().map((cookie) => {
        const [pair = '', ...attributes] = cookie.split('; ');
        const [name = '', value = ''] = pair.split('=');
        return { name, value, attributes: attributes.join('; ') };
      });
    const loginByCookie = async (username: string) => {
      const form = { username, password: PASSWORD };
      return client.send('POST', '/login/cookie', { form, headers: { origin: origin() } });
    };
    const byCookie = (value: string, headers: Record<string, string> = { origin: origin() }) =>
      client.send('POST', '/refresh/cookie', {
        headers: { cookie: `__Host-users-api-refresh=${value}`, ...headers },
      });

    test('a cookie backend hands out both tokens in cookies that no sibling domain can set', async () => {
      const { email } = await client.register();
      const answer = await loginByCookie(email);
      const refreshCookie = {
        name: '__Host-users-api-refresh',
        value: expect.any(String),
        // Seconds that are left, which a slow answer takes some of.
        attributes: expect.stringMatching(
          /^Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=(2592000|25919\d\d)$/,
        ),
      };
      const accessCookie = {
        name: client.system.cookieName,
        value: expect.any(String),
        attributes: 'Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600',
      };
      expect(cookies(answer)).toEqual([accessCookie, refreshCookie]);
      const next = await byCookie(cookies(answer)[1]?.value ?? '');
      expect(next).toMatchObject({ status: 204, text: '' });
      expect(cookies(next)).toEqual([
        accessCookie,
        { ...refreshCookie, attributes: expect.stringMatching(/Max-Age=259(2000|19\d\d)$/) },
      ]);
      const cookie = cookies(next)[0]?.value ?? '';
      expect((await client.send('GET', '/me', { cookie })).json).toMatchObject({ email });
      const logout = await client.send('POST', '/logout/cookie', { cookie });
      expect(cookies(logout).map(({ value, attributes }) => [value, attributes])).toEqual([
        ['', 'Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0'],
        ['', 'Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0'],
      ]);
      expect((await byCookie(cookies(next)[1]?.value ?? '')).status).toBe(401);
    });

    test('a login ends the login of the refresh cookie alone, once the access cookie is gone', async () => {
      const { email } = await client.register();
      const [access, refresh] = cookies(await loginByCookie(email));
      const answer = await client.send('POST', '/login/cookie', {
        form: { username: email, password: PASSWORD },
        headers: { origin: origin(), cookie: `${refresh?.name}=${refresh?.value}` },
      });
      expect(answer.status).toBe(204);
      const me = await client.send('GET', '/me', { cookie: access?.value ?? '' });
      const before = await byCookie(refresh?.value ?? '');
      const after = await byCookie(cookies(answer)[1]?.value ?? '');
      expect({ me: me.status, before: before.status, after: after.status }).toEqual({
        me: 401,
        before: 401,
        after: 204,
      });
    });

    test('a refresh cookie that a sibling domain planted signs nobody in', async () => {
      const { email } = await client.register();
      const [, { value } = { value: '' }] = cookies(await loginByCookie(email));
      const planted = `__Secure-users-api-refresh=${value}`;
      const headers = { 'sec-fetch-site': 'same-origin', cookie: planted };
      const answer = await client.send('POST', '/refresh/cookie', { headers });
      expect(seen(answer)).toEqual({ status: 401, json: { detail: 'UNAUTHORIZED' } });
      expect(answer.headers.getSetCookie()).toEqual([]);
      // Nor does one stand in the way of the browser's own.
      const both = { ...headers, cookie: `${planted}; __Host-users-api-refresh=${value}` };
      expect((await client.send('POST', '/refresh/cookie', { headers: both })).status).toBe(204);
    });

    test('a refresh by cookie is refused from another origin, and replaces nothing', async () => {
      const { email } = await client.register();
      const [, { value } = { value: '' }] = cookies(await loginByCookie(email));
      for (const headers of [{ 'sec-fetch-site': 'cross-site' }, {}] as Record<string, string>[]) {
        const answer = await byCookie(value, headers);
        expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      const twice = `${value}; __Host-users-api-refresh=${value}`;
      expect((await byCookie(twice)).status).toBe(401);
      const body = await client.send('POST', '/refresh/cookie', {
        json: { refresh_token: value },
        headers: { origin: origin() },
      });
      expect(body.status).toBe(401);
      const [, next] = cookies(await byCookie(value));
      expect(generationOf(String(next?.value))).toBe(2);
    });
  });
}
