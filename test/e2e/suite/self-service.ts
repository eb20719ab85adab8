import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen, tally } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export function selfServiceCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const leave = (options: Parameters<Client['send']>[2]) => client.send('DELETE', '/me', options);
  const me = (token: string) => client.send('GET', '/me', { token });
  const json = { current_password: PASSWORD };

  describe('DELETE /me', () => {
    test('users who delete themselves end their logins, and their address is free', async () => {
      const { user, token } = await client.signedIn();
      const other = await client.token(user.email);
      const answer = await leave({ token, json });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers.getSetCookie()).toEqual([]);
      for (const one of [token, other]) expect((await me(one)).status).toBe(401);
      expect((await client.login(user.email)).status).toBe(400);
      expect((await leave({ token, json })).status).toBe(401);
      const { detail } = await client.event('after-delete', ({ id }) => id === user.id);
      expect(detail).toEqual({
        id: expect.any(String),
        time: expect.any(String),
        sequence: expect.any(Number),
        actor: { id: user.id, by: 'user' },
        user,
      });
      expect((await client.register(user.email)).id).not.toBe(user.id);
    });

    test('a deletion takes back the cookie', async () => {
      const { email } = await client.register();
      const answer = await leave({ cookie: await client.cookie(email), json });
      expect(answer.status).toBe(204);
      expect(answer.headers.getSetCookie()).toEqual([
        `${client.system.cookieName}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
      ]);
    });

    test('a deletion is refused when the current password is wrong', async () => {
      const { user, token } = await client.signedIn();
      const answer = await leave({ token, json: { current_password: OTHER_PASSWORD } });
      expect(seen(answer)).toEqual({ status: 403, json: { detail: 'REAUTHENTICATION_REQUIRED' } });
      expect((await me(token)).json).toEqual(user);
    });

    test.each([
      ['no body', {}],
      ['an empty object', { json: {} }],
    ])('a deletion takes %s after a recent login', async (_, body) => {
      const { token } = await client.signedIn();
      expect((await leave({ token, ...body })).status).toBe(204);
      expect((await me(token)).status).toBe(401);
    });

    test('a deletion is 401 without a credential, whatever else is wrong', async () => {
      expect((await leave({ body: 'x'.repeat(20_000) })).status).toBe(401);
    });

    test('a deletion is refused from another origin', async () => {
      const { email } = await client.register();
      const cookie = await client.cookie(email);
      const answer = await leave({ cookie, json, headers: { origin: 'https://evil.example' } });
      expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
      expect((await leave({ cookie, json })).status).toBe(204);
    });

    test('a deletion answers 413, 415 and 422 to bodies, in this order', async () => {
      const { token } = await client.signedIn();
      const headers = { 'content-type': 'text/plain' };
      const typed = { 'content-type': 'application/json' };
      expect((await leave({ token, body: 'x'.repeat(20_000), headers })).status).toBe(413);
      expect((await leave({ token, body: '{', headers })).status).toBe(415);
      expect((await leave({ token, body: '{', headers: typed })).status).toBe(422);
      const answer = await leave({ token, json: { current_password: 1 } });
      expect(answer.status).toBe(422);
      expect(answer.json.detail).toEqual([
        { loc: ['body', 'current_password'], msg: expect.any(String), type: 'string_type' },
      ]);
      expect((await me(token)).status).toBe(200);
    });

    test('a deletion lets a superuser go while there is another', async () => {
      const stays = await client.superuser();
      const leaves = await client.superuser();
      expect((await leave({ token: leaves.token, json })).status).toBe(204);
      const path = `/${leaves.user.id}`;
      expect((await client.send('GET', path, { token: stays.token })).status).toBe(404);
    });

    test('of 10 deletions that race, one answers 204 and the others 401, with one event', async () => {
      const { user, token } = await client.signedIn();
      const answers = await Promise.all(Array.from({ length: 10 }, () => leave({ token, json })));
      expect(tally(answers)).toEqual({ 204: 1, 401: 9 });
      expect((await client.eventTypes(user.id, 3)).filter((one) => one === 'after-delete')).toEqual(
        ['after-delete'],
      );
    });

    test('a deletion that races with a change, logins and registrations leaves at most one user', async () => {
      const { user, token } = await client.signedIn();
      const { email } = user;
      const register = () =>
        client.send('POST', '/register', { json: { email, password: PASSWORD } });
      const [left] = await Promise.all([
        leave({ token, json }),
        ...Array.from({ length: 5 }, () => client.login(email)),
        ...Array.from({ length: 5 }, register),
        client.send('PATCH', '/me', { token, json: { email: newEmail(), ...json } }),
      ]);
      expect(left?.status).toBe(204);
      const { token: root } = await client.superuser();
      expect((await client.send('GET', `/${user.id}`, { token: root })).status).toBe(404);
      const found = await client.send('GET', `?email=${email}`, { token: root });
      expect(found.json.filter(({ id }: { id: string }) => id === user.id)).toEqual([]);
      expect(found.json.length).toBeLessThanOrEqual(1);
    });
  });

  describe('GET /me/export', () => {
    const exported = (token: string) => client.send('GET', '/me/export', { token });

    test('an export gives what is stored of the user as a file, and nothing secret', async () => {
      const { user, token } = await client.signedIn();
      await client.send('POST', '/logout/jwt', { token: await client.token(user.email) });
      const reset = await client.resetToken(user.email);
      const answer = await exported(token);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toBe(
        'attachment; filename="users-api-export.json"',
      );
      expect(answer.json).toEqual({
        exported_at: expect.any(String),
        user,
        credential: { credential_version: 1 },
        last_event: expect.objectContaining({ type: 'after-login', backend: 'jwt' }),
        sessions: [],
        revoked_tokens: [{ id: expect.any(String), expires_at: expect.any(String) }],
        accounts: [],
        requests: [{ kind: 'forgot-password', requested_at: expect.any(String) }],
      });
      for (const secret of [token, reset, '$2', 'password_hash']) {
        expect(answer.text).not.toContain(secret);
      }
    });

    test('an export is 401 without a credential, and for a user who is gone', async () => {
      expect((await client.send('GET', '/me/export')).status).toBe(401);
      const { token } = await client.signedIn();
      await leave({ token, json });
      expect((await exported(token)).status).toBe(401);
    });
  });

  describe('of a deleted user', () => {
    const items = () => client.system.items;
    const nothingLeft = (...words: string[]) =>
      eventually(
        async () => ((await items().naming(...words)).length === 0 ? true : undefined),
        'a table without the user',
      );

    /** All that the API stores of a user, and what other settings would have it store. */
    async function live(): Promise<{ id: string; email: string; token: string }> {
      const { user, token } = await client.signedIn();
      const { id, email } = user;
      await client.send('POST', '/logout/jwt', { token: await client.token(email) });
      await client.send('POST', '/logout/cookie', { cookie: await client.cookie(email) });
      await client.resetToken(email);
      const at = new Date().toISOString();
      const actor = { id, by: 'user' };
      const asked = { id: randomUUID(), type: 'after-request-verify', at, actor };
      const others = [
        { pk: `SESSION#${id}`, sk: 'SESSION#1' },
        { pk: `ACCOUNT#${id}`, sk: `google#${id}` },
        { pk: `OAUTH#google#${id}`, sk: 'ACCOUNT', user_id: id },
        { pk: `REQUEST#${email}`, sk: 'request-verify', email, event: asked },
        { pk: `EMAIL-CHANGE#${id}`, sk: 'EMAIL-CHANGE#new@example.com', email, event: { at } },
      ];
      for (const item of others) await items().put(item);
      expect(await items().naming(id, email)).toHaveLength(10);
      return { id, email, token };
    }

    test('nothing is left of a deleted user in the table, once the event tells of it', async () => {
      const { id, email, token } = await live();
      expect((await leave({ token, json })).status).toBe(204);
      await client.event('after-delete', (user) => user.id === id);
      expect(await items().naming(id, email)).toEqual([]);
    });

    test('nothing is left of a user whom a superuser deleted', async () => {
      const { id, email } = await live();
      const { token } = await client.superuser();
      expect((await client.send('DELETE', `/${id}`, { token })).status).toBe(204);
      await nothingLeft(id, email);
    });

    test('nothing is left of what a deleted user did at that moment', async () => {
      const { id, email, token } = await live();
      const own = await client.token(email);
      const atOnce = [
        ...Array.from({ length: 10 }, () => client.login(email)),
        client.send('POST', '/logout/jwt', { token: own }),
        client.send('PATCH', '/me', { token: own, json: { password: OTHER_PASSWORD, ...json } }),
        client.send('POST', '/register', { json: { email, password: PASSWORD } }),
      ];
      const [left] = await Promise.all([leave({ token, json }), ...atOnce]);
      // The change of the password may have come first: it ended the login that was to delete.
      if (left?.status !== 204) {
        expect(left?.status).toBeGreaterThanOrEqual(400);
        const { token: root } = await client.superuser();
        expect((await client.send('DELETE', `/${id}`, { token: root })).status).toBe(204);
      }
      await nothingLeft(id);
    });
  });
}
