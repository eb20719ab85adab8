import { describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Of the app of the refresh cases: each backend, by how a request carries its access token. */
const BACKENDS = ['jwt', 'cookie', 'strict'] as const;
/** `maxSessionsPerUser` of that app. */
const LIMIT = 3;

interface Login {
  /** What signs a request in. */
  readonly own: { readonly token: string } | { readonly cookie: string };
  refresh(): Promise<number>;
}

/**
 * Logins whose tokens are refreshed are sessions like any others: listed, limited, ended one by
 * one.
 */
export function refreshedSessionCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const send: Client['send'] = (...request) => client.send(...request);

  async function login(username: string, backend: (typeof BACKENDS)[number]): Promise<Login> {
    const headers = { origin: client.system.origin };
    const answer = await send('POST', `/login/${backend}`, {
      form: { username, password: PASSWORD },
      headers,
    });
    if (backend === 'cookie') {
      const set = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
      const own = { cookie: set[0]?.split('=')[1] ?? '' };
      const refresh = async () =>
        (await send('POST', '/refresh/cookie', { headers: { ...headers, cookie: set[1] ?? '' } }))
          .status;
      return { own, refresh };
    }
    const { access_token: token, refresh_token } = answer.json;
    const refresh = async () =>
      (await send('POST', `/refresh/${backend}`, { json: { refresh_token } })).status;
    return { own: { token }, refresh };
  }
  const status = async ({ own }: Login) => (await send('GET', '/me', own)).status;
  const listed = async ({ own }: Login) => (await send('GET', '/me/sessions', own)).json;
  const newSuperuser = () =>
    client.system.createUser({ email: newEmail(), password: PASSWORD, is_superuser: true });
  const expectDead = async (login: Login) =>
    expect({ access: await status(login), refresh: await login.refresh() }).toEqual({
      access: 401,
      refresh: 401,
    });

  describe.each(BACKENDS)('at %s', (backend) => {
    test('a login is listed, and dead once it is ended, with its refresh token', async () => {
      const { email } = await client.register();
      const [one, other] = [await login(email, backend), await login(email, backend)];
      const [newest, oldest] = await listed(one);
      expect(newest).toMatchObject({ backend, current: false, ip: expect.any(String) });
      expect(oldest).toMatchObject({ backend, current: true });
      expect((await send('DELETE', `/me/sessions/${newest.id}`, one.own)).status).toBe(204);
      await expectDead(other);
      expect(await status(one)).toBe(200);
      expect(await listed(one)).toHaveLength(1);
    });

    test('a login outlives all others when it ends them', async () => {
      const { email } = await client.register();
      const others = [await login(email, backend), await login(email, 'jwt')];
      const own = await login(email, backend);
      expect((await send('DELETE', '/me/sessions', own.own)).status).toBe(204);
      for (const other of others) await expectDead(other);
      expect(await status(own)).toBe(200);
      expect(await own.refresh()).toEqual(expect.any(Number));
      expect(await status(own)).toBe(200);
    });

    test('a login beyond the limit ends the oldest', async () => {
      const { email } = await client.register();
      const oldest = await login(email, backend);
      const rest: Login[] = [];
      for (let count = 0; count < LIMIT; count++) rest.push(await login(email, backend));
      await expectDead(oldest);
      for (const each of rest) expect(await status(each)).toBe(200);
    });

    test('a login is ended by a superuser, one by one or with all others', async () => {
      const root = await login((await newSuperuser()).email, backend);
      const user = await client.register();
      const [first, second] = [await login(user.email, backend), await login(user.email, backend)];
      const sessions = (await send('GET', `/${user.id}/sessions`, root.own)).json;
      expect(sessions).toHaveLength(2);
      const path = `/${user.id}/sessions`;
      expect((await send('DELETE', `${path}/${sessions[0].id}`, root.own)).status).toBe(204);
      await expectDead(second);
      expect(await status(first)).toBe(200);
      expect((await send('DELETE', path, root.own)).status).toBe(204);
      await expectDead(first);
    });

    test('a login is in the export of its user, and ends with the user', async () => {
      const { id, email } = await client.register();
      const own = await login(email, backend);
      const exported = (await send('GET', '/me/export', own.own)).json;
      expect(exported.sessions).toMatchObject([{ backend }]);
      const json = { current_password: PASSWORD };
      expect((await send('DELETE', '/me', { ...own.own, json })).status).toBe(204);
      await expectDead(own);
      await client.event('after-delete', (user) => user.id === id);
    });
  });
}
