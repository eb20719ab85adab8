import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, seen, tally } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

/** How a credential of each backend travels. */
const CARRIED = [
  ['jwt', (client: Client, email: string) => client.token(email).then((token) => ({ token }))],
  [
    'cookie',
    (client: Client, email: string) => client.cookie(email).then((cookie) => ({ cookie })),
  ],
] as const;

export function logoutCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const logout = (backend: string, credential: Parameters<Client['send']>[2]): Promise<Answer> =>
    client.send('POST', `/logout/${backend}`, credential);
  const me = (credential: Parameters<Client['send']>[2]) => client.send('GET', '/me', credential);

  describe.each(CARRIED)('at %s', (backend, signIn) => {
    test('a logout answers 204, and the credential is dead on the next request', async () => {
      const { email } = await client.register();
      const [own, other] = [await signIn(client, email), await signIn(client, email)];
      expect((await me(own)).status).toBe(200);
      const answer = await logout(backend, own);
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect((await me(own)).status).toBe(401);
      expect((await me(other)).status).toBe(200);
    });

    test('a logout answers 401 without a credential, and to one that has ended', async () => {
      const { email } = await client.register();
      const own = await signIn(client, email);
      expect((await logout(backend, own)).status).toBe(204);
      for (const credential of [own, {}]) {
        const headers = { origin: client.system.origin };
        const answer = await logout(backend, { headers, ...credential });
        expect(answer.status).toBe(401);
        expect(answer.json).toEqual({ detail: 'UNAUTHORIZED' });
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    });

    test('of 20 logouts that race for one credential, one answers 204 and the others 401', async () => {
      const { email } = await client.register();
      const own = await signIn(client, email);
      const answers = await Promise.all(Array.from({ length: 20 }, () => logout(backend, own)));
      expect(tally(answers)).toEqual({ 204: 1, 401: 19 });
      expect((await me(own)).status).toBe(401);
    });

    test('a logout answers 401 once a superuser has deactivated the user', async () => {
      const user = await client.register();
      const own = await signIn(client, user.email);
      const { token } = await client.superuser();
      await client.send('PATCH', `/${user.id}`, { token, json: { is_active: false } });
      expect((await logout(backend, own)).status).toBe(401);
    });

    test('a logout answers 401 to the credential of another backend, which goes on working', async () => {
      const { email } = await client.register();
      const [, another] = CARRIED.find(([name]) => name !== backend) ?? CARRIED[0];
      const credential = await another(client, email);
      const headers = { origin: client.system.origin };
      expect((await logout(backend, { headers, ...credential })).status).toBe(401);
      expect((await me(credential)).status).toBe(200);
    });
  });

  test('users sign themselves out everywhere else, although no login is stored', async () => {
    for (const [, signIn] of CARRIED) {
      const { email } = await client.register();
      const own = await signIn(client, email);
      const others = await Promise.all(CARRIED.map(([, another]) => another(client, email)));
      const ended = await client.send('DELETE', '/me/sessions', own);
      expect(ended).toMatchObject({ status: 204, text: '' });
      for (const other of others) expect((await me(other)).status).toBe(401);
      expect((await me(own)).status).toBe(200);
    }
  });

  test('a superuser signs a user out everywhere, although no login is stored', async () => {
    const user = await client.register();
    const all = await Promise.all(CARRIED.map(([, signIn]) => signIn(client, user.email)));
    // The one that ended the others outlives them, until now.
    const survivor = await client.token(user.email);
    expect((await client.send('DELETE', '/me/sessions', { token: survivor })).status).toBe(204);
    expect((await me({ token: survivor })).status).toBe(200);
    all.push({ token: survivor });
    const { token } = await client.superuser();
    expect((await client.send('DELETE', `/${user.id}/sessions`, { token })).status).toBe(204);
    for (const each of all) expect((await me(each)).status).toBe(401);
    expect((await me({ token: await client.token(user.email) })).status).toBe(200);
    const own = await client.token(user.email);
    expect((await client.send('DELETE', `/${user.id}/sessions`, { token: own })).status).toBe(403);
  });

  test('a logout of a bearer has the challenge on a 401, and takes no cookie back', async () => {
    const { token } = await client.signedIn();
    expect((await logout('jwt', {})).headers.get('www-authenticate')).toBe('Bearer');
    expect((await logout('jwt', { token })).headers.getSetCookie()).toEqual([]);
  });

  test('a logout clears the cookie with the attributes that it was set with', async () => {
    const { email } = await client.register();
    const answer = await logout('cookie', { cookie: await client.cookie(email) });
    expect(answer.headers.getSetCookie()).toEqual([
      `${client.system.cookieName}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
    ]);
  });

  test('a logout from another origin is refused, and the cookie goes on working', async () => {
    const { email } = await client.register();
    const cookie = await client.cookie(email);
    const headers = { origin: 'https://evil.example' };
    const answer = await logout('cookie', { cookie, headers });
    expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
    expect((await me({ cookie })).status).toBe(200);
  });

  test('a logout ends the login that outlived a change of the password', async () => {
    const { token } = await client.signedIn();
    const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
    expect((await client.send('PATCH', '/me', { token, json })).status).toBe(200);
    expect((await logout('jwt', { token })).status).toBe(204);
    expect((await me({ token })).status).toBe(401);
  });
}
