import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { type Answer, newEmail } from '../support/client.ts';
import { type Credential, SessionClient } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const seen = ({ status, json, headers }: Answer) => ({
  status,
  json,
  challenge: headers.get('www-authenticate'),
});
const REFUSED = {
  status: 403,
  json: { detail: 'REAUTHENTICATION_REQUIRED' },
  challenge: 'Bearer error="insufficient_user_authentication", max_age="600"',
};
const BAD_PASSWORD = { detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' };
const json = { current_password: PASSWORD };
const wrong = { current_password: OTHER_PASSWORD };

/** What asks for fresh proof; the API is that of `test/apps/sessions.ts`. */
export function freshProofCases(start: Start): void {
  let client: SessionClient;
  runOn(start, (system) => {
    client = new SessionClient(system);
  });

  /** Another login of a user, at another backend. */
  const another = (email: string) => client.signIn('web', email);

  async function signedIn(backend: string, ago = 600) {
    const { email, id } = await client.register();
    const own = await client.signIn(backend, email);
    const sessionId = await client.currentId(own);
    await client.age(sessionId, ago);
    return { email, id, own, sessionId };
  }

  async function superuser(ago = 600) {
    const { user, ...own } = await client.superuserInSession();
    const sessionId = await client.currentId(own);
    await client.age(sessionId, ago);
    return { ...user, own, sessionId };
  }

  const patch = (path: string, own: Credential, body: object) =>
    client.send('PATCH', path, { ...own, json: body });

  describe.each(['session', 'web'])('by a login at %s of ten minutes ago', (backend) => {
    test('other sessions end with the current password, and not without', async () => {
      const { own, email } = await signedIn(backend);
      const other = await another(email);
      expect(seen(await client.end(own, '/me/sessions'))).toEqual(REFUSED);
      expect(seen(await client.end(own, '/me/sessions', wrong))).toEqual(REFUSED);
      expect(await client.status(other)).toBe(200);
      expect((await client.end(own, '/me/sessions', json)).status).toBe(204);
      expect({ own: await client.status(own), other: await client.status(other) }).toEqual({
        own: 200,
        other: 401,
      });
    });

    test('another session ends with the current password, and the own one without', async () => {
      const { own, sessionId, email } = await signedIn(backend);
      const other = await another(email);
      const path = `/me/sessions/${await client.currentId(other)}`;
      expect(seen(await client.end(own, path))).toEqual(REFUSED);
      expect(await client.status(other)).toBe(200);
      expect((await client.end(own, path, json)).status).toBe(204);
      expect(await client.status(other)).toBe(401);
      expect((await client.end(own, `/me/sessions/${sessionId}`)).status).toBe(204);
      expect(await client.status(own)).toBe(401);
    });

    test('a user is deleted with the current password, and not without', async () => {
      const { own } = await signedIn(backend);
      expect(seen(await client.end(own, '/me'))).toEqual(REFUSED);
      expect(seen(await client.end(own, '/me', wrong))).toEqual(REFUSED);
      expect(await client.status(own)).toBe(200);
      expect((await client.end(own, '/me', json)).status).toBe(204);
    });
  });

  test('a login that is more recent is proof enough, unless a wrong password comes with it', async () => {
    const { own, email } = await signedIn('session', 300);
    const other = await another(email);
    expect(seen(await client.end(own, '/me/sessions', wrong))).toEqual(REFUSED);
    expect((await client.end(own, '/me/sessions')).status).toBe(204);
    expect(await client.status(other)).toBe(401);
    expect((await client.end(own, '/me')).status).toBe(204);
  });

  test('a session of before logins were noted goes on, and counts as old', async () => {
    const { own, sessionId } = await signedIn('session');
    await client.forgetLogin(sessionId);
    expect(await client.status(own)).toBe(200);
    expect(seen(await client.end(own, '/me/sessions'))).toEqual(REFUSED);
    expect((await client.end(own, '/me/sessions', json)).status).toBe(204);
  });

  test.each([600, 0])(
    'a new address or password takes the current one, %i s after the login',
    async (ago) => {
      const { own } = await signedIn('session', ago);
      for (const change of [{ email: newEmail() }, { password: OTHER_PASSWORD }]) {
        for (const proof of [{}, wrong]) {
          const { status, json: body } = await patch('/me', own, { ...change, ...proof });
          expect({ status, body }).toEqual({ status: 400, body: BAD_PASSWORD });
        }
      }
      const both = { email: newEmail(), password: OTHER_PASSWORD, ...json };
      expect((await patch('/me', own, both)).status).toBe(200);
    },
  );

  describe('superusers who change themselves by their id', () => {
    test('give the current password for a new one, and stay signed in with what they use', async () => {
      const { id, email, own } = await superuser();
      const other = await another(email);
      const change = { password: OTHER_PASSWORD };
      for (const proof of [{}, wrong]) {
        const { status, json: body } = await patch(`/${id}`, own, { ...change, ...proof });
        expect({ status, body }).toEqual({ status: 400, body: BAD_PASSWORD });
      }
      expect((await patch(`/${id}`, own, { ...change, ...json })).status).toBe(200);
      expect({ own: await client.status(own), other: await client.status(other) }).toEqual({
        own: 200,
        other: 401,
      });
    });

    test('change what they do not sign in with as before', async () => {
      const { id, own } = await superuser();
      const { status, json: body } = await patch(`/${id}`, own, { is_verified: true });
      expect({ status, is_verified: body.is_verified }).toEqual({ status: 200, is_verified: true });
    });

    test('end their other sessions with fresh proof, and keep the one in use', async () => {
      const { id, email, own, sessionId } = await superuser();
      const [one, other] = [await another(email), await another(email)];
      const path = `/${id}/sessions`;
      const single = `${path}/${await client.currentId(one)}`;
      expect(seen(await client.end(own, single))).toEqual(REFUSED);
      expect((await client.end(own, single, json)).status).toBe(204);
      expect(seen(await client.end(own, path))).toEqual(REFUSED);
      expect((await client.end(own, path, json)).status).toBe(204);
      expect({
        one: await client.status(one),
        other: await client.status(other),
        own: await client.status(own),
      }).toEqual({ one: 401, other: 401, own: 200 });
      expect((await client.end(own, `${path}/${sessionId}`)).status).toBe(204);
      expect(await client.status(own)).toBe(401);
    });

    test('lose the cookie with the session that it holds', async () => {
      const { id, email } = await superuser();
      const own = await another(email);
      const path = `/${id}/sessions/${await client.currentId(own)}`;
      const { headers } = await client.end(own, path);
      expect(headers.getSetCookie()).toEqual([
        expect.stringMatching(`^${client.system.cookieName}=; .*Max-Age=0$`),
      ]);
    });

    test('deactivate themselves with fresh proof, while another superuser is there', async () => {
      const stays = await superuser();
      const { id, email, own } = await superuser();
      const other = await another(email);
      const change = { is_active: false };
      expect(seen(await patch(`/${id}`, own, change))).toEqual(REFUSED);
      const { status, json: body } = await patch(`/${id}`, own, { ...change, ...wrong });
      expect({ status, body }).toEqual({ status: 400, body: BAD_PASSWORD });
      expect(await client.status(other)).toBe(200);
      expect((await patch(`/${id}`, own, { ...change, ...json })).status).toBe(200);
      expect(await client.status(other)).toBe(401);
      expect((await client.send('GET', `/${id}`, stays.own)).json.is_active).toBe(false);
    });

    test('deactivate themselves after a recent login without more', async () => {
      await superuser();
      const { id, own } = await superuser(300);
      expect((await patch(`/${id}`, own, { is_active: false })).status).toBe(200);
      expect(await client.status(own)).toBe(401);
    });

    test('delete themselves with fresh proof, while another superuser is there', async () => {
      const stays = await superuser();
      const { id, own } = await superuser();
      expect(seen(await client.end(own, `/${id}`))).toEqual(REFUSED);
      expect(seen(await client.end(own, `/${id}`, wrong))).toEqual(REFUSED);
      expect((await client.end(own, `/${id}`, json)).status).toBe(204);
      expect((await client.send('GET', `/${id}`, stays.own)).status).toBe(404);
    });

    test('are asked for nothing about others', async () => {
      const { own } = await superuser();
      const { id, email } = await client.register();
      const other = await another(email);
      expect((await client.end(own, `/${id}/sessions`)).status).toBe(204);
      expect(await client.status(other)).toBe(401);
      expect((await patch(`/${id}`, own, { password: OTHER_PASSWORD })).status).toBe(200);
      expect((await client.end(own, `/${id}`)).status).toBe(204);
    });
  });
}
