import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen } from '../support/client.ts';
import { lock } from '../support/lock.ts';
import { runOn, type Start } from '../support/start.ts';
import type { ApiUser } from '../support/system.ts';

/** Names that are locked, with the limits of the example: that it is told, and what ends it. */
export function lockoutCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const LOCKED = { status: 429, json: { detail: 'TOO_MANY_REQUESTS' } };
  const wrong = (email: string) => client.login(email, 'not the password');

  const lockOut = ({ email }: ApiUser) =>
    lock(client, email, async () => expect((await wrong(email)).status).toBe(400));

  test('a name that is locked is told once, with the user and where the guesses came from', async () => {
    const user = await client.register();
    await lockOut(user);
    const { detail } = await client.event('after-lockout', ({ id }) => id === user.id);
    expect(detail).toEqual({
      id: expect.any(String),
      time: expect.any(String),
      sequence: expect.any(Number),
      actor: { id: null, by: 'user' },
      user,
      attempts: 5,
      ip: expect.any(String),
      user_agent: expect.any(String),
    });
    const later = await client.register();
    await client.event('after-register', ({ id }) => id === later.id);
    expect(await client.eventTypes(user.id, 2)).toEqual(['after-register', 'after-lockout']);
  });

  test('no name is stored that a password was wrong for', async () => {
    const typed = `p4ss-${newEmail()}`;
    const { email } = await client.register();
    await wrong(typed);
    await wrong(`not an address ${typed}`);
    await wrong(email);
    const counters = (await client.system.items.scan()).filter(({ pk }) =>
      /^(ATTEMPTS|LOCKOUT)#/.test(String(pk)),
    );
    expect(counters.length).toBeGreaterThan(3);
    const naming = counters.filter((item) =>
      [typed, email, 'not the password'].some((word) => JSON.stringify(item).includes(word)),
    );
    expect(naming).toEqual([]);
  });

  test('a superuser lets a user in who is locked out, once and for all', async () => {
    const user = await client.register();
    const { token, user: root } = await client.superuser();
    await lockOut(user);
    expect(seen(await client.login(user.email))).toEqual(LOCKED);
    const lift = (path: string, as?: string) =>
      client.send('DELETE', path, as === undefined ? {} : { token: as });
    const path = `/${user.id}/lockout`;
    expect((await lift(path)).status).toBe(401);
    const own = await client.signedIn();
    expect((await lift(path, own.token)).status).toBe(403);
    expect((await lift(`/${crypto.randomUUID()}/lockout`, token)).status).toBe(404);
    expect((await lift(path, token)).status).toBe(204);
    expect((await client.login(user.email)).status).toBe(200);
    expect((await lift(path, token)).status).toBe(204);
    expect((await lift(`/${root.id}/lockout`, token)).status).toBe(204);
  });

  test('a reset lets its user in at once, who was locked out', async () => {
    const user = await client.register();
    await lockOut(user);
    expect(seen(await client.login(user.email))).toEqual(LOCKED);
    const token = await client.resetToken(user.email);
    const json = { token, password: OTHER_PASSWORD };
    expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
    expect((await client.login(user.email, OTHER_PASSWORD)).status).toBe(200);
  });

  test('nothing of a deleted user is counted any more', async () => {
    const { user, token } = await client.signedIn();
    await wrong(user.email);
    const json = { current_password: PASSWORD };
    expect((await client.send('DELETE', '/me', { token, json })).status).toBe(204);
    await client.event('after-delete', ({ id }) => id === user.id);
    expect(await client.system.items.naming(user.id)).toEqual([]);
  });
}
