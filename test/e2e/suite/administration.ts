import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, newEmail, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';
import type { ApiUser } from '../support/system.ts';

/** Deletes every superuser but those that these cases make. */
export function administrationCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  let root: Promise<{ token: string }> | undefined;
  /** One superuser for all cases, so that there is always one left. */
  const rootToken = async () => {
    root ??= client.superuser();
    return (await root).token;
  };
  const asRoot = async (method: string, path: string, json?: unknown) =>
    client.send(method, path, { token: await rootToken(), json });

  /** All users, by as many requests as it takes. */
  async function* pages(limit: number): AsyncGenerator<readonly ApiUser[]> {
    let path: string | undefined = `?limit=${limit}`;
    while (path !== undefined) {
      const answer = await asRoot('GET', path);
      expect(answer.status).toBe(200);
      yield answer.json;
      path = nextPage(answer);
    }
  }

  /** The query of the page that the answer's Link header names. */
  function nextPage({ headers }: Answer): string | undefined {
    const link = headers.get('link');
    if (link === null) return undefined;
    const [, path, query] = /^<([^?>]+)(\?[^>]+)>; rel="next"$/.exec(link) ?? [];
    expect(path).toBe(client.system.basePath);
    return query;
  }

  describe('a caller who may not', () => {
    const routes: [method: string, path: string][] = [
      ['GET', ''],
      ['GET', `/${randomUUID()}`],
      ['PATCH', `/${randomUUID()}`],
      ['DELETE', `/${randomUUID()}`],
      ['GET', '/no-uuid'],
      ['PATCH', '/no-uuid'],
      ['DELETE', '/no-uuid'],
    ];

    test.each(routes)('%s %s is 401 without a credential', async (method, path) => {
      const answer = await client.send(method, path);
      expect(seen(answer)).toEqual({ status: 401, json: { detail: 'UNAUTHORIZED' } });
    });

    test.each(routes)('%s %s is 403 for an ordinary user', async (method, path) => {
      const { token } = await client.signedIn();
      const answer = await client.send(method, path, {
        token,
        body: method === 'PATCH' ? '[' : undefined,
      });
      expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
    });
  });

  describe('GET, PATCH and DELETE of a user', () => {
    test.each(['no-uuid', 'register', randomUUID(), '0'])(
      'a user by the id %s is 404',
      async (id) => {
        for (const method of ['GET', 'PATCH', 'DELETE']) {
          const answer = await asRoot(method, `/${id}`, method === 'PATCH' ? {} : undefined);
          expect(seen(answer)).toEqual({ status: 404, json: { detail: 'NOT_FOUND' } });
        }
      },
    );

    test('a body that is wrong is 422 before an unknown user is 404', async () => {
      const answer = await asRoot('PATCH', `/${randomUUID()}`, { is_active: 'true' });
      expect(answer.status).toBe(422);
    });

    test('a superuser gets a user, by its id in any case', async () => {
      const user = await client.register();
      expect((await asRoot('GET', `/${user.id}`)).json).toEqual(user);
      expect((await asRoot('GET', `/${user.id.toUpperCase()}`)).json).toEqual(user);
    });

    test('a superuser changes flags, and the event names only those that changed', async () => {
      const user = await client.register();
      const answer = await asRoot('PATCH', `/${user.id}`, {
        is_verified: true,
        is_superuser: false,
        id: 'other',
      });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({ ...user, is_verified: true, updated_at: expect.any(String) });
      const { detail } = await client.event('after-update', ({ id }) => id === user.id);
      expect(detail.changed).toEqual(['is_verified']);
    });

    test('a superuser changes address and password without the current one', async () => {
      const user = await client.register();
      const email = newEmail();
      const token = await client.token(user.email);
      const json = { email, password: OTHER_PASSWORD, is_verified: true };
      const answer = await asRoot('PATCH', `/${user.id}`, json);
      expect(answer.json).toMatchObject({ email, is_verified: true });
      expect((await client.login(email, OTHER_PASSWORD)).status).toBe(200);
      expect((await client.send('GET', '/me', { token })).status).toBe(401);
    });

    test('a superuser sets a new password, which also ends the login that changed it before', async () => {
      const { user, token } = await client.signedIn();
      const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
      expect((await client.send('PATCH', '/me', { token, json })).status).toBe(200);
      expect((await client.send('GET', '/me', { token })).status).toBe(200);
      await asRoot('PATCH', `/${user.id}`, { password: PASSWORD });
      expect((await client.send('GET', '/me', { token })).status).toBe(401);
      expect((await client.login(user.email, PASSWORD)).status).toBe(200);
    });

    test('a deactivation ends the user’s tokens, and an activation does not revive them', async () => {
      const { user, token } = await client.signedIn();
      await asRoot('PATCH', `/${user.id}`, { is_active: false });
      expect((await client.send('GET', '/me', { token })).status).toBe(401);
      expect((await client.login(user.email)).status).toBe(400);
      await asRoot('PATCH', `/${user.id}`, { is_active: true });
      expect((await client.send('GET', '/me', { token })).status).toBe(401);
      expect((await client.login(user.email)).status).toBe(200);
    });

    test('a change by a superuser to a taken address or a bad password is refused', async () => {
      const user = await client.register();
      const other = await client.register();
      const taken = await asRoot('PATCH', `/${user.id}`, { email: other.email });
      expect(seen(taken)).toEqual({
        status: 400,
        json: { detail: 'UPDATE_USER_EMAIL_ALREADY_EXISTS' },
      });
      const bad = await asRoot('PATCH', `/${user.id}`, { password: 'short' });
      expect(seen(bad)).toEqual({
        status: 400,
        json: { detail: { code: 'UPDATE_USER_INVALID_PASSWORD', reason: expect.any(String) } },
      });
    });

    test.each(['true', 1])(
      'a change by a superuser does not take %j for a boolean',
      async (value) => {
        const user = await client.register();
        const answer = await asRoot('PATCH', `/${user.id}`, { is_superuser: value });
        expect(answer.status).toBe(422);
        expect(answer.json.detail).toEqual([
          { loc: ['body', 'is_superuser'], msg: expect.any(String), type: 'bool_type' },
        ]);
      },
    );

    test('a superuser deletes a user, whose token, address and place in the list are gone', async () => {
      const { user, token } = await client.signedIn();
      const answer = await asRoot('DELETE', `/${user.id}`);
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect((await client.send('GET', '/me', { token })).status).toBe(401);
      expect((await asRoot('GET', `/${user.id}`)).status).toBe(404);
      expect((await asRoot('DELETE', `/${user.id}`)).status).toBe(404);
      const { detail } = await client.event('after-delete', ({ id }) => id === user.id);
      expect(detail).toEqual({
        id: expect.any(String),
        time: expect.any(String),
        sequence: expect.any(Number),
        actor: { id: expect.any(String), by: 'superuser' },
        user,
      });
      await client.register(user.email, PASSWORD);
    });
  });

  describe('the list', () => {
    test('the list gives all users oldest first, page by page, by the Link header', async () => {
      const users = [];
      for (let count = 0; count < 7; count++) users.push(await client.register());
      const seen: string[] = [];
      for await (const page of pages(3)) {
        expect(page.length).toBeLessThanOrEqual(3);
        seen.push(...page.map(({ id }) => id));
      }
      expect(seen).toEqual([...seen].sort());
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(users.map(({ id }) => id)));
    });

    test('the list finds a user by the exact address, in any case', async () => {
      const user = await client.register();
      const found = await asRoot('GET', `?email=${encodeURIComponent(user.email.toUpperCase())}`);
      expect(found.json).toEqual([user]);
      for (const nobody of [newEmail(), 'no-address', '']) {
        expect((await asRoot('GET', `?email=${nobody}`)).json).toEqual([]);
      }
    });

    test.each([
      ['limit=0', 'limit', 'greater_than_equal'],
      ['limit=-1', 'limit', 'greater_than_equal'],
      ['limit=101', 'limit', 'less_than_equal'],
      ['limit=ten', 'limit', 'int_parsing'],
      ['limit=', 'limit', 'int_parsing'],
      ['limit=1.5', 'limit', 'int_parsing'],
      ['limit=5&limit=5', 'limit', 'repeated'],
      ['email=a@example.com&email=b@example.com', 'email', 'repeated'],
      ['cursor=made-up', 'cursor', 'cursor_invalid'],
    ])('the list with ?%s is 422', async (query, field, type) => {
      const answer = await asRoot('GET', `?${query}`);
      expect(answer.status).toBe(422);
      expect(answer.json.detail).toEqual([
        { loc: ['query', field], msg: expect.any(String), type },
      ]);
    });

    test('the list refuses a cursor that was tampered with', async () => {
      await client.register();
      const first = await asRoot('GET', '?limit=1');
      const cursor = /cursor=([^&>]+)/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
      expect((await asRoot('GET', `?limit=1&cursor=${cursor}`)).status).toBe(200);
      const tampered = `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`;
      expect((await asRoot('GET', `?limit=1&cursor=${tampered}`)).status).toBe(422);
      expect((await asRoot('GET', `?cursor=${await rootToken()}`)).status).toBe(422);
    });
  });

  describe('the last active superuser', () => {
    test('the last active superuser can’t be demoted, deactivated or deleted until there is another', async () => {
      const token = await rootToken();
      const me = (await client.send('GET', '/me', { token })).json;
      for await (const page of pages(100)) {
        const others = page.filter(({ id, is_superuser }) => is_superuser && id !== me.id);
        for (const { id } of others) expect((await asRoot('DELETE', `/${id}`)).status).toBe(204);
      }
      const refusals = [
        await asRoot('PATCH', `/${me.id}`, { is_superuser: false }),
        await asRoot('PATCH', `/${me.id}`, { is_active: false }),
        await asRoot('DELETE', `/${me.id}`),
      ];
      for (const answer of refusals) {
        expect(seen(answer)).toEqual({ status: 409, json: { detail: 'LAST_SUPERUSER' } });
      }
      const next = await client.superuser();
      const demoted = await asRoot('PATCH', `/${me.id}`, { is_superuser: false });
      expect(demoted.json.is_superuser).toBe(false);
      expect((await asRoot('GET', '')).status).toBe(403);
      root = Promise.resolve(next);
    });
  });
}
