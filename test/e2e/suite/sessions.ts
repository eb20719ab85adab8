import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { seen, tally } from '../support/client.ts';
import { type Credential, SessionClient, USER_AGENT } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';
import { callOwn } from './authorizer.ts';
import { clientAddressCases } from './client-address.ts';
import { renewedCookieCases } from './renewed-cookie.ts';
import { replacedLoginCases } from './replaced-login.ts';
import { sessionAdministrationCases } from './session-administration.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOT_FOUND = { status: 404, json: { detail: 'NOT_FOUND' } };

/**
 * What stored sessions guarantee, wherever they run; the API is that of `test/apps/sessions.ts`.
 */
export function sessionCases(start: Start): void {
  let client: SessionClient;
  runOn(start, (system) => {
    client = new SessionClient(system);
  });

  describe('where it comes from', () => clientAddressCases(start));
  describe('several logins in one browser', () => replacedLoginCases(start, 'web'));
  describe('a new password', () => renewedCookieCases(start, 'web'));

  describe.each(['session', 'web'])('at %s', (backend) => {
    test('a login with a stored session gives a credential for the user’s own routes', async () => {
      const user = await client.register();
      const credential = await client.signIn(backend, user.email);
      const answer = await client.send('GET', '/me', credential);
      expect(seen(answer)).toEqual({ status: 200, json: user });
      expect(await callOwn(client, 'any', credential)).toMatchObject({
        status: 200,
        json: {
          id: user.id,
          claims: {
            sub: user.id,
            jti: expect.any(String),
            backend,
            auth_time: expect.any(Number),
            amr: ['pwd'],
          },
        },
      });
    });

    test('a logout ends its session on the next request, once, and leaves others', async () => {
      const { email } = await client.register();
      const [own, other] = [
        await client.signIn(backend, email),
        await client.signIn(backend, email),
      ];
      const logout = () => client.send('POST', `/logout/${backend}`, own);
      expect((await logout()).status).toBe(204);
      expect(await client.status(own)).toBe(401);
      expect((await logout()).status).toBe(401);
      expect(await client.status(other)).toBe(200);
      expect(await client.sessions(other)).toHaveLength(1);
    });

    test('no other text is the token of a session', async () => {
      const { email } = await client.register();
      const credential = await client.signIn(backend, email);
      const [kind, token] = Object.entries(credential)[0] ?? [];
      const text = String(token);
      const [id = '', secret = ''] = text.split('.');
      const strange = [
        id,
        `${id}.`,
        `.${secret}`,
        `${text}A`,
        `${id}.${secret.slice(1)}A`,
        `${id}.${[...secret].reverse().join('')}`,
        `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`,
        `${id.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}.${secret}`,
      ];
      for (const each of strange) expect(await client.status({ [String(kind)]: each })).toBe(401);
      expect(await client.status(credential)).toBe(200);
    });

    test('a session is refused by the logout of another backend', async () => {
      const { email } = await client.register();
      const credential = await client.signIn(backend, email);
      const headers = { origin: client.system.origin };
      const other = backend === 'web' ? 'session' : 'web';
      const answer = await client.send('POST', `/logout/${other}`, { headers, ...credential });
      expect(answer.status).toBe(401);
      expect(await client.status(credential)).toBe(200);
    });
  });

  test('a signed token is no stored session, and is revoked by its logout', async () => {
    const { email } = await client.register();
    const credential = await client.signIn('jwt', email);
    expect(await client.sessions(credential)).toEqual([]);
    expect((await callOwn(client, 'any', credential)).status).toBe(200);
    expect((await client.send('POST', '/logout/jwt', credential)).status).toBe(204);
    expect(await client.status(credential)).toBe(401);
  });

  test('sessions are listed newest first, of every backend that stores them, without their secrets', async () => {
    const { email } = await client.register();
    const first = await client.signIn('session', email);
    const second = await client.signIn('web', email);
    await client.signIn('jwt', email);
    const session = (backend: string, current: boolean) => ({
      id: expect.stringMatching(UUID),
      backend,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      last_used_at: expect.any(String),
      ip: expect.any(String),
      user_agent: USER_AGENT,
      current,
    });
    expect(await client.sessions(first)).toEqual([session('web', false), session('session', true)]);
    expect(await client.sessions(second)).toEqual([
      session('web', true),
      session('session', false),
    ]);
  });

  test('a session stores no more than 512 characters of a user agent', async () => {
    const { email } = await client.register();
    const headers = { 'user-agent': 'x'.repeat(2000) };
    const form = { username: email, password: PASSWORD };
    const answer = await client.send('POST', '/login/session', { form, headers });
    const [{ user_agent }] = await client.sessions({ token: answer.json.access_token });
    expect(user_agent).toBe('x'.repeat(512));
  });

  describe('the end of one', () => {
    test('users end a session of their own, and the next request sees that', async () => {
      const { email } = await client.register();
      const [own, lost] = [
        await client.signIn('session', email),
        await client.signIn('web', email),
      ];
      const id = await client.currentId(lost);
      const answer = await client.end(own, `/me/sessions/${id}`);
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await client.status(lost)).toBe(401);
      expect(await client.status(own)).toBe(200);
      expect(seen(await client.end(own, `/me/sessions/${id}`))).toEqual(NOT_FOUND);
    });

    test('the end of the current session is a logout, and clears the cookie', async () => {
      const { email } = await client.register();
      const own = await client.signIn('web', email);
      const answer = await client.end(own, `/me/sessions/${await client.currentId(own)}`);
      expect(answer.status).toBe(204);
      expect(answer.headers.getSetCookie()).toEqual([
        `${client.system.cookieName}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
      ]);
      expect(await client.status(own)).toBe(401);
    });

    test('the end of a session is 404 for another user’s, an unknown one or an invalid id, and the other user’s goes on', async () => {
      const [ada, eve] = [await client.register(), await client.register()];
      const [hers, own] = [
        await client.signIn('session', ada.email),
        await client.signIn('session', eve.email),
      ];
      for (const id of [await client.currentId(hers), ada.id, 'x', '%20']) {
        expect(seen(await client.end(own, `/me/sessions/${id}`))).toEqual(NOT_FOUND);
      }
      expect(await client.status(hers)).toBe(200);
    });

    test('of 20 ends of one session that race, one is 204', async () => {
      const { email } = await client.register();
      const [own, lost] = [
        await client.signIn('session', email),
        await client.signIn('session', email),
      ];
      const path = `/me/sessions/${await client.currentId(lost)}`;
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.end(own, path)));
      expect(tally(answers)).toEqual({ 204: 1, 404: 19 });
    });
  });

  test.each(['session', 'web', 'jwt'])(
    'the end of all others leaves the login at %s, and ends signed tokens, too',
    async (backend) => {
      const { email } = await client.register();
      const others = [
        await client.signIn('session', email),
        await client.signIn('web', email),
        await client.signIn('jwt', email),
      ];
      const own = await client.signIn(backend, email);
      expect((await client.end(own, '/me/sessions')).status).toBe(204);
      for (const other of others) expect(await client.status(other)).toBe(401);
      expect(await client.status(own)).toBe(200);
      expect(await client.sessions(own)).toHaveLength(backend === 'jwt' ? 0 : 1);
      expect(await client.status(await client.signIn('session', email))).toBe(200);
    },
  );

  test('of 5 sessions that end all others at once, one goes on', async () => {
    const { email } = await client.register();
    const racing = await Promise.all(
      Array.from({ length: 5 }, () => client.signIn('session', email)),
    );
    const answers = await Promise.all(racing.map((own) => client.end(own, '/me/sessions')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204).length).toBeGreaterThanOrEqual(1);
    const alive = await Promise.all(racing.map((each) => client.status(each)));
    expect(alive.filter((status) => status === 200)).toHaveLength(1);
  });

  describe('with a change of the password', () => {
    test('the session that changes the password goes on, and is still listed', async () => {
      const { email } = await client.register();
      const [own, other] = [
        await client.signIn('session', email),
        await client.signIn('web', email),
      ];
      const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
      expect((await client.send('PATCH', '/me', { ...own, json })).status).toBe(200);
      expect(await client.status(other)).toBe(401);
      expect(await client.sessions(own)).toMatchObject([{ current: true, backend: 'session' }]);
      expect(await client.status(await client.signIn('web', email, OTHER_PASSWORD))).toBe(200);
      expect(await client.sessions(own)).toHaveLength(2);
    });

    test('all sessions end with a change of the password by a superuser', async () => {
      const user = await client.register();
      const own = await client.signIn('session', user.email);
      const { user: _, ...root } = await client.superuserInSession();
      const json = { password: OTHER_PASSWORD };
      expect((await client.send('PATCH', `/${user.id}`, { ...root, json })).status).toBe(200);
      expect(await client.status(own)).toBe(401);
      expect((await client.send('GET', `/${user.id}/sessions`, root)).json).toEqual([]);
    });
  });

  describe('a superuser', () => sessionAdministrationCases(start));

  test('every route of sessions is 401 without a credential', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    for (const path of ['/me/sessions', `/${id}/sessions`]) {
      expect((await client.send('GET', path)).status).toBe(401);
      expect((await client.end({}, path)).status).toBe(401);
      expect((await client.end({}, `${path}/${id}`)).status).toBe(401);
    }
  });

  test('no request of another site ends a session', async () => {
    const { email } = await client.register();
    const own = await client.signIn('web', email);
    const headers = { origin: 'https://evil.example' };
    for (const path of ['/me/sessions', `/me/sessions/${await client.currentId(own)}`]) {
      const answer = await client.send('DELETE', path, { ...own, headers });
      expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
    }
    expect(await client.sessions(own)).toHaveLength(1);
  });

  test('sessions end with their user', async () => {
    const user = await client.register();
    const own = await client.signIn('session', user.email);
    const { user: _, ...credential } = await client.superuserInSession();
    expect((await client.end(credential, `/${user.id}`)).status).toBe(204);
    expect(await client.status(own)).toBe(401);
  });

  describe('beyond the limit of 5', () => {
    test('each login beyond the limit of 5 ends the oldest session', async () => {
      const { email } = await client.register();
      const all: Credential[] = [];
      for (let login = 0; login < 7; login += 1) {
        all.push(await client.signIn(login % 2 === 0 ? 'session' : 'web', email));
      }
      const alive = await Promise.all(all.map((each) => client.status(each)));
      expect({ ended: alive.slice(0, 2), live: alive.slice(2) }).toEqual({
        ended: [401, 401],
        live: [200, 200, 200, 200, 200],
      });
    });

    test('of 30 logins that race, 5 sessions are left', async () => {
      const { email } = await client.register();
      const all = await Promise.all(
        Array.from({ length: 30 }, () => client.signIn('session', email)),
      );
      const alive = await Promise.all(all.map((each) => client.status(each)));
      expect(alive.filter((status) => status === 200)).toHaveLength(5);
      const [own] = all.filter((_, index) => alive[index] === 200);
      expect(await client.sessions(own ?? {})).toHaveLength(5);
    }, 60_000);
  });
}
