import { describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { decodeJwt } from 'jose';
import { ASKED_ATTRIBUTES } from '../../../lib/contract/attributes.ts';
import { CODE_TRIES } from '../../../lib/contract/email-login.ts';
import { Client, newEmail, type RequestOptions, seen, tally } from '../support/client.ts';
import { signInAt } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const BAD_CODE = { status: 400, json: { detail: 'LOGIN_BAD_CODE' } };
/** What a browser by cookie keeps its attempt in. */
const ATTEMPT_COOKIE = '__Host-users-api-email';

/** A code of as many digits that is another one. */
const other = (code: string) => code.replace(/^\d/, (digit) => `${(Number(digit) + 1) % 10}`);

/** What users do who sign in by mail. */
export class MailClient extends Client {
  ask(email: string, backend = 'jwt', options: RequestOptions = {}) {
    return this.send('POST', `/login/${backend}/email`, { json: { email }, ...options });
  }

  confirm(json: object, backend = 'jwt', options: RequestOptions = {}) {
    return this.send('POST', `/login/${backend}/email/confirm`, { json, ...options });
  }

  /** The codes that were mailed to an address, once there are so many of them. */
  async mailed(email: string, count = 1): Promise<{ code: string; token: string }> {
    return eventually(async () => {
      const all = await this.system.events();
      const one = all.filter(
        (event) =>
          event['detail-type'] === 'after-request-login' && event.detail.user.email === email,
      )[count - 1];
      return one && { code: String(one.detail.code), token: String(one.detail.token) };
    }, `code ${count} for ${email}`);
  }

  /** An attempt, and the code that was mailed for it. */
  async asked(email: string, backend = 'jwt') {
    const own = { headers: { origin: this.system.origin } };
    const { attempt_token } = (await this.ask(email, backend, own)).json;
    return { attempt_token: String(attempt_token), ...(await this.mailed(email)) };
  }

  /** The item of what was asked for. */
  request(email: string) {
    return ({ pk, sk }: Record<string, unknown>) =>
      pk === `REQUEST#${email}` && sk === 'request-login';
  }

  /** What was asked for was so a minute longer ago. */
  async aMinutePasses(email: string): Promise<void> {
    const asked = this.request(email);
    const item = (await this.system.items.scan()).find(asked) ?? {};
    const earlier = ASKED_ATTRIBUTES.map((name) => [name, Math.max(0, Number(item[name]) - 60)]);
    await this.system.items.change(asked, Object.fromEntries(earlier));
  }
}

/** Logins by mail at the backends `jwt` and `cookie`, of an API whose users sign up so as well. */
export function emailLoginCases(start: Start): void {
  let client: MailClient;
  runOn(start, (system) => {
    client = new MailClient(system);
  });

  test('a code that was mailed signs its user in, once', async () => {
    const { id, email } = await client.verified();
    const answer = await client.ask(email);
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      attempt_token: expect.any(String),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    });
    const { attempt_token } = answer.json;
    const { code } = await client.mailed(email);
    const login = await client.confirm({ attempt_token, code });
    expect(login.json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: expect.any(Number),
    });
    const token = login.json.access_token;
    expect(decodeJwt(token).amr).toEqual(['email']);
    expect((await client.send('GET', '/me', { token })).json.id).toBe(id);
    expect(seen(await client.confirm({ attempt_token, code }))).toEqual(BAD_CODE);
  });

  test('a code is told to its user by one event, and rests nowhere', async () => {
    const user = await client.verified();
    const { attempt_token, code, token } = await client.asked(user.email);
    const { detail } = await client.event('after-request-login', ({ id }) => id === user.id);
    expect(detail).toEqual({
      id: expect.any(String),
      time: expect.any(String),
      sequence: expect.any(Number),
      actor: { id: null, by: 'user' },
      user,
      code: expect.stringMatching(/^\d{8}$/),
      token: expect.any(String),
      expires_at: new Date(Date.parse(detail.time) + 600_000).toISOString(),
      ip: '127.0.0.1',
      user_agent: 'node',
    });
    expect(await client.system.items.naming(code, token, attempt_token)).toEqual([]);
  });

  test('a new user gets a code at once who asked for one before registering', async () => {
    const email = newEmail();
    await client.asked(email);
    await client.register(email);
    const { attempt_token } = (await client.ask(email)).json;
    const { code } = await client.mailed(email, 2);
    expect((await client.confirm({ attempt_token, code })).status).toBe(200);
  });

  test('a code in the form of a link is as good, with the attempt of the browser', async () => {
    const { email } = await client.verified();
    const { attempt_token, token } = await client.asked(email);
    expect(seen(await client.confirm({ attempt_token: token, code: token }))).toEqual(BAD_CODE);
    expect((await client.confirm({ attempt_token, code: token })).status).toBe(200);
  });

  test('a code is taken only with the attempt of its request, and with none of another address', async () => {
    const { email } = await client.verified();
    const stranger = await client.asked((await client.verified()).email);
    const { attempt_token, code } = await client.asked(email);
    expect(seen(await client.confirm({ ...stranger, code }))).toEqual(BAD_CODE);
    const bare = await client.confirm({ code });
    expect(seen(bare)).toEqual(BAD_CODE);
    await client.aMinutePasses(email);
    const second = (await client.ask(email)).json.attempt_token;
    const { code: newer } = await client.mailed(email, 2);
    expect(seen(await client.confirm({ attempt_token, code: newer }))).toEqual(BAD_CODE);
    expect(seen(await client.confirm({ attempt_token: second, code }))).toEqual(BAD_CODE);
    const right = await client.confirm({ attempt_token: second, code: newer });
    expect(right.status).toBe(200);
  });

  test('requests within a minute raise one event, and go on with its code', async () => {
    const { email } = await client.verified();
    const answers = await Promise.all(
      [email, email.toUpperCase(), email].map((one) => client.ask(one)),
    );
    expect(tally(answers)).toEqual({ 202: 3 });
    const { code } = await client.mailed(email);
    const bystander = (await client.verified()).email;
    await client.asked(bystander);
    const events = await client.system.events();
    const about = events.filter(
      (event) =>
        event['detail-type'] === 'after-request-login' && event.detail.user.email === email,
    );
    expect(about).toHaveLength(1);
    for (const [index, { json }] of answers.entries()) {
      const { status } = await client.confirm({ attempt_token: json.attempt_token, code });
      expect(status).toBe(index === 0 ? 200 : 400);
    }
  });

  test('after five wrong codes the right one is refused as well', async () => {
    const { email } = await client.verified();
    const { attempt_token, code } = await client.asked(email);
    for (let n = 0; n < CODE_TRIES; n++) {
      expect(seen(await client.confirm({ attempt_token, code: other(code) }))).toEqual(BAD_CODE);
    }
    expect(seen(await client.confirm({ attempt_token, code }))).toEqual(BAD_CODE);
  });

  test('of 100 uses of one code at once one signs in', async () => {
    const { email } = await client.verified();
    const { attempt_token, code } = await client.asked(email);
    const racing = Array.from({ length: 100 }, () => client.confirm({ attempt_token, code }));
    expect(tally(await Promise.all(racing))).toEqual({ 200: 1, 400: 99 });
  });

  test('of 100 wrong codes at once five are compared, and the right one after them is refused', async () => {
    const { email } = await client.verified();
    const { attempt_token, code } = await client.asked(email);
    const wrong = { attempt_token, code: other(code) };
    const racing = Array.from({ length: 100 }, () => client.confirm(wrong));
    expect(tally(await Promise.all(racing))).toEqual({ 400: 100 });
    const item = (await client.system.items.scan()).find(client.request(email));
    expect(item?.tries_left).toBe(0);
    expect(seen(await client.confirm({ attempt_token, code }))).toEqual(BAD_CODE);
  });

  test('a user who was never verified is so by a code, and loses the password and every login', async () => {
    const { id, email } = await client.register();
    const own = await signInAt(client, 'session', email);
    const { attempt_token, code } = await client.asked(email);
    const login = await client.confirm({ attempt_token, code });
    const token = login.json.access_token;
    const me = await client.send('GET', '/me', { token });
    expect(me.json).toMatchObject({ id, is_verified: true });
    expect((await client.send('GET', '/me', own)).status).toBe(401);
    expect((await client.login(email)).status).toBe(400);
    const { detail } = await client.event('after-update', (user) => user.id === id);
    expect(detail).toMatchObject({
      changed: ['is_verified', 'password'],
      actor: { id, by: 'token' },
    });
  });

  describe('an address without a user', () => {
    test('is answered as others, and mailed with nothing but the address', async () => {
      const email = newEmail();
      expect((await client.ask(email)).status).toBe(202);
      await client.mailed(email);
      const { detail } = await client.eventWhere(
        'after-request-login',
        (event) => event.detail.user.email === email,
      );
      expect(detail.user).toEqual({ email });
    });

    test('gets its user by the code, of 20 at once one', async () => {
      const email = newEmail();
      const { attempt_token, code } = await client.asked(email);
      const racing = Array.from({ length: 20 }, () => client.confirm({ attempt_token, code }));
      const answers = await Promise.all(racing);
      expect(tally(answers)).toEqual({ 200: 1, 400: 19 });
      const token = answers.find(({ status }) => status === 200)?.json.access_token;
      const { json: me } = await client.send('GET', '/me', { token });
      expect(me).toMatchObject({ email, is_active: true, is_superuser: false, is_verified: true });
      const { detail } = await client.event('after-register', ({ id }) => id === me.id);
      expect(detail.user).toEqual(me);
    });
  });

  describe('in a browser by cookie', () => {
    const own = () => ({ headers: { origin: client.system.origin } });
    const carrying = (attempt: string) => ({
      headers: { origin: client.system.origin, cookie: `${ATTEMPT_COOKIE}=${attempt}` },
    });

    test('the attempt is kept in a cookie, which the login takes and clears', async () => {
      const { email } = await client.verified();
      const answer = await client.ask(email, 'cookie', own());
      const { attempt_token } = answer.json;
      expect(answer.headers.getSetCookie()).toEqual([
        `${ATTEMPT_COOKIE}=${attempt_token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600`,
      ]);
      const { code } = await client.mailed(email);
      const login = await client.confirm({ code }, 'cookie', carrying(attempt_token));
      expect(login.status).toBe(204);
      expect(login.headers.getSetCookie()).toEqual([
        expect.stringMatching(/^__Host-users-api=ey/),
        `${ATTEMPT_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`,
      ]);
    });

    test('a code of somebody else signs nobody in, whose browser did not ask for it', async () => {
      const { code } = await client.asked((await client.verified()).email, 'jwt');
      const mine = (await client.ask((await client.verified()).email, 'cookie', own())).json;
      const planted = await client.confirm({ code }, 'cookie', carrying(mine.attempt_token));
      expect(seen(planted)).toEqual(BAD_CODE);
      expect(seen(await client.confirm({ code }, 'cookie', own()))).toEqual(BAD_CODE);
    });

    test('another site can neither begin nor end a login', async () => {
      const { email } = await client.verified();
      const foreign = { headers: { origin: 'https://evil.example' } };
      expect((await client.ask(email, 'cookie', foreign)).status).toBe(403);
      expect((await client.confirm({ code: '1' }, 'cookie', foreign)).status).toBe(403);
    });

    test('an attempt at another backend is none', async () => {
      const { email } = await client.verified();
      const { attempt_token, code } = await client.asked(email);
      const answer = await client.confirm({ attempt_token, code }, 'cookie', own());
      expect(seen(answer)).toEqual(BAD_CODE);
    });
  });

  test('what is no address or no code is 422', async () => {
    expect((await client.ask('nobody')).status).toBe(422);
    expect((await client.confirm({ attempt_token: 'x' })).status).toBe(422);
    expect((await client.confirm({ attempt_token: 1, code: 'x' })).status).toBe(422);
  });

  test('an export has the request, and a deletion takes it away', async () => {
    const { email } = await client.verified();
    const { attempt_token, code } = await client.asked(email);
    const { access_token: token } = (await client.confirm({ attempt_token, code })).json;
    const { json } = await client.send('GET', '/me/export', { token });
    expect(json.requests).toEqual([
      { kind: 'request-login', requested_at: expect.any(String) },
      expect.objectContaining({ kind: 'request-verify' }),
    ]);
    expect((await client.send('DELETE', '/me', { token })).status).toBe(204);
    await client.event('after-delete', (user) => user.email === email);
    expect(await client.system.items.naming(email)).toEqual([]);
  });
}
