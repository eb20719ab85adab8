import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { seen } from '../support/client.ts';
import type { OAuthBrowser } from '../support/oauth-browser.ts';
import { OAUTH_CLIENTS, OAuthClient, type OAuthSystem } from '../support/oauth-client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Users add an account at a provider to themselves. */
export function associateCases(start: Start<OAuthSystem>): void {
  let client: OAuthClient;
  let partner: OAuthBrowser;
  runOn(start, (system) => {
    client = new OAuthClient(system);
    partner = client.browser('partner');
  });

  /** An account whose address nobody vouches for: an association needs none. */
  const newAccount = () => client.newAccount({ email_verified: false }).subject;

  const userOf = async (subject: string) => {
    const { json } = await partner.login(subject);
    return client.me({ token: json.access_token });
  };

  describe.each(OAUTH_CLIENTS)('by %s', (name) => {
    test('an association answers 200 with the user, whom the account signs in from then on', async () => {
      const { user, token } = await client.signedIn();
      const subject = newAccount();
      const answer = await client.browser(name).walk('associate', subject, { token });
      expect(seen(answer)).toEqual({ status: 200, json: user });
      const { detail } = await client.event('after-account-link', ({ id }) => id === user.id);
      const { issuer } = name === 'other' ? client.otherProvider : client.provider;
      expect(detail).toMatchObject({ client: name, issuer, subject });
      expect((await client.browser(name).login(subject)).status).toBe(name === 'acme' ? 303 : 200);
    });

    test('an association changes nothing the second time', async () => {
      const { user, token } = await client.signedIn();
      const { subject } = client.newAccount();
      await client.browser(name).walk('associate', subject, { token });
      const again = await client.browser(name).walk('associate', subject, { token });
      expect(seen(again)).toEqual({ status: 200, json: user });
    });
  });

  test('an association takes a cookie as well', async () => {
    const user = await client.register();
    const subject = newAccount();
    const cookie = await client.cookie(user.email);
    const answer = await partner.walk('associate', subject, { cookie });
    expect(seen(answer)).toEqual({ status: 200, json: user });
    expect(await userOf(subject)).toEqual(user);
  });

  test.each(OAUTH_CLIENTS)('an association takes a stored session by %s', async (name) => {
    const user = await client.register();
    const form = { username: user.email, password: PASSWORD };
    const { json } = await client.send('POST', '/login/session', { form });
    const credential = { token: json.access_token };
    const subject = newAccount();
    for (let time = 1; time <= 2; time++) {
      const answer = await client.browser(name).walk('associate', subject, credential);
      expect(seen(answer)).toEqual({ status: 200, json: user });
    }
  });

  test('an association asks for a recent login, at the beginning and at the end', async () => {
    const user = await client.register();
    const form = { username: user.email, password: PASSWORD };
    const { json } = await client.send('POST', '/login/session', { form });
    const own = { token: json.access_token };
    const refused = { status: 403, json: { detail: 'REAUTHENTICATION_REQUIRED' } };
    const subject = newAccount();
    const walk = await partner.begin('associate', own);
    const query = await partner.signIn(walk, subject);
    await client.system.items.change(
      ({ pk, auth_time }) => pk === `SESSION#${user.id}` && auth_time !== undefined,
      { auth_time: Math.floor(Date.now() / 1000) - 600 },
    );
    expect(seen(await partner.authorize('associate', own))).toEqual(refused);
    const cookies = [walk.cookie];
    expect(seen(await partner.callback('associate', query, { cookies, ...own }))).toEqual(refused);
    const fresh = (await client.send('POST', '/login/session', { form })).json.access_token;
    const answer = await partner.walk('associate', subject, { token: fresh });
    expect(seen(answer)).toEqual({ status: 200, json: user });
  });

  test('an association takes no account of another user', async () => {
    const [owner, other] = [await client.signedIn(), await client.signedIn()];
    const subject = newAccount();
    await partner.walk('associate', subject, { token: owner.token });
    const answer = await partner.walk('associate', subject, { token: other.token });
    expect(seen(answer)).toEqual({ status: 400, json: { detail: 'OAUTH_USER_ALREADY_EXISTS' } });
    expect(await userOf(subject)).toEqual(owner.user);
  });

  test('an association needs a user who is signed in, at the beginning and at the end', async () => {
    const { token } = await client.signedIn();
    expect((await partner.authorize('associate')).status).toBe(401);
    const walk = await partner.begin('associate', { token });
    const query = await partner.signIn(walk, newAccount());
    const cookies = [walk.cookie];
    expect((await partner.callback('associate', query, { cookies })).status).toBe(401);
  });

  test('an association ends only for the user who began it, and with no cookie of a login', async () => {
    const [ada, eve] = [await client.signedIn(), await client.signedIn()];
    const subject = newAccount();
    const walk = await partner.begin('associate', { token: eve.token });
    const query = await partner.signIn(walk, subject);
    const login = await partner.begin('oauth');
    const byLogin = await partner.signIn(login, subject);
    for (const [each, cookies] of [
      [query, [walk.cookie]],
      [query, []],
      [byLogin, [login.cookie]],
    ] as const) {
      const answer = await partner.callback('associate', each, { cookies, token: ada.token });
      expect(seen(answer)).toEqual({ status: 400, json: { detail: 'OAUTH_INVALID_STATE' } });
    }
  });

  test('an association begins at no provider that there is no client of, and asks who calls first', async () => {
    const { token } = await client.signedIn();
    const signedIn = await client.send('GET', '/associate/nobody/authorize', { token });
    expect(seen(signedIn)).toEqual({ status: 404, json: { detail: 'NOT_FOUND' } });
    expect((await client.send('GET', '/associate/nobody/authorize')).status).toBe(401);
  });

  test('no other site begins an association by the user’s cookie', async () => {
    const cookie = await client.cookie((await client.register()).email);
    const begin = (headers: Record<string, string>) =>
      partner.authorize('associate', {}, { cookie: client.asCookie(cookie), ...headers });
    for (const site of ['cross-site', 'same-site']) {
      expect((await begin({ 'sec-fetch-site': site })).status).toBe(403);
    }
    expect((await begin({})).status).toBe(403);
    expect((await begin({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('an association does not end for a user who changed the password in between', async () => {
    const { user, token } = await client.signedIn();
    const walk = await partner.begin('associate', { token });
    const query = await partner.signIn(walk, newAccount());
    const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
    const second = await client.token(user.email);
    await client.send('PATCH', '/me', { token: second, json });
    const cookies = [walk.cookie];
    expect((await partner.callback('associate', query, { cookies, token })).status).toBe(401);
  });

  test('of 4 users who race for one account, one gets it', async () => {
    const subject = newAccount();
    const racers = await Promise.all([0, 1, 2, 3].map(() => client.signedIn()));
    const walks = await Promise.all(
      racers.map(async ({ token }) => {
        const walk = await partner.begin('associate', { token });
        return { token, cookies: [walk.cookie], query: await partner.signIn(walk, subject) };
      }),
    );
    const answers = await Promise.all(
      walks.map(({ query, ...carried }) => partner.callback('associate', query, carried)),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 200);
    expect(losers.map(({ json }) => json)).toEqual(
      Array(3).fill({ detail: 'OAUTH_USER_ALREADY_EXISTS' }),
    );
    expect(await userOf(subject)).toEqual(winners[0]?.json);
  });
}
