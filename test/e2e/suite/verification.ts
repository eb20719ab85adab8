import { expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen, tally } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export function verificationCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const ask = (email: string) => client.send('POST', '/request-verify-token', { json: { email } });
  const verify = (token: string) => client.send('POST', '/verify', { json: { token } });
  const badToken = { detail: 'VERIFY_USER_BAD_TOKEN' };

  test('a verification verifies the address with the token of the event, once', async () => {
    const user = await client.register();
    const asked = await ask(user.email.toUpperCase());
    expect(asked).toMatchObject({ status: 202, text: 'null' });
    const { detail } = await client.event('after-request-verify', ({ id }) => id === user.id);
    expect(detail).toEqual({
      id: expect.any(String),
      time: expect.any(String),
      sequence: expect.any(Number),
      actor: { id: null, by: 'user' },
      user,
      token: expect.any(String),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const lifetime = Date.parse(String(detail.expires_at)) - Date.parse(detail.time);
    expect(Math.abs(lifetime - 3_600_000)).toBeLessThanOrEqual(1_000);

    const token = String(detail.token);
    const verified = await verify(token);
    expect(verified.status).toBe(200);
    expect(verified.json).toEqual({
      ...user,
      is_verified: true,
      updated_at: expect.any(String),
    });
    const again = await verify(token);
    expect(again.status).toBe(400);
    expect(again.json).toEqual({ detail: 'VERIFY_USER_ALREADY_VERIFIED' });
  });

  test('a verification raises after-verify, and no after-update', async () => {
    const user = await client.register();
    const { json } = await verify(await client.verifyToken(user.email));
    expect(await client.eventTypes(user.id, 3)).toEqual([
      'after-register',
      'after-request-verify',
      'after-verify',
    ]);
    const { detail } = await client.event('after-verify', ({ id }) => id === user.id);
    expect(detail.user).toEqual(json);
  });

  test('a request for a verification answers an unknown address like a known one, and raises nothing for it', async () => {
    const known = await client.register();
    const unknown = newEmail();
    const answers = [await ask(unknown), await ask(known.email)];
    expect(answers.map(({ status, text }) => ({ status, text }))).toEqual([
      { status: 202, text: 'null' },
      { status: 202, text: 'null' },
    ]);
    // The known one was asked for later, so when its event is there the other's would be.
    await client.event('after-request-verify', ({ id }) => id === known.id);
    const events = await client.system.events();
    expect(events.filter(({ detail }) => detail.user.email === unknown)).toEqual([]);
  });

  test('a request for a verification raises nothing for a user who is inactive or verified already', async () => {
    const idle = await client.register();
    const done = await client.system.createUser({
      email: newEmail(),
      password: PASSWORD,
      is_verified: true,
    });
    const { token } = await client.superuser();
    await client.send('PATCH', `/${idle.id}`, { token, json: { is_active: false } });
    for (const { email } of [idle, done]) expect((await ask(email)).status).toBe(202);
    const other = await client.register();
    await client.verifyToken(other.email);
    expect(await client.eventTypes(idle.id, 2)).toEqual(['after-register', 'after-update']);
    expect(await client.eventTypes(done.id, 1)).toEqual(['after-register']);
  });

  test('requests for a verification raise one event a minute for an address, beside one for a reset', async () => {
    const user = await client.register();
    const other = await client.register();
    const all = [user.email, user.email.toUpperCase(), user.email].map(ask);
    expect(tally(await Promise.all(all))).toEqual({ 202: 3 });
    await client.resetToken(user.email);
    await client.verifyToken(other.email);
    const types = await client.eventTypes(user.id, 3);
    expect(types.sort()).toEqual([
      'after-forgot-password',
      'after-register',
      'after-request-verify',
    ]);
  });

  test('a verification takes no token of another kind, and its own token is good for nothing else', async () => {
    const { user, token: access } = await client.signedIn();
    const reset = await client.resetToken(user.email);
    for (const token of ['', 'x', access, reset]) {
      const answer = await verify(token);
      expect(seen(answer)).toEqual({ status: 400, json: badToken });
    }
    const token = await client.verifyToken(user.email);
    expect((await client.send('GET', '/me', { token })).status).toBe(401);
    const json = { token, password: PASSWORD };
    expect((await client.send('POST', '/reset-password', { json })).json).toEqual({
      detail: 'RESET_PASSWORD_BAD_TOKEN',
    });
  });

  test('a verification takes no token for an earlier address, of an inactive user, or of a deleted one', async () => {
    const root = await client.superuser();
    const change = (id: string, json: object) =>
      client.send('PATCH', `/${id}`, { token: root.token, json });
    const [moved, idle, gone] = [
      await client.register(),
      await client.register(),
      await client.register(),
    ];
    const tokens: string[] = [];
    for (const { email } of [moved, idle, gone]) tokens.push(await client.verifyToken(email));
    await change(moved.id, { email: newEmail() });
    await change(idle.id, { is_active: false });
    await client.send('DELETE', `/${gone.id}`, { token: root.token });
    for (const token of tokens) {
      const answer = await verify(token);
      expect(seen(answer)).toEqual({ status: 400, json: badToken });
    }
  });

  test('a verification keeps the user signed in', async () => {
    const { user, token } = await client.signedIn();
    await verify(await client.verifyToken(user.email));
    const me = await client.send('GET', '/me', { token });
    expect(seen(me)).toEqual({ status: 200, json: expect.objectContaining({ is_verified: true }) });
  });

  test('a request for a verification of an invalid address is 422, and so is a verification without a token', async () => {
    expect((await ask('nobody')).status).toBe(422);
    expect((await client.send('POST', '/verify', { json: {} })).status).toBe(422);
  });

  test('of 50 verifications that race with one token, one wins', async () => {
    const user = await client.register();
    const token = await client.verifyToken(user.email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['400 {"detail":"VERIFY_USER_ALREADY_VERIFIED"}']),
    );
    // An event of a later user is published after all events of this one.
    const later = await client.register();
    await client.event('after-register', ({ id }) => id === later.id);
    const events = await client.system.events();
    const about = events.filter(({ detail }) => detail.user.id === user.id);
    expect(about.map((one) => one['detail-type'])).toEqual([
      'after-register',
      'after-request-verify',
      'after-verify',
    ]);
  });

  test('a verification that races with a change of the address never verifies the new one', async () => {
    const { user, token: access } = await client.signedIn();
    const token = await client.verifyToken(user.email);
    const json = { email: newEmail(), current_password: PASSWORD };
    const [verified, moved] = await Promise.all([
      verify(token),
      client.send('PATCH', '/me', { token: access, json }),
    ]);
    expect([200, 400]).toContain(verified.status);
    expect(moved.status).toBe(200);
    const me = await client.send('GET', '/me', { token: access });
    expect(me.json).toMatchObject({ email: json.email, is_verified: false });
  });
}

