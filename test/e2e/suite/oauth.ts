import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { OpenIdProvider } from '../../support/openid-provider.ts';
import { type Answer, type Client, newEmail, OTHER_PASSWORD, PASSWORD } from '../support/client.ts';
import { OAuthBrowser } from '../support/oauth-browser.ts';

export interface OAuthSystem {
  readonly client: Client;
  readonly provider: OpenIdProvider;
}

const STATE_COOKIE =
  /^__Host-users-api-oauth-acme=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/;
const CLEARED = '__Host-users-api-oauth-acme=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0';

/** Login at a provider: `acme` ends in the cookie of `cookie` and goes on, `partner` in a token of `jwt`. */
export function oauthLoginCases(system: () => OAuthSystem): void {
  const client = () => system().client;
  const provider = () => system().provider;
  const acme = () => new OAuthBrowser(client(), provider(), 'acme');
  const partner = () => new OAuthBrowser(client(), provider(), 'partner');
  const me = async (credential: { token?: string; cookie?: string }) =>
    (await client().send('GET', '/me', credential)).json;

  /** The value of the backend's cookie. */
  function signedInBy({ headers }: Answer): string {
    const prefix = `${client().system.cookieName}=`;
    const [cookie] = headers.getSetCookie().filter((line) => line.startsWith(prefix));
    return cookie?.slice(prefix.length).split(';')[0] ?? '';
  }

  /** An account at the provider that nobody has yet. */
  function newAccount(more: { email?: string; email_verified?: boolean } = {}) {
    const subject = `subject-${randomUUID()}`;
    const account = { email: newEmail(), email_verified: true, ...more };
    provider().account(subject, account);
    return { subject, ...account };
  }

  async function verifiedUser() {
    const email = newEmail();
    return client().system.createUser({ email, password: PASSWORD, is_verified: true });
  }

  const refusal =
    (detail: unknown, status = 400) =>
    (answer: Answer) => {
      expect([answer.status, answer.json]).toEqual([status, { detail }]);
      const names = answer.headers.getSetCookie().map((line) => line.split('=')[0]);
      expect(names).not.toContain(client().system.cookieName);
    };

  test('begins with the provider’s URL and a cookie of ten minutes', async () => {
    const { url, setCookie } = await acme().begin('oauth');
    expect(url).toMatch(`${provider().issuer}/auth?`);
    expect(setCookie).toMatch(STATE_COOKIE);
  });

  test('sends a page that navigates on to the provider', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const answer = await acme().authorize('oauth', {}, { accept });
    expect([answer.status, answer.text]).toEqual([303, '']);
    expect(answer.headers.get('location')).toMatch(`${provider().issuer}/auth?`);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(STATE_COOKIE)]);
  });

  test('makes a new user of a vouched address, verified, and goes on with the cookie', async () => {
    const { subject, email } = newAccount();
    const answer = await acme().login(subject);
    expect([answer.status, answer.text]).toEqual([303, '']);
    expect(answer.headers.get('location')).toBe('https://app.example.com/welcome');
    expect(answer.headers.getSetCookie()).toContain(CLEARED);
    const user = await me({ cookie: signedInBy(answer) });
    expect(user).toMatchObject({
      email,
      is_active: true,
      is_superuser: false,
      is_verified: true,
    });
    const { detail } = await client().event('after-register', ({ id }) => id === user.id);
    expect(detail.user).toEqual(user);
    const login = await client().event('after-login', ({ id }) => id === user.id);
    expect(login.detail).toMatchObject({ backend: 'cookie', ip: expect.any(String) });
  });

  test('answers a bearer backend’s client with its token', async () => {
    const { subject, email } = newAccount();
    const answer = await partner().login(subject);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
    });
    expect(await me({ token: answer.json.access_token })).toMatchObject({ email });
  });

  test('stores the session of a backend that does, the oldest of which makes room', async () => {
    const { subject, email } = newAccount();
    const stored = new OAuthBrowser(client(), provider(), 'stored');
    const tokens: string[] = [];
    for (let login = 1; login <= 3; login++) {
      tokens.push((await stored.login(subject)).json.access_token);
    }
    const [oldest, , newest] = tokens;
    expect((await client().send('GET', '/me', { token: oldest })).status).toBe(401);
    expect(await me({ token: newest })).toMatchObject({ email });
    const { json: sessions } = await client().send('GET', '/me/sessions', { token: newest });
    expect(sessions).toMatchObject([{ backend: 'session' }, { backend: 'session' }]);
  });

  test('finds the user again, whatever the addresses are by then', async () => {
    const { subject, email } = newAccount();
    const first = await me({ cookie: signedInBy(await acme().login(subject)) });
    const second = await me({ cookie: signedInBy(await acme().login(subject)) });
    expect(second).toEqual(first);

    provider().account(subject, { email: newEmail(), email_verified: true });
    expect(await me({ cookie: signedInBy(await acme().login(subject)) })).toEqual(first);
    provider().account(subject, {});
    expect(await me({ cookie: signedInBy(await acme().login(subject)) })).toEqual(first);

    const root = await client().superuser();
    const json = { email: newEmail() };
    await client().send('PATCH', `/${first.id}`, { token: root.token, json });
    provider().account(subject, { email, email_verified: true });
    const moved = await me({ cookie: signedInBy(await acme().login(subject)) });
    expect(moved).toMatchObject({ id: first.id, email: json.email });
  });

  test('links a verified user with the vouched address, and tells of it', async () => {
    const user = await verifiedUser();
    const { subject } = newAccount({ email: user.email.toUpperCase() });
    const answer = await acme().login(subject);
    expect(await me({ cookie: signedInBy(answer) })).toEqual(user);
    const { detail } = await client().event('after-update', ({ id }) => id === user.id);
    expect(detail.changed).toEqual(['oauth_accounts']);
    expect((await client().login(user.email)).status).toBe(200);
  });

  test('links nobody who has not verified the address, and says so', async () => {
    const user = await client().register();
    const { subject } = newAccount({ email: user.email });
    refusal('OAUTH_USER_ALREADY_EXISTS')(await acme().login(subject));
    expect(await me({ token: await client().token(user.email) })).toEqual(user);
  });

  test('goes by no address that the provider does not vouch for, taken or not', async () => {
    const user = await verifiedUser();
    for (const account of [
      { email: user.email, email_verified: false },
      { email_verified: false },
      { email: undefined },
      { email: 'no address' },
    ]) {
      refusal('OAUTH_NOT_AVAILABLE_EMAIL')(await acme().login(newAccount(account).subject));
    }
  });

  test('does not let an inactive user in, nor link one', async () => {
    const root = await client().superuser();
    const deactivate = (id: string) =>
      client().send('PATCH', `/${id}`, { token: root.token, json: { is_active: false } });
    const { subject } = newAccount();
    const user = await me({ cookie: signedInBy(await acme().login(subject)) });
    await deactivate(user.id);
    refusal('LOGIN_BAD_CREDENTIALS')(await acme().login(subject));

    const other = await verifiedUser();
    await deactivate(other.id);
    const { subject: second } = newAccount({ email: other.email });
    refusal('LOGIN_BAD_CREDENTIALS')(await acme().login(second));
  });

  test('leaves a user without a password, who gets one by a reset', async () => {
    const { subject, email } = newAccount();
    const cookie = signedInBy(await acme().login(subject));
    for (const password of ['', PASSWORD, 'undefined']) {
      const answer = await client().login(email, password);
      expect([answer.status, answer.json]).toEqual([400, { detail: 'LOGIN_BAD_CREDENTIALS' }]);
    }
    const json = { password: PASSWORD, current_password: '' };
    const changed = await client().send('PATCH', '/me', { cookie, json });
    expect(changed.json).toEqual({ detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' });

    const reset = { token: await client().resetToken(email), password: OTHER_PASSWORD };
    expect((await client().send('POST', '/reset-password', { json: reset })).status).toBe(200);
    expect((await client().login(email, OTHER_PASSWORD)).status).toBe(200);
    expect((await acme().login(subject)).status).toBe(303);
  });

  test('carries the missing password along to a new address', async () => {
    const { subject, email } = newAccount();
    const user = await me({ cookie: signedInBy(await acme().login(subject)) });
    const root = await client().superuser();
    const json = { email: newEmail() };
    const answer = await client().send('PATCH', `/${user.id}`, { token: root.token, json });
    expect(answer.status).toBe(200);
    expect((await client().login(json.email, '')).status).toBe(400);
    expect((await client().login(email)).status).toBe(400);
    expect((await acme().login(subject)).status).toBe(303);
  });

  describe('is refused, and the cookie cleared,', () => {
    const invalid = refusal('OAUTH_INVALID_STATE');

    test('without the cookie, or with a broken one', async () => {
      const walk = await acme().begin('oauth');
      const query = await acme().signIn(walk, newAccount().subject);
      const [name] = walk.cookie.split('=');
      for (const cookies of [[], [`${name}=broken`], [walk.cookie, walk.cookie]]) {
        const answer = await acme().callback('oauth', query, { cookies });
        invalid(answer);
        expect(answer.headers.getSetCookie()).toEqual([CLEARED]);
      }
    });

    test('with the cookie of another walk, another client or another flow', async () => {
      const walk = await acme().begin('oauth');
      const query = await acme().signIn(walk, newAccount().subject);
      const { token } = await client().signedIn();
      const others = [
        (await acme().begin('oauth')).cookie,
        (await partner().begin('oauth')).cookie,
        (await partner().begin('oauth')).cookie.replace('oauth-partner=', 'oauth-acme='),
        (await acme().begin('associate', { token })).cookie,
      ];
      for (const cookie of others) {
        invalid(await acme().callback('oauth', query, { cookies: [cookie] }));
      }
    });

    test('with another state', async () => {
      const walk = await acme().begin('oauth');
      const query = await acme().signIn(walk, newAccount().subject);
      query.set('state', 'another');
      invalid(await acme().callback('oauth', query, { cookies: [walk.cookie] }));
    });

    test('with the issuer of another provider', async () => {
      const walk = await acme().begin('oauth');
      const query = await acme().signIn(walk, newAccount().subject);
      query.set('iss', 'https://evil.example');
      const answer = await acme().callback('oauth', query, { cookies: [walk.cookie] });
      refusal('OAUTH_INVALID_RESPONSE')(answer);
    });

    test('the second time', async () => {
      const walk = await acme().begin('oauth');
      const query = await acme().signIn(walk, newAccount().subject);
      const once = () => acme().callback('oauth', query, { cookies: [walk.cookie] });
      expect((await once()).status).toBe(303);
      refusal({ code: 'OAUTH_REFUSED', reason: 'invalid_grant' })(await once());
    });

    test('when the provider says no', async () => {
      const { cookie, url } = await acme().begin('oauth');
      const query = new URLSearchParams({
        error: 'access_denied',
        state: new URL(url).searchParams.get('state') ?? '',
        iss: provider().issuer,
      });
      const answer = await acme().callback('oauth', query, { cookies: [cookie] });
      refusal({ code: 'OAUTH_REFUSED', reason: 'access_denied' })(answer);
      expect(answer.headers.getSetCookie()).toEqual([CLEARED]);
    });

    test.each([
      ['nonce', { nonce: 'another' }],
      ['audience', { aud: 'another' }],
      ['issuer', { iss: 'https://evil.example' }],
    ])('when the ID token has another %s', async (_, changed) => {
      const { subject } = newAccount();
      provider().misbehaviour.claims = (claims) => ({ ...claims, ...changed });
      const answer = await acme()
        .login(subject)
        .finally(() => provider().behave());
      refusal('OAUTH_INVALID_RESPONSE')(answer);
    });

    test('while the provider is out of service', async () => {
      provider().misbehaviour.tokenStatus = 503;
      const answer = await acme()
        .login(newAccount().subject)
        .finally(() => provider().behave());
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(answer.json).toMatchObject({ detail: 'SERVICE_UNAVAILABLE' });
    });

    test.each([
      ['state', { code: 'x' }],
      ['code', { state: 'x' }],
    ])('with 422 where there is no %s', async (name, query) => {
      const { status, json } = await acme().callback('oauth', new URLSearchParams(query), {
        cookies: [],
      });
      expect(status).toBe(422);
      expect(json.detail).toEqual([
        { loc: ['query', name], msg: 'Field required', type: 'missing' },
      ]);
    });
  });

  test('of 20 that race with one new account ends with one user and one event', async () => {
    const { subject, email } = newAccount();
    const walks = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const walk = await acme().begin('oauth');
        return { walk, query: await acme().signIn(walk, subject) };
      }),
    );
    const answers = await Promise.all(
      walks.map(({ walk, query }) => acme().callback('oauth', query, { cookies: [walk.cookie] })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(303));
    const users = await Promise.all(answers.map((each) => me({ cookie: signedInBy(each) })));
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);

    const later = await client().register();
    await client().event('after-register', ({ id }) => id === later.id);
    const events = (await client().system.events()).filter(
      (one) => one['detail-type'] === 'after-register' && one.detail.user.email === email,
    );
    expect(events).toHaveLength(1);
  }, 60_000);
}
