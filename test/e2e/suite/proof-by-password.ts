import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

const REFUSED = { status: 403, json: { detail: 'REAUTHENTICATION_REQUIRED' } };
const json = { current_password: PASSWORD };
const wrong = { current_password: OTHER_PASSWORD };

/** The current password as fresh proof, whatever backends there are. */
export function proofByPasswordCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const status = async (token: string) => (await client.send('GET', '/me', { token })).status;

  test('other logins end with the right password in the body, and not with a wrong one', async () => {
    const { user, token } = await client.signedIn();
    const other = await client.token(user.email);
    const end = (body: object) => client.send('DELETE', '/me/sessions', { token, json: body });
    expect(seen(await end(wrong))).toEqual(REFUSED);
    expect(await status(other)).toBe(200);
    expect((await end(json)).status).toBe(204);
    expect({ own: await status(token), other: await status(other) }).toEqual({
      own: 200,
      other: 401,
    });
  });

  describe('superusers who are themselves the user of the path', () => {
    test('end their other logins with the right password, and keep the one in use', async () => {
      const { user, token } = await client.superuser();
      const other = await client.token(user.email);
      const end = (body: object) =>
        client.send('DELETE', `/${user.id}/sessions`, { token, json: body });
      expect(seen(await end(wrong))).toEqual(REFUSED);
      expect((await end(json)).status).toBe(204);
      expect({ own: await status(token), other: await status(other) }).toEqual({
        own: 200,
        other: 401,
      });
    });

    test('need the current password for a new one, and keep the login in use', async () => {
      const { user, token } = await client.superuser();
      const change = (body: object) =>
        client.send('PATCH', `/${user.id}`, { token, json: { password: OTHER_PASSWORD, ...body } });
      for (const body of [{}, wrong]) {
        expect(seen(await change(body))).toEqual({
          status: 400,
          json: { detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' },
        });
      }
      expect((await change(json)).status).toBe(200);
      expect(await status(token)).toBe(200);
      expect((await client.login(user.email, OTHER_PASSWORD)).status).toBe(200);
    });

    test('delete themselves with the right password, and take back their cookie', async () => {
      await client.superuser();
      const { user } = await client.superuser();
      const cookie = await client.cookie(user.email);
      const leave = (body: object) => client.send('DELETE', `/${user.id}`, { cookie, json: body });
      expect(seen(await leave(wrong))).toEqual(REFUSED);
      const { status, headers } = await leave(json);
      expect(status).toBe(204);
      expect(headers.getSetCookie()).toEqual([
        expect.stringMatching(`^${client.system.cookieName}=; .*Max-Age=0$`),
      ]);
    });
  });
}
