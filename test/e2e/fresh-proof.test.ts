import { afterEach, describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../support/passwords.ts';
import { Client, seen } from './support/client.ts';
import { CHEAP_HASHES } from './support/local-system.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn } from './support/start.ts';

/** Signed tokens can't be aged, so here no login is ever recent: the construct refuses such a time. */
describe('fresh proof of a login that is only signed, on this machine,', () => {
  let system: ProxiedSystem;
  let client: Client;
  runOn(
    () => startProxiedSystem({ environment: { ...CHEAP_HASHES, RECENT_LOGIN: '0' } }),
    (started) => {
      system = started;
      client = new Client(system);
    },
  );
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  const refused = { status: 403, json: { detail: 'REAUTHENTICATION_REQUIRED' } };
  const json = { current_password: PASSWORD };

  test.each(['token', 'cookie'] as const)(
    'a deletion by %s asks for the password',
    async (kind) => {
      const { email } = await client.register();
      const own = { [kind]: await client[kind](email) };
      expect(seen(await client.send('DELETE', '/me', own))).toEqual(refused);
      expect((await client.send('GET', '/me', own)).status).toBe(200);
      expect((await client.send('DELETE', '/me', { ...own, json })).status).toBe(204);
      expect((await client.send('GET', '/me', own)).status).toBe(401);
    },
  );

  test('a superuser’s deletion of themselves asks for the password, that of another does not', async () => {
    await client.superuser();
    const { user, token } = await client.superuser();
    const other = await client.register();
    expect(seen(await client.send('DELETE', `/${user.id}`, { token }))).toEqual(refused);
    expect((await client.send('DELETE', `/${other.id}`, { token })).status).toBe(204);
    expect((await client.send('DELETE', `/${user.id}`, { token, json })).status).toBe(204);
  });
});
