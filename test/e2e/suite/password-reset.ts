import { expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { ASKED_ATTRIBUTES } from '../../../lib/contract/attributes.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen, tally } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export function passwordResetCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const forgot = (email: string) => client.send('POST', '/forgot-password', { json: { email } });
  const reset = (token: string, password: string) =>
    client.send('POST', '/reset-password', { json: { token, password } });

  /** What was asked for was so a minute longer ago. */
  async function aMinutePasses(email: string): Promise<void> {
    const asked = ({ pk, sk }: Record<string, unknown>) =>
      pk === `REQUEST#${email}` && sk === 'forgot-password';
    const item = (await client.system.items.scan()).find(asked) ?? {};
    const earlier = ASKED_ATTRIBUTES.map((name) => [name, Math.max(0, Number(item[name]) - 60)]);
    await client.system.items.change(asked, Object.fromEntries(earlier));
  }

  test('a reset sets the new password with the token of the event, once', async () => {
    const user = await client.register();
    expect((await forgot(user.email)).status).toBe(202);
    const { detail } = await client.event('after-forgot-password', ({ id }) => id === user.id);
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
    expect((await reset(token, OTHER_PASSWORD)).status).toBe(200);
    expect((await client.login(user.email, PASSWORD)).json).toEqual({
      detail: 'LOGIN_BAD_CREDENTIALS',
    });
    expect((await client.login(user.email, OTHER_PASSWORD)).status).toBe(200);
    const again = await reset(token, PASSWORD);
    expect(again.status).toBe(400);
    expect(again.json).toEqual({ detail: 'RESET_PASSWORD_BAD_TOKEN' });
  });

  test('a reset raises after-reset-password, and no after-update', async () => {
    const user = await client.register();
    await reset(await client.resetToken(user.email), OTHER_PASSWORD);
    expect(await client.eventTypes(user.id, 3)).toEqual([
      'after-register',
      'after-forgot-password',
      'after-reset-password',
    ]);
  });

  test('a reset ends every access token, of both backends', async () => {
    const user = await client.register();
    const token = await client.token(user.email);
    const cookie = await client.cookie(user.email);
    await reset(await client.resetToken(user.email), OTHER_PASSWORD);
    expect((await client.send('GET', '/me', { token })).status).toBe(401);
    expect((await client.send('GET', '/me', { cookie })).status).toBe(401);
    const fresh = await client.token(user.email, OTHER_PASSWORD);
    expect((await client.send('GET', '/me', { token: fresh })).status).toBe(200);
  });

  test('a refused password does not spend the token of a reset', async () => {
    const user = await client.register();
    const token = await client.resetToken(user.email);
    const refused = await reset(token, 'short');
    expect(refused.status).toBe(400);
    expect(refused.json.detail.code).toBe('RESET_PASSWORD_INVALID_PASSWORD');
    expect((await reset(token, user.email)).status).toBe(400);
    expect((await reset(token, OTHER_PASSWORD)).status).toBe(200);
  });

  test('a request for a reset answers an unknown address like a known one, and raises nothing for it', async () => {
    const known = await client.register();
    const unknown = newEmail();
    const answers = [await forgot(unknown), await forgot(known.email)];
    expect(answers.map(({ status, text }) => ({ status, text }))).toEqual([
      { status: 202, text: 'null' },
      { status: 202, text: 'null' },
    ]);
    // The known one was asked for later, so when its event is there the other's would be.
    await client.event('after-forgot-password', ({ id }) => id === known.id);
    const events = await client.system.events();
    expect(events.filter(({ detail }) => detail.user.email === unknown)).toEqual([]);
  });

  test('requests for a reset raise one event a minute for an address, in whatever case it is given', async () => {
    const user = await client.register();
    const other = await client.register();
    const all = [user.email, user.email.toUpperCase(), user.email].map(forgot);
    expect(tally(await Promise.all(all))).toEqual({ 202: 3 });
    await client.resetToken(other.email);
    const types = await client.eventTypes(user.id, 2);
    expect(types).toEqual(['after-register', 'after-forgot-password']);
  });

  test('of requests for a reset, a seventh in an hour raises nothing, and is answered as the others', async () => {
    const user = await client.register();
    const answers = [];
    for (let request = 0; request < 7; request++) {
      answers.push(await forgot(user.email));
      await aMinutePasses(user.email);
    }
    expect(tally(answers)).toEqual({ 202: 7 });
    const other = await client.register();
    await client.resetToken(other.email);
    const types = await client.eventTypes(user.id, 7);
    expect(types).toEqual(['after-register', ...Array(6).fill('after-forgot-password')]);
  });

  test('a request for a reset raises nothing for an inactive user', async () => {
    const user = await client.register();
    const other = await client.register();
    const { token } = await client.superuser();
    await client.send('PATCH', `/${user.id}`, { token, json: { is_active: false } });
    expect((await forgot(user.email)).status).toBe(202);
    await client.resetToken(other.email);
    const types = await client.eventTypes(user.id, 2);
    expect(types).toEqual(['after-register', 'after-update']);
  });

  test('a reset takes no token of another kind, and none of an earlier address or password', async () => {
    const { user, token: access } = await client.signedIn();
    const bad = { detail: 'RESET_PASSWORD_BAD_TOKEN' };
    for (const token of ['', 'x', access, `${access}x`]) {
      const answer = await reset(token, OTHER_PASSWORD);
      expect(seen(answer)).toEqual({ status: 400, json: bad });
    }
    const token = await client.resetToken(user.email);
    await client.send('PATCH', '/me', {
      token: access,
      json: { email: newEmail(), current_password: PASSWORD },
    });
    expect((await reset(token, OTHER_PASSWORD)).json).toEqual(bad);
  });

  test('a reset token is no access token', async () => {
    const user = await client.register();
    const token = await client.resetToken(user.email);
    expect((await client.send('GET', '/me', { token })).status).toBe(401);
  });

  test('a request for a reset of an invalid address is 422, and so is a reset without a token', async () => {
    const answer = await forgot('nobody');
    expect(answer.status).toBe(422);
    expect((await client.send('POST', '/reset-password', { json: {} })).status).toBe(422);
  });

  test('of 50 resets that race with one token, one wins', async () => {
    const user = await client.register();
    const token = await client.resetToken(user.email);
    const racing = Array.from({ length: 50 }, (_, index) =>
      reset(token, `${OTHER_PASSWORD} ${index}`),
    );
    const answers = await Promise.all(racing);
    expect(tally(answers)).toEqual({ 200: 1, 400: 49 });
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await client.login(user.email, `${OTHER_PASSWORD} ${winner}`)).status).toBe(200);
    await eventually(async () => {
      const types = await client.eventTypes(user.id, 3);
      return types.includes('after-reset-password') ? types : undefined;
    }, 'after-reset-password');
    const events = await client.system.events();
    const resets = events.filter(
      (one) => one['detail-type'] === 'after-reset-password' && one.detail.user.id === user.id,
    );
    expect(resets).toHaveLength(1);
  });
}
