import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

/** What front ends send as people, keyboards and generated clients make them. */
export function frontEndCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  describe('an address with white space around it', () => {
    const around = (email: string) => ` \t${email}\u00A0 `;

    test('an address is registered, signed in with and changed without the spaces around it', async () => {
      const email = newEmail();
      const json = { email: around(email), password: PASSWORD };
      const registered = await client.send('POST', '/register', { json });
      expect(registered).toMatchObject({ status: 201, json: { email } });
      const token = await client.token(around(email));
      const other = newEmail();
      const change = { email: around(other), current_password: PASSWORD };
      const changed = await client.send('PATCH', '/me', { token, json: change });
      expect(changed).toMatchObject({ status: 200, json: { email: other } });
    });

    test('an address with spaces around it gets its reset and its verification', async () => {
      const user = await client.register();
      const about = ({ id }: { readonly id: string }) => id === user.id;
      for (const [path, type] of [
        ['/forgot-password', 'after-forgot-password'],
        ['/request-verify-token', 'after-request-verify'],
      ] as const) {
        const answer = await client.send('POST', path, { json: { email: around(user.email) } });
        expect(answer.status).toBe(202);
        expect((await client.event(type, about)).detail.user).toEqual(user);
      }
    });

    test('superusers and operators may write spaces around an address, too', async () => {
      const { token } = await client.superuser();
      const email = newEmail();
      const user = await client.system.createUser({ email: around(email), password: PASSWORD });
      expect(user.email).toBe(email);
      const query = new URLSearchParams({ email: around(email) });
      expect((await client.send('GET', `?${query}`, { token })).json).toEqual([user]);
      const other = newEmail();
      const json = { email: around(other) };
      const changed = await client.send('PATCH', `/${user.id}`, { token, json });
      expect(changed).toMatchObject({ status: 200, json: { email: other } });
    });

    test('an address with a line break around it is 422', async () => {
      for (const email of [`${newEmail()}\n`, `\r\n${newEmail()}`]) {
        const json = { email, password: PASSWORD };
        expect((await client.send('POST', '/register', { json })).status).toBe(422);
      }
    });
  });

  describe('null in a PATCH', () => {
    const nulls = { email: null, password: null, current_password: null };
    const flags = { is_active: null, is_superuser: null, is_verified: null };

    test('null for a field of a change leaves it as it is, for users and for superusers', async () => {
      const { user, token } = await client.signedIn();
      const json = { ...nulls, ...flags };
      const own = await client.send('PATCH', '/me', { token, json });
      expect(seen(own)).toEqual({ status: 200, json: user });
      const root = await client.superuser();
      const theirs = await client.send('PATCH', `/${user.id}`, { token: root.token, json });
      expect(seen(theirs)).toEqual({ status: 200, json: user });
      expect((await client.login(user.email)).status).toBe(200);
    });

    test('a form that leaves the password empty changes the rest', async () => {
      const { user, token } = await client.signedIn();
      const email = newEmail();
      const json = { email, password: null, current_password: PASSWORD, is_active: true };
      const answer = await client.send('PATCH', '/me', { token, json });
      expect(answer).toMatchObject({ status: 200, json: { id: user.id, email } });
      expect((await client.login(email)).status).toBe(200);
    });

    test('null for the current password is none', async () => {
      const { token } = await client.signedIn();
      const json = { password: OTHER_PASSWORD, current_password: null };
      const answer = await client.send('PATCH', '/me', { token, json });
      expect(seen(answer)).toEqual({
        status: 400,
        json: { detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' },
      });
    });

    test('null for a field of anything but a PATCH is 422', async () => {
      const json = { email: newEmail(), password: null };
      expect((await client.send('POST', '/register', { json })).status).toBe(422);
    });
  });

  describe('the Authorization header', () => {
    test('any number of spaces is behind the scheme of a bearer token', async () => {
      const { user, token } = await client.signedIn();
      const headers = { authorization: `bearer   ${token}` };
      expect(seen(await client.send('GET', '/me', { headers }))).toEqual({
        status: 200,
        json: user,
      });
    });

    test('credentials of another scheme do not stand in the way of a cookie, and by themselves are none', async () => {
      const user = await client.register();
      const cookie = await client.cookie(user.email);
      const headers = { authorization: 'Basic dXNlcjpwYXNz' };
      expect(seen(await client.send('GET', '/me', { cookie, headers }))).toEqual({
        status: 200,
        json: user,
      });
      expect((await client.send('GET', '/me', { headers })).status).toBe(401);
    });
  });
}
