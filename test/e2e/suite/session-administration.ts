import { expect, test } from '@jest/globals';
import type { Client } from '../support/client.ts';
import { seen, sessionClient } from '../support/session-client.ts';

const NOT_FOUND = [404, { detail: 'NOT_FOUND' }];

/** What a superuser may do with the sessions of others; the API is that of `test/apps/sessions.ts`. */
export function sessionAdministrationCases(client: () => Client): void {
  const { signIn, me, currentId, end, superuser } = sessionClient(client);

  test('lists those of anyone, and ends one', async () => {
    const user = await client().register();
    const [kept, lost] = [await signIn('session', user.email), await signIn('web', user.email)];
    const { user: root, ...credential } = await superuser();
    const path = `/${user.id}/sessions`;
    const { json } = await client().send('GET', path, credential);
    expect(json).toMatchObject([
      { backend: 'web', current: false },
      { backend: 'session', current: false },
    ]);
    expect((await end(credential, `${path}/${json[0].id}`)).status).toBe(204);
    expect([await me(lost), await me(kept)]).toEqual([401, 200]);
    const own = await client().send('GET', `/${root.id}/sessions`, credential);
    expect(own.json).toMatchObject([{ backend: 'session', current: true }]);
  });

  test('signs a user out everywhere', async () => {
    const user = await client().register();
    const all = [
      await signIn('session', user.email),
      await signIn('web', user.email),
      await signIn('jwt', user.email),
    ];
    const { user: _, ...credential } = await superuser();
    expect((await end(credential, `/${user.id}/sessions`)).status).toBe(204);
    for (const each of all) expect(await me(each)).toBe(401);
    expect(await me(await signIn('web', user.email))).toBe(200);
  });

  test('is told 404 of users and sessions that are not there, or are no id', async () => {
    const user = await client().register();
    const [other] = [await signIn('session', user.email)];
    const { user: root, ...credential } = await superuser();
    const id = await currentId(other);
    const nobody = '00000000-0000-7000-8000-000000000000';
    const paths = [`/${nobody}/sessions`, '/x/sessions'];
    for (const path of paths) {
      expect(seen(await client().send('GET', path, credential))).toEqual(NOT_FOUND);
      expect(seen(await end(credential, path))).toEqual(NOT_FOUND);
    }
    for (const path of [
      `/${nobody}/sessions/${id}`,
      `/${root.id}/sessions/${id}`,
      `/${user.id}/sessions/x`,
    ]) {
      expect(seen(await end(credential, path))).toEqual(NOT_FOUND);
    }
    expect(await me(other)).toBe(200);
  });

  test('is who these are for', async () => {
    const user = await client().register();
    const own = await signIn('session', user.email);
    const path = `/${user.id}/sessions`;
    const id = await currentId(own);
    for (const answer of [
      await client().send('GET', path, own),
      await end(own, path),
      await end(own, `${path}/${id}`),
    ]) {
      expect(seen(answer)).toEqual([403, { detail: 'FORBIDDEN' }]);
    }
  });
}
