import { expect, test } from '@jest/globals';
import { type Client, newEmail, OTHER_PASSWORD, PASSWORD, poll } from '../support/client.ts';

export function passwordResetCases(client: () => Client): void {
  const forgot = (email: string) => client().send('POST', '/forgot-password', { json: { email } });
  const reset = (token: string, password: string) =>
    client().send('POST', '/reset-password', { json: { token, password } });

  test('sets the new password with the token of the event, once', async () => {
    const user = await client().register();
    expect((await forgot(user.email)).status).toBe(202);
    const { detail } = await client().event('after-forgot-password', ({ id }) => id === user.id);
    expect(detail).toEqual({
      id: expect.any(String),
      time: expect.any(String),
      user,
      token: expect.any(String),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const lifetime = Date.parse(String(detail.expires_at)) - Date.parse(detail.time);
    expect(Math.abs(lifetime - 3_600_000)).toBeLessThanOrEqual(1_000);

    const token = String(detail.token);
    expect((await reset(token, OTHER_PASSWORD)).status).toBe(200);
    expect((await client().login(user.email, PASSWORD)).json).toEqual({
      detail: 'LOGIN_BAD_CREDENTIALS',
    });
    expect((await client().login(user.email, OTHER_PASSWORD)).status).toBe(200);
    const again = await reset(token, PASSWORD);
    expect(again.status).toBe(400);
    expect(again.json).toEqual({ detail: 'RESET_PASSWORD_BAD_TOKEN' });
  });

  test('raises after-reset-password, and no after-update', async () => {
    const user = await client().register();
    await reset(await client().resetToken(user.email), OTHER_PASSWORD);
    expect(await client().eventTypes(user.id, 3)).toEqual([
      'after-register',
      'after-forgot-password',
      'after-reset-password',
    ]);
  });

  test('ends every access token, of both backends', async () => {
    const user = await client().register();
    const token = await client().token(user.email);
    const cookie = await client().cookie(user.email);
    await reset(await client().resetToken(user.email), OTHER_PASSWORD);
    expect((await client().send('GET', '/me', { token })).status).toBe(401);
    expect((await client().send('GET', '/me', { cookie })).status).toBe(401);
    const fresh = await client().token(user.email, OTHER_PASSWORD);
    expect((await client().send('GET', '/me', { token: fresh })).status).toBe(200);
  });

  test('does not spend the token on a refused password', async () => {
    const user = await client().register();
    const token = await client().resetToken(user.email);
    const refused = await reset(token, 'short');
    expect(refused.status).toBe(400);
    expect(refused.json.detail.code).toBe('RESET_PASSWORD_INVALID_PASSWORD');
    expect((await reset(token, user.email)).status).toBe(400);
    expect((await reset(token, OTHER_PASSWORD)).status).toBe(200);
  });

  test('answers an unknown address like a known one, and raises nothing for it', async () => {
    const known = await client().register();
    const unknown = newEmail();
    const answers = [await forgot(unknown), await forgot(known.email)];
    expect(answers.map(({ status, text }) => ({ status, text }))).toEqual([
      { status: 202, text: 'null' },
      { status: 202, text: 'null' },
    ]);
    // The known one was asked for later, so when its event is there the other's would be.
    await client().event('after-forgot-password', ({ id }) => id === known.id);
    const events = await client().system.events();
    expect(events.filter(({ detail }) => detail.user.email === unknown)).toEqual([]);
  });

  test('raises one event a minute for an address, in whatever case it is given', async () => {
    const user = await client().register();
    const other = await client().register();
    const all = [user.email, user.email.toUpperCase(), user.email].map(forgot);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([202, 202, 202]);
    await client().resetToken(other.email);
    const types = await client().eventTypes(user.id, 2);
    expect(types).toEqual(['after-register', 'after-forgot-password']);
  });

  test('raises nothing for an inactive user', async () => {
    const user = await client().register();
    const other = await client().register();
    const { token } = await client().superuser();
    await client().send('PATCH', `/${user.id}`, { token, json: { is_active: false } });
    expect((await forgot(user.email)).status).toBe(202);
    await client().resetToken(other.email);
    const types = await client().eventTypes(user.id, 2);
    expect(types).toEqual(['after-register', 'after-update']);
  });

  test('takes no token of another kind, and none of an earlier address or password', async () => {
    const { user, token: access } = await client().signedIn();
    const bad = { detail: 'RESET_PASSWORD_BAD_TOKEN' };
    for (const token of ['', 'x', access, `${access}x`]) {
      const answer = await reset(token, OTHER_PASSWORD);
      expect([answer.status, answer.json]).toEqual([400, bad]);
    }
    const token = await client().resetToken(user.email);
    await client().send('PATCH', '/me', {
      token: access,
      json: { email: newEmail(), current_password: PASSWORD },
    });
    expect((await reset(token, OTHER_PASSWORD)).json).toEqual(bad);
  });

  test('gives access tokens no use as reset tokens nor the other way round', async () => {
    const user = await client().register();
    const token = await client().resetToken(user.email);
    expect((await client().send('GET', '/me', { token })).status).toBe(401);
  });

  test('of an address that is none is 422', async () => {
    const answer = await forgot('nobody');
    expect(answer.status).toBe(422);
    expect((await client().send('POST', '/reset-password', { json: {} })).status).toBe(422);
  });

  test('lets one of 50 racing resets with one token win', async () => {
    const user = await client().register();
    const token = await client().resetToken(user.email);
    const racing = Array.from({ length: 50 }, (_, index) =>
      reset(token, `${OTHER_PASSWORD} ${index}`),
    );
    const statuses = (await Promise.all(racing)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 400)).toHaveLength(49);
    const winner = statuses.indexOf(200);
    expect((await client().login(user.email, `${OTHER_PASSWORD} ${winner}`)).status).toBe(200);
    await poll('after-reset-password', async () => {
      const types = await client().eventTypes(user.id, 3);
      return types.includes('after-reset-password') ? types : undefined;
    });
    const events = await client().system.events();
    const resets = events.filter(
      (one) => one['detail-type'] === 'after-reset-password' && one.detail.user.id === user.id,
    );
    expect(resets).toHaveLength(1);
  });
}
