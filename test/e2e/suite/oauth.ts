import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { newEmail, seen, tally } from '../support/client.ts';
import type { OAuthBrowser } from '../support/oauth-browser.ts';
import { OAuthClient, type OAuthSystem } from '../support/oauth-client.ts';
import { runOn, type Start } from '../support/start.ts';

const STATE_COOKIE =
  /^__Host-users-api-oauth-acme-[\w-]{43}=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/;

/**
 * Login at a provider: `acme` ends in the cookie of `cookie` and goes on, `partner` in a token of
 * `jwt`.
 */
export function oauthLoginCases(start: Start<OAuthSystem>): void {
  let client: OAuthClient;
  let acme: OAuthBrowser;
  let partner: OAuthBrowser;
  runOn(start, (system) => {
    client = new OAuthClient(system);
    acme = client.browser('acme');
    partner = client.browser('partner');
  });

  test('a login begins with the provider’s URL and a cookie of ten minutes', async () => {
    const { url, setCookie } = await acme.begin('oauth');
    expect(url).toMatch(`${client.provider.issuer}/auth?`);
    expect(setCookie).toMatch(STATE_COOKIE);
  });

  test('a login begins at no provider that there is no client of', async () => {
    const answer = await client.send('GET', '/oauth/nobody/authorize');
    expect(seen(answer)).toEqual({ status: 404, json: { detail: 'NOT_FOUND' } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test('a login sends a page that navigates on to the provider', async () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const answer = await acme.authorize('oauth', {}, { accept });
    expect(answer).toMatchObject({ status: 303, text: '' });
    expect(answer.headers.get('location')).toMatch(`${client.provider.issuer}/auth?`);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(STATE_COOKIE)]);
  });

  test('a login at a provider ends the login of the cookie that comes with it', async () => {
    const { subject } = client.newAccount();
    const before = client.cookieOf(await acme.login(subject));
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, subject);
    const cookies = [walk.cookie, client.asCookie(before)];
    const after = client.cookieOf(await acme.callback('oauth', query, { cookies }));
    const status = async (cookie: string) => (await client.send('GET', '/me', { cookie })).status;
    expect({ before: await status(before), after: await status(after) }).toEqual({
      before: 401,
      after: 200,
    });
  });

  test('a login with an address that the provider vouches for makes a verified user, and goes on with the cookie', async () => {
    const { subject, email } = client.newAccount();
    const answer = await acme.login(subject);
    expect(answer).toMatchObject({ status: 303, text: '' });
    expect(answer.headers.get('location')).toBe('https://app.example.com/welcome');
    expect(answer.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(/^__Host-users-api-oauth-acme-[\w-]{43}=; .+; Max-Age=0$/),
    );
    const user = await client.me({ cookie: client.cookieOf(answer) });
    expect(user).toMatchObject({
      email,
      is_active: true,
      is_superuser: false,
      is_verified: true,
    });
    const { detail } = await client.event('after-register', ({ id }) => id === user.id);
    expect(detail.user).toEqual(user);
    const login = await client.event('after-login', ({ id }) => id === user.id);
    expect(login.detail).toMatchObject({ backend: 'cookie', ip: expect.any(String) });
  });

  test('a login at a client of a bearer backend is answered with the token', async () => {
    const { subject, email } = client.newAccount();
    const answer = await partner.login(subject);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
    });
    expect(await client.me({ token: answer.json.access_token })).toMatchObject({ email });
  });

  test('a login at a client of a session backend stores a session, and the oldest one makes room', async () => {
    const { subject, email } = client.newAccount();
    const stored = client.browser('stored');
    const tokens: string[] = [];
    for (let login = 1; login <= 3; login++) {
      tokens.push((await stored.login(subject)).json.access_token);
    }
    const [oldest, , newest] = tokens;
    expect((await client.send('GET', '/me', { token: oldest })).status).toBe(401);
    expect(await client.me({ token: newest })).toMatchObject({ email });
    const { json: sessions } = await client.send('GET', '/me/sessions', { token: newest });
    expect(sessions).toMatchObject([{ backend: 'session' }, { backend: 'session' }]);
  });

  test('a second login finds the user, whatever the addresses are by then', async () => {
    const { subject, email } = client.newAccount();
    const first = await client.me({
      cookie: client.cookieOf(await acme.login(subject)),
    });
    const second = await client.me({
      cookie: client.cookieOf(await acme.login(subject)),
    });
    expect(second).toEqual(first);

    client.provider.account(subject, { email: newEmail(), email_verified: true });
    expect(await client.me({ cookie: client.cookieOf(await acme.login(subject)) })).toEqual(first);
    client.provider.account(subject, {});
    expect(await client.me({ cookie: client.cookieOf(await acme.login(subject)) })).toEqual(first);

    const root = await client.superuser();
    const json = { email: newEmail() };
    await client.send('PATCH', `/${first.id}`, { token: root.token, json });
    client.provider.account(subject, { email, email_verified: true });
    const moved = await client.me({
      cookie: client.cookieOf(await acme.login(subject)),
    });
    expect(moved).toMatchObject({ id: first.id, email: json.email });
  });

  test('a login links a verified user who has the address that the provider vouches for, and raises after-account-link', async () => {
    const user = await client.newVerifiedUser();
    const { subject } = client.newAccount({ email: user.email.toUpperCase() });
    const answer = await acme.login(subject);
    expect(await client.me({ cookie: client.cookieOf(answer) })).toEqual(user);
    const { detail } = await client.event('after-account-link', ({ id }) => id === user.id);
    const { issuer } = client.provider;
    expect(detail).toMatchObject({ client: 'acme', issuer, subject, user });
    expect((await client.login(user.email)).status).toBe(200);
  });

  test('a login links no user who has not verified the address, and says so', async () => {
    const user = await client.register();
    const { subject } = client.newAccount({ email: user.email });
    client.expectRefusal(await acme.login(subject), 'OAUTH_USER_ALREADY_EXISTS');
    expect(await client.me({ token: await client.token(user.email) })).toEqual(user);
  });

  test('a login takes no address that the provider does not vouch for, known or not', async () => {
    const user = await client.newVerifiedUser();
    for (const account of [
      { email: user.email, email_verified: false },
      { email_verified: false },
      { email: undefined },
      { email: 'no address' },
    ]) {
      client.expectRefusal(
        await acme.login(client.newAccount(account).subject),
        'OAUTH_NOT_AVAILABLE_EMAIL',
      );
    }
  });

  test('a login neither lets an inactive user in nor links one', async () => {
    const root = await client.superuser();
    const deactivate = (id: string) =>
      client.send('PATCH', `/${id}`, { token: root.token, json: { is_active: false } });
    const { subject } = client.newAccount();
    const user = await client.me({
      cookie: client.cookieOf(await acme.login(subject)),
    });
    await deactivate(user.id);
    client.expectRefusal(await acme.login(subject), 'LOGIN_BAD_CREDENTIALS');

    const other = await client.newVerifiedUser();
    await deactivate(other.id);
    const { subject: second } = client.newAccount({ email: other.email });
    client.expectRefusal(await acme.login(second), 'LOGIN_BAD_CREDENTIALS');
  });

  test('a new user of a provider has no password, and gets one by a reset or after a recent login', async () => {
    const { subject, email } = client.newAccount();
    const cookie = client.cookieOf(await acme.login(subject));
    for (const password of ['', PASSWORD, 'undefined']) {
      const answer = await client.login(email, password);
      expect(seen(answer)).toEqual({ status: 400, json: { detail: 'LOGIN_BAD_CREDENTIALS' } });
    }
    const json = { password: PASSWORD };
    expect((await client.send('PATCH', '/me', { cookie, json })).status).toBe(200);
    expect((await client.login(email, PASSWORD)).status).toBe(200);

    const reset = { token: await client.resetToken(email), password: OTHER_PASSWORD };
    expect((await client.send('POST', '/reset-password', { json: reset })).status).toBe(200);
    expect((await client.login(email, OTHER_PASSWORD)).status).toBe(200);
    expect((await acme.login(subject)).status).toBe(303);
  });

  test('a user without a password has none at a new address either', async () => {
    const { subject, email } = client.newAccount();
    const user = await client.me({
      cookie: client.cookieOf(await acme.login(subject)),
    });
    const root = await client.superuser();
    const json = { email: newEmail() };
    const answer = await client.send('PATCH', `/${user.id}`, { token: root.token, json });
    expect(answer.status).toBe(200);
    expect((await client.login(json.email, '')).status).toBe(400);
    expect((await client.login(email)).status).toBe(400);
    expect((await acme.login(subject)).status).toBe(303);
  });

  test('20 logins that race with one new account make one user and one event', async () => {
    const { subject, email } = client.newAccount();
    const walks = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const walk = await acme.begin('oauth');
        return { walk, query: await acme.signIn(walk, subject) };
      }),
    );
    const answers = await Promise.all(
      walks.map(({ walk, query }) => acme.callback('oauth', query, { cookies: [walk.cookie] })),
    );
    expect(tally(answers)).toEqual({ 303: 20 });
    const users = await Promise.all(
      answers.map((each) => client.me({ cookie: client.cookieOf(each) })),
    );
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);

    const later = await client.register();
    await client.event('after-register', ({ id }) => id === later.id);
    const events = (await client.system.events()).filter(
      (one) => one['detail-type'] === 'after-register' && one.detail.user.email === email,
    );
    expect(events).toHaveLength(1);
  }, 60_000);
}
