import { describe, expect, test } from '@jest/globals';
import { type Client, OTHER_PASSWORD, PASSWORD } from '../support/client.ts';
import { type Credential, seen, sessionClient, USER_AGENT } from '../support/session-client.ts';
import { callOwn } from './authorizer.ts';
import { sessionAdministrationCases } from './session-administration.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOT_FOUND = [404, { detail: 'NOT_FOUND' }];

/** What stored sessions keep, wherever they run; the API is that of `test/apps/sessions.ts`. */
export function sessionCases(client: () => Client): void {
  const { signIn, me, list, currentId, end, superuser } = sessionClient(client);

  describe.each(['session', 'web'])('at %s', (backend) => {
    test('a login gives a credential that opens what is one’s own', async () => {
      const user = await client().register();
      const credential = await signIn(backend, user.email);
      const answer = await client().send('GET', '/me', credential);
      expect(seen(answer)).toEqual([200, user]);
      expect(await callOwn(client(), 'any', credential)).toMatchObject({
        status: 200,
        json: { id: user.id, claims: { sub: user.id, jti: expect.any(String), backend } },
      });
    });

    test('a logout ends it on the next request, once, and leaves others', async () => {
      const { email } = await client().register();
      const [own, other] = [await signIn(backend, email), await signIn(backend, email)];
      const logout = () => client().send('POST', `/logout/${backend}`, own);
      expect((await logout()).status).toBe(204);
      expect(await me(own)).toBe(401);
      expect((await logout()).status).toBe(401);
      expect(await me(other)).toBe(200);
      expect(await list(other)).toHaveLength(1);
    });

    test('no other text is the token', async () => {
      const { email } = await client().register();
      const credential = await signIn(backend, email);
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
      for (const each of strange) expect(await me({ [String(kind)]: each })).toBe(401);
      expect(await me(credential)).toBe(200);
    });

    test('is refused by the logout of another backend', async () => {
      const { email } = await client().register();
      const credential = await signIn(backend, email);
      const headers = { origin: client().system.origin };
      const other = backend === 'web' ? 'session' : 'web';
      const answer = await client().send('POST', `/logout/${other}`, { headers, ...credential });
      expect(answer.status).toBe(401);
      expect(await me(credential)).toBe(200);
    });
  });

  test('a signed token is none of theirs, and is revoked by its logout', async () => {
    const { email } = await client().register();
    const credential = await signIn('jwt', email);
    expect(await list(credential)).toEqual([]);
    expect((await callOwn(client(), 'any', credential)).status).toBe(200);
    expect((await client().send('POST', '/logout/jwt', credential)).status).toBe(204);
    expect(await me(credential)).toBe(401);
  });

  test('are listed newest first, of every backend that stores them, and no secret with them', async () => {
    const { email } = await client().register();
    const first = await signIn('session', email);
    const second = await signIn('web', email);
    await signIn('jwt', email);
    const session = (backend: string, current: boolean) => ({
      id: expect.stringMatching(UUID),
      backend,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      last_used_at: expect.any(String),
      ip: expect.any(String),
      user_agent: USER_AGENT,
      current,
    });
    expect(await list(first)).toEqual([session('web', false), session('session', true)]);
    expect(await list(second)).toEqual([session('web', true), session('session', false)]);
  });

  test('store no more than 512 characters of a user agent', async () => {
    const { email } = await client().register();
    const headers = { 'user-agent': 'x'.repeat(2000) };
    const form = { username: email, password: PASSWORD };
    const answer = await client().send('POST', '/login/session', { form, headers });
    const [{ user_agent }] = await list({ token: answer.json.access_token });
    expect(user_agent).toBe('x'.repeat(512));
  });

  describe('the end of one', () => {
    test('is its own user’s to make, and is seen by the next request', async () => {
      const { email } = await client().register();
      const [own, lost] = [await signIn('session', email), await signIn('web', email)];
      const id = await currentId(lost);
      const answer = await end(own, `/me/sessions/${id}`);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await me(lost)).toBe(401);
      expect(await me(own)).toBe(200);
      expect(seen(await end(own, `/me/sessions/${id}`))).toEqual(NOT_FOUND);
    });

    test('is a logout where it is the present one, and clears the cookie', async () => {
      const { email } = await client().register();
      const own = await signIn('web', email);
      const answer = await end(own, `/me/sessions/${await currentId(own)}`);
      expect(answer.status).toBe(204);
      expect(answer.headers.getSetCookie()).toEqual([
        `${client().system.cookieName}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
      ]);
      expect(await me(own)).toBe(401);
    });

    test('is 404 for what is another’s, unknown or no id, and another’s goes on', async () => {
      const [ada, eve] = [await client().register(), await client().register()];
      const [hers, own] = [await signIn('session', ada.email), await signIn('session', eve.email)];
      for (const id of [await currentId(hers), ada.id, 'x', '%20']) {
        expect(seen(await end(own, `/me/sessions/${id}`))).toEqual(NOT_FOUND);
      }
      expect(await me(hers)).toBe(200);
    });

    test('happens to one of 20 who race for it', async () => {
      const { email } = await client().register();
      const [own, lost] = [await signIn('session', email), await signIn('session', email)];
      const path = `/me/sessions/${await currentId(lost)}`;
      const answers = await Promise.all(Array.from({ length: 20 }, () => end(own, path)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([204, ...Array<number>(19).fill(404)]);
    });
  });

  test.each(['session', 'web', 'jwt'])(
    'all others end for one at %s, signed tokens too',
    async (backend) => {
      const { email } = await client().register();
      const others = [
        await signIn('session', email),
        await signIn('web', email),
        await signIn('jwt', email),
      ];
      const own = await signIn(backend, email);
      expect((await end(own, '/me/sessions')).status).toBe(204);
      for (const other of others) expect(await me(other)).toBe(401);
      expect(await me(own)).toBe(200);
      expect(await list(own)).toHaveLength(backend === 'jwt' ? 0 : 1);
      expect(await me(await signIn('session', email))).toBe(200);
    },
  );

  test('of 5 that end all others at once one goes on', async () => {
    const { email } = await client().register();
    const racing = await Promise.all(Array.from({ length: 5 }, () => signIn('session', email)));
    const answers = await Promise.all(racing.map((own) => end(own, '/me/sessions')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204).length).toBeGreaterThanOrEqual(1);
    const alive = await Promise.all(racing.map(me));
    expect(alive.filter((status) => status === 200)).toHaveLength(1);
  });

  describe('with a change of the password', () => {
    test('the one that makes it goes on, and is still listed', async () => {
      const { email } = await client().register();
      const [own, other] = [await signIn('session', email), await signIn('web', email)];
      const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
      expect((await client().send('PATCH', '/me', { ...own, json })).status).toBe(200);
      expect(await me(other)).toBe(401);
      expect(await list(own)).toMatchObject([{ current: true, backend: 'session' }]);
      expect(await me(await signIn('web', email, OTHER_PASSWORD))).toBe(200);
      expect(await list(own)).toHaveLength(2);
    });

    test('by a superuser all end', async () => {
      const user = await client().register();
      const own = await signIn('session', user.email);
      const { user: _, ...root } = await superuser();
      const json = { password: OTHER_PASSWORD };
      expect((await client().send('PATCH', `/${user.id}`, { ...root, json })).status).toBe(200);
      expect(await me(own)).toBe(401);
      expect((await client().send('GET', `/${user.id}/sessions`, root)).json).toEqual([]);
    });
  });

  describe('a superuser', () => sessionAdministrationCases(client));

  test('are 401 without a credential, by every route', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    for (const path of ['/me/sessions', `/${id}/sessions`]) {
      expect((await client().send('GET', path)).status).toBe(401);
      expect((await end({}, path)).status).toBe(401);
      expect((await end({}, `${path}/${id}`)).status).toBe(401);
    }
  });

  test('end for no request of another site', async () => {
    const { email } = await client().register();
    const own = await signIn('web', email);
    const headers = { origin: 'https://evil.example' };
    for (const path of ['/me/sessions', `/me/sessions/${await currentId(own)}`]) {
      const answer = await client().send('DELETE', path, { ...own, headers });
      expect(seen(answer)).toEqual([403, { detail: 'FORBIDDEN' }]);
    }
    expect(await list(own)).toHaveLength(1);
  });

  test('end with the user', async () => {
    const user = await client().register();
    const own = await signIn('session', user.email);
    const { user: _, ...credential } = await superuser();
    expect((await end(credential, `/${user.id}`)).status).toBe(204);
    expect(await me(own)).toBe(401);
  });

  describe('beyond the limit of 5', () => {
    test('the oldest ends with each login', async () => {
      const { email } = await client().register();
      const all: Credential[] = [];
      for (let login = 0; login < 7; login += 1) {
        all.push(await signIn(login % 2 === 0 ? 'session' : 'web', email));
      }
      const alive = await Promise.all(all.map(me));
      expect(alive).toEqual([401, 401, 200, 200, 200, 200, 200]);
    });

    test('of 30 racing logins 5 are left', async () => {
      const { email } = await client().register();
      const all = await Promise.all(Array.from({ length: 30 }, () => signIn('session', email)));
      const alive = await Promise.all(all.map(me));
      expect(alive.filter((status) => status === 200)).toHaveLength(5);
      const [own] = all.filter((_, index) => alive[index] === 200);
      expect(await list(own ?? {})).toHaveLength(5);
    }, 60_000);
  });
}
