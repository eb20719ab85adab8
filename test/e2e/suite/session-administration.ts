import { expect, test } from '@jest/globals';
import { seen } from '../support/client.ts';
import { SessionClient } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const NOT_FOUND = { status: 404, json: { detail: 'NOT_FOUND' } };

/**
 * What a superuser may do with the sessions of others; the API is that of `test/apps/sessions.ts`.
 */
export function sessionAdministrationCases(start: Start): void {
  let client: SessionClient;
  runOn(start, (system) => {
    client = new SessionClient(system);
  });

  test('a superuser lists the sessions of anyone, and ends one', async () => {
    const user = await client.register();
    const [kept, lost] = [
      await client.signIn('session', user.email),
      await client.signIn('web', user.email),
    ];
    const { user: root, ...credential } = await client.superuserInSession();
    const path = `/${user.id}/sessions`;
    const { json } = await client.send('GET', path, credential);
    expect(json).toMatchObject([
      { backend: 'web', current: false },
      { backend: 'session', current: false },
    ]);
    expect((await client.end(credential, `${path}/${json[0].id}`)).status).toBe(204);
    expect({ lost: await client.status(lost), kept: await client.status(kept) }).toEqual({
      lost: 401,
      kept: 200,
    });
    const own = await client.send('GET', `/${root.id}/sessions`, credential);
    expect(own.json).toMatchObject([{ backend: 'session', current: true }]);
  });

  test('a superuser signs a user out everywhere', async () => {
    const user = await client.register();
    const all = [
      await client.signIn('session', user.email),
      await client.signIn('web', user.email),
      await client.signIn('jwt', user.email),
    ];
    const { user: _, ...credential } = await client.superuserInSession();
    expect((await client.end(credential, `/${user.id}/sessions`)).status).toBe(204);
    for (const each of all) expect(await client.status(each)).toBe(401);
    expect(await client.status(await client.signIn('web', user.email))).toBe(200);
  });

  test('a superuser gets 404 for unknown users and sessions, and for invalid ids', async () => {
    const user = await client.register();
    const [other] = [await client.signIn('session', user.email)];
    const { user: root, ...credential } = await client.superuserInSession();
    const id = await client.currentId(other);
    const nobody = '00000000-0000-7000-8000-000000000000';
    const paths = [`/${nobody}/sessions`, '/x/sessions'];
    for (const path of paths) {
      expect(seen(await client.send('GET', path, credential))).toEqual(NOT_FOUND);
      expect(seen(await client.end(credential, path))).toEqual(NOT_FOUND);
    }
    for (const path of [
      `/${nobody}/sessions/${id}`,
      `/${root.id}/sessions/${id}`,
      `/${user.id}/sessions/x`,
    ]) {
      expect(seen(await client.end(credential, path))).toEqual(NOT_FOUND);
    }
    expect(await client.status(other)).toBe(200);
  });

  test('only a superuser may see and end the sessions of others', async () => {
    const user = await client.register();
    const own = await client.signIn('session', user.email);
    const path = `/${user.id}/sessions`;
    const id = await client.currentId(own);
    for (const answer of [
      await client.send('GET', path, own),
      await client.end(own, path),
      await client.end(own, `${path}/${id}`),
    ]) {
      expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
    }
  });
}
