import { expect, test } from '@jest/globals';
import { ASKED_ATTRIBUTES } from '../../../lib/contract/attributes.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';
import type { ApiUser } from '../support/system.ts';

/** An API whose users have to confirm a new address. */
export function emailChangeCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const badToken = { status: 400, json: { detail: 'EMAIL_CHANGE_BAD_TOKEN' } };
  const confirm = (token: string) =>
    client.send('POST', '/confirm-email-change', { json: { token } });

  async function signedIn(): Promise<{ user: ApiUser; token: string }> {
    const user = await client.verified();
    return { user, token: await client.token(user.email) };
  }

  const ask = (token: string, email: string, more: object = {}) =>
    client.send('PATCH', '/me', { token, json: { email, current_password: PASSWORD, ...more } });

  /** The event of the request for exactly this address. */
  const asked = (newAddress: string) =>
    client.eventWhere(
      'after-request-email-change',
      ({ detail }) => detail.new_email === newAddress,
    );
  const tokenFor = async (newAddress: string) => String((await asked(newAddress)).detail.token);

  /** Waits until all that happened so far is published. */
  async function published(): Promise<void> {
    const later = await client.register();
    await client.event('after-register', ({ id }) => id === later.id);
  }

  test('until a new address is confirmed, neither address is a password', async () => {
    const { user, token } = await signedIn();
    const next = newEmail();
    for (const password of [user.email, next]) {
      const { status, json } = await ask(token, next, { password });
      expect({ status, code: json.detail.code }).toEqual({
        status: 400,
        code: 'UPDATE_USER_INVALID_PASSWORD',
      });
    }
  });

  test('superusers who change their own address by their id have to confirm it, others’ they change at once', async () => {
    const { user, token } = await client.superuser({ is_verified: true });
    const email = newEmail();
    const path = `/${user.id}`;
    const refused = await client.send('PATCH', path, { token, json: { email } });
    expect(seen(refused)).toEqual({
      status: 400,
      json: { detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' },
    });
    const json = { email, current_password: PASSWORD };
    expect(seen(await client.send('PATCH', path, { token, json }))).toEqual({
      status: 200,
      json: user,
    });
    expect((await client.login(email)).status).toBe(400);
    expect((await confirm(await tokenFor(email))).json).toMatchObject({ id: user.id, email });

    const other = await client.register();
    const moved = newEmail();
    const answer = await client.send('PATCH', `/${other.id}`, { token, json: { email: moved } });
    expect(answer.json).toMatchObject({ email: moved });
  });

  test('the old address stays in force until the new one is confirmed', async () => {
    const { user, token } = await signedIn();
    const email = newEmail();
    expect(seen(await ask(token, email.toUpperCase()))).toEqual({ status: 200, json: user });
    expect((await client.login(user.email)).status).toBe(200);
    expect((await client.login(email)).status).toBe(400);
    const { detail } = await asked(email);
    expect(detail).toEqual({
      id: expect.any(String),
      time: expect.any(String),
      sequence: expect.any(Number),
      actor: { id: user.id, by: 'user' },
      user,
      new_email: email,
      token: expect.any(String),
      expires_at: expect.any(String),
    });

    const confirmed = await confirm(String(detail.token));
    const moved = { ...user, email, updated_at: expect.any(String) };
    expect(seen(confirmed)).toEqual({ status: 200, json: moved });
    expect(seen(await client.send('GET', '/me', { token }))).toEqual({ status: 200, json: moved });
    expect((await client.login(email)).status).toBe(200);
    expect((await client.login(user.email)).status).toBe(400);
    const update = await client.event('after-update', ({ id }) => id === user.id);
    expect(update.detail).toMatchObject({
      user: moved,
      changed: ['email'],
      previous_email: user.email,
    });
    expect(seen(await confirm(String(detail.token)))).toEqual(badToken);
  });

  test('a change of the address needs the current password, and asks nobody without it', async () => {
    const { user, token } = await signedIn();
    const email = newEmail();
    const refused = await ask(token, email, { current_password: 'wrong' });
    expect(refused.json).toEqual({ detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' });
    await published();
    const events = await client.system.events();
    expect(events.filter(({ detail }) => detail.new_email === email)).toEqual([]);
    expect(seen(await ask(token, user.email))).toEqual({ status: 200, json: user });
  });

  test('the other changes of a body with a new address are made at once', async () => {
    const { user, token } = await signedIn();
    const email = newEmail();
    expect((await ask(token, email, { password: OTHER_PASSWORD })).status).toBe(200);
    expect((await client.login(user.email, OTHER_PASSWORD)).status).toBe(200);
    const update = await client.event('after-update', ({ id }) => id === user.id);
    expect(update.detail.changed).toEqual(['password']);
    expect((await confirm(await tokenFor(email))).status).toBe(200);
  });

  test('a change to a taken address is answered like one to a free address, tells the old one, and mails no token', async () => {
    const { user, token } = await signedIn();
    const other = await client.register();
    expect(seen(await ask(token, other.email))).toEqual({ status: 200, json: user });
    const { detail } = await asked(other.email);
    const fields = ['actor', 'id', 'new_email', 'sequence', 'time', 'user'];
    expect(Object.keys(detail).sort()).toEqual(fields);
    expect(detail.user).toEqual(user);
  });

  test('an address that is taken by the time it is confirmed is refused', async () => {
    const { token } = await signedIn();
    const email = newEmail();
    await ask(token, email);
    const change = await tokenFor(email);
    await client.register(email);
    expect(seen(await confirm(change))).toEqual({
      status: 400,
      json: { detail: 'UPDATE_USER_EMAIL_ALREADY_EXISTS' },
    });
  });

  test('a user has a new address mailed at most once a minute, and a refused request writes nothing', async () => {
    const { user, token } = await signedIn();
    const email = newEmail();
    await ask(token, email);
    const answer = await ask(token, email, { password: OTHER_PASSWORD });
    expect(seen(answer)).toEqual({ status: 429, json: { detail: 'TOO_MANY_REQUESTS' } });
    const wait = Number(answer.headers.get('retry-after'));
    expect({ wait, isOfTheMinute: wait > 0 && wait <= 60 }).toEqual({ wait, isOfTheMinute: true });
    expect((await client.login(user.email)).status).toBe(200);
  });

  test('a user has a new address mailed at most six times in an hour', async () => {
    const { user, token } = await signedIn();
    const email = newEmail();
    const ofRequest = ({ pk, sk }: Record<string, unknown>) =>
      pk === `EMAIL-CHANGE#${user.id}` && sk === `EMAIL-CHANGE#${email}`;
    for (let request = 0; request < 6; request++) {
      expect((await ask(token, email)).status).toBe(200);
      // What was asked for was so a minute longer ago.
      const item = (await client.system.items.scan()).find(ofRequest) ?? {};
      const earlier = ASKED_ATTRIBUTES.filter((name) => name in item).map((name) => [
        name,
        Number(item[name]) - 60,
      ]);
      await client.system.items.change(ofRequest, Object.fromEntries(earlier));
    }
    const answer = await ask(token, email);
    expect(seen(answer)).toEqual({ status: 429, json: { detail: 'TOO_MANY_REQUESTS' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3000);
    expect((await ask(token, newEmail())).status).toBe(200);
  });

  test('a request of one user for an address neither blocks nor delays that of another', async () => {
    const [eve, ada] = [await signedIn(), await signedIn()];
    const email = newEmail();
    expect((await ask(eve.token, email)).status).toBe(200);
    expect(seen(await ask(ada.token, email))).toEqual({ status: 200, json: ada.user });
    const { detail } = await client.eventWhere(
      'after-request-email-change',
      (event) => event.detail.new_email === email && event.detail.user.id === ada.user.id,
    );
    expect((await confirm(String(detail.token))).json.email).toBe(email);
  });

  test('only the token of the newest request confirms an address', async () => {
    const { token } = await signedIn();
    const [first, second] = [newEmail(), newEmail()];
    await ask(token, first);
    const superseded = await tokenFor(first);
    await ask(token, second);
    expect(seen(await confirm(superseded))).toEqual(badToken);
    expect((await confirm(await tokenFor(second))).json.email).toBe(second);
  });

  test('no token confirms an address after a new password or address, of an inactive user, or of another kind', async () => {
    const root = await client.superuser({ is_verified: true });
    const changes = [{ password: OTHER_PASSWORD }, { email: newEmail() }, { is_active: false }];
    for (const json of changes) {
      const { user, token } = await signedIn();
      const email = newEmail();
      await ask(token, email);
      const change = await tokenFor(email);
      const changed = await client.send('PATCH', `/${user.id}`, { token: root.token, json });
      expect(changed.status).toBe(200);
      expect(seen(await confirm(change))).toEqual(badToken);
    }
    const { email } = await client.register();
    for (const token of ['', 'x', root.token, await client.verifyToken(email)]) {
      expect(seen(await confirm(token))).toEqual(badToken);
    }
    expect((await client.send('POST', '/confirm-email-change', { json: {} })).status).toBe(422);
  });

  test('a superuser changes an address at once, and the event names the one before', async () => {
    const root = await client.superuser({ is_verified: true });
    const { user } = await signedIn();
    const json = { email: newEmail() };
    const changed = await client.send('PATCH', `/${user.id}`, { token: root.token, json });
    expect(changed.json).toMatchObject({ ...json, is_verified: false });
    const { detail } = await client.event('after-update', ({ id }) => id === user.id);
    expect(detail.previous_email).toBe(user.email);
  });

  test('of 50 confirmations that race with one token, one wins', async () => {
    const { user, token } = await signedIn();
    const email = newEmail();
    await ask(token, email);
    const change = await tokenFor(email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => confirm(change)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['400 {"detail":"EMAIL_CHANGE_BAD_TOKEN"}']),
    );
    await published();
    const updates = (await client.system.events()).filter(
      (one) => one['detail-type'] === 'after-update' && one.detail.user.id === user.id,
    );
    expect(updates).toHaveLength(1);
  });

  test('a request that races with the confirmation of another ends at one of the two addresses', async () => {
    const { user, token } = await signedIn();
    const [first, second] = [newEmail(), newEmail()];
    await ask(token, first);
    const change = await tokenFor(first);
    const [confirmed, requested] = await Promise.all([confirm(change), ask(token, second)]);
    expect(requested.status).toBe(200);
    expect([200, 400]).toContain(confirmed.status);
    const me = await client.send('GET', '/me', { token });
    expect(me.json.email).toBe(confirmed.status === 200 ? first : user.email);
    expect((await client.login(me.json.email)).status).toBe(200);
  });
}