/** What is different in an API with `requireVerification`. */
export function requiredVerificationCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  test('an unverified user can’t log in, and is told why only with the right password', async () => {
    const { email } = await client.register();
    expect(seen(await client.login(email))).toEqual({
      status: 400,
      json: { detail: 'LOGIN_USER_NOT_VERIFIED' },
    });
    expect(seen(await client.login(email, 'wrong'))).toEqual({
      status: 400,
      json: { detail: 'LOGIN_BAD_CREDENTIALS' },
    });
    const headers = { origin: client.system.origin };
    const form = { username: email, password: PASSWORD };
    expect((await client.send('POST', '/login/cookie', { form, headers })).json).toEqual({
      detail: 'LOGIN_USER_NOT_VERIFIED',
    });
  });

  test('a user who verifies can log in, and is the user who was verified', async () => {
    const user = await client.verified();
    const token = await client.token(user.email);
    expect((await client.send('GET', '/me', { token })).json).toEqual(user);
  });

  test('a caller who is no longer verified is 403 where it matters, and 401 comes first', async () => {
    const root = await client.superuser({ is_verified: true });
    const other = await client.superuser({ is_verified: true });
    const path = `/${root.user.id}`;
    const json = { is_verified: false };
    expect((await client.send('PATCH', path, { token: other.token, json })).status).toBe(200);

    const routes = [
      ['GET', '/me'],
      ['PATCH', '/me'],
      ['GET', ''],
      ['GET', path],
      ['PATCH', path],
      ['DELETE', path],
    ] as const;
    for (const [method, route] of routes) {
      const options = method === 'PATCH' ? { json: {} } : {};
      const answer = await client.send(method, route, { ...options, token: root.token });
      expect({ method, route, ...seen(answer) }).toEqual({
        method,
        route,
        status: 403,
        json: { detail: 'FORBIDDEN' },
      });
      expect((await client.send(method, route, { ...options, token: 'x.y.z' })).status).toBe(401);
    }
  });

  test('a refresh is 403 for a user who is no longer verified, and for nobody else', async () => {
    const user = await client.verified();
    const root = await client.superuser({ is_verified: true });
    const signIn = async () => (await client.login(user.email)).json.refresh_token;
    const refresh = async (refresh_token: string) =>
      seen(await client.send('POST', '/refresh/jwt', { json: { refresh_token } }));
    const setVerified = async (is_verified: boolean) => {
      const options = { token: root.token, json: { is_verified } };
      expect((await client.send('PATCH', `/${user.id}`, options)).status).toBe(200);
    };
    const [first, second, third] = [await signIn(), await signIn(), await signIn()];
    expect(await refresh(first)).toEqual({ status: 200, json: expect.anything() });
    await setVerified(false);
    expect(await refresh(second)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
    await setVerified(true);
    expect(await refresh(third)).toEqual({ status: 200, json: expect.anything() });
  });

  test('a reset proves the mailbox, so an unverified user can log in after it', async () => {
    const { email } = await client.register();
    expect((await client.login(email)).json).toEqual({ detail: 'LOGIN_USER_NOT_VERIFIED' });
    const token = await client.resetToken(email);
    const json = { token, password: PASSWORD };
    expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
    expect((await client.login(email)).status).toBe(200);
  });

  test('a verification that races with logins ends with a verified user, whatever comes first', async () => {
    const { id, email } = await client.register();
    const token = await client.verifyToken(email);
    const logins = Array.from({ length: 10 }, () => client.login(email));
    const [verified, ...answers] = await Promise.all([
      client.send('POST', '/verify', { json: { token } }),
      ...logins,
    ]);
    expect(verified.status).toBe(200);
    for (const { status } of answers) expect([200, 400]).toContain(status);
    const events = await eventually(async () => {
      const types = await client.eventTypes(id, 3);
      return types.includes('after-verify') ? types : undefined;
    }, 'after-verify');
    expect(events.filter((type) => type === 'after-verify')).toHaveLength(1);
    expect((await client.login(email)).status).toBe(200);
  });
}
