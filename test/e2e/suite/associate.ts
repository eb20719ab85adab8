import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { OpenIdProvider } from '../../support/openid-provider.ts';
import { type Client, newEmail, OTHER_PASSWORD, PASSWORD } from '../support/client.ts';
import { OAuthBrowser } from '../support/oauth-browser.ts';

interface OAuthSystem {
  readonly client: Client;
  readonly provider: OpenIdProvider;
}

/** Adding an account at a provider to one's own user. */
export function associateCases(system: () => OAuthSystem): void {
  const client = () => system().client;
  const browser = (name = 'partner') => new OAuthBrowser(client(), system().provider, name);

  /** An account whose address nobody vouches for: it takes none to associate it. */
  function newAccount(): string {
    const subject = `subject-${randomUUID()}`;
    system().provider.account(subject, { email: newEmail(), email_verified: false });
    return subject;
  }

  const userOf = async (subject: string, name = 'partner') => {
    const { json } = await browser(name).login(subject);
    return (await client().send('GET', '/me', { token: json.access_token })).json;
  };

  describe.each(['acme', 'partner', 'stored'])('by %s', (name) => {
    test('answers 200 with the user, whom the account signs in from then on', async () => {
      const { user, token } = await client().signedIn();
      const subject = newAccount();
      const answer = await browser(name).walk('associate', subject, { token });
      expect([answer.status, answer.json]).toEqual([200, user]);
      const { detail } = await client().event('after-update', ({ id }) => id === user.id);
      expect(detail.changed).toEqual(['oauth_accounts']);
      expect((await browser(name).login(subject)).status).toBe(name === 'acme' ? 303 : 200);
    });

    test('a second time changes nothing', async () => {
      const { user, token } = await client().signedIn();
      const subject = newAccount();
      await browser(name).walk('associate', subject, { token });
      const again = await browser(name).walk('associate', subject, { token });
      expect([again.status, again.json]).toEqual([200, user]);
    });
  });

  test('takes a cookie as well', async () => {
    const user = await client().register();
    const subject = newAccount();
    const cookie = await client().cookie(user.email);
    const answer = await browser().walk('associate', subject, { cookie });
    expect([answer.status, answer.json]).toEqual([200, user]);
    expect(await userOf(subject)).toEqual(user);
  });

  test.each(['acme', 'partner', 'stored'])('takes a stored session by %s', async (name) => {
    const user = await client().register();
    const form = { username: user.email, password: PASSWORD };
    const { json } = await client().send('POST', '/login/session', { form });
    const credential = { token: json.access_token };
    const subject = newAccount();
    for (let time = 1; time <= 2; time++) {
      const answer = await browser(name).walk('associate', subject, credential);
      expect([answer.status, answer.json]).toEqual([200, user]);
    }
  });

  test('takes no account of another user', async () => {
    const [owner, other] = [await client().signedIn(), await client().signedIn()];
    const subject = newAccount();
    await browser().walk('associate', subject, { token: owner.token });
    const answer = await browser().walk('associate', subject, { token: other.token });
    expect([answer.status, answer.json]).toEqual([400, { detail: 'OAUTH_USER_ALREADY_EXISTS' }]);
    expect(await userOf(subject)).toEqual(owner.user);
  });

  test('needs a user who is signed in, at the beginning and at the end', async () => {
    const { token } = await client().signedIn();
    expect((await browser().authorize('associate')).status).toBe(401);
    const walk = await browser().begin('associate', { token });
    const query = await browser().signIn(walk, newAccount());
    const cookies = [walk.cookie];
    expect((await browser().callback('associate', query, { cookies })).status).toBe(401);
  });

  test('ends for who began it alone, and with no cookie of a login', async () => {
    const [ada, eve] = [await client().signedIn(), await client().signedIn()];
    const subject = newAccount();
    const walk = await browser().begin('associate', { token: eve.token });
    const query = await browser().signIn(walk, subject);
    const login = await browser().begin('oauth');
    const byLogin = await browser().signIn(login, subject);
    for (const [each, cookies] of [
      [query, [walk.cookie]],
      [query, []],
      [byLogin, [login.cookie]],
    ] as const) {
      const answer = await browser().callback('associate', each, { cookies, token: ada.token });
      expect([answer.status, answer.json]).toEqual([400, { detail: 'OAUTH_INVALID_STATE' }]);
    }
  });

  test('begins for no other site by the user’s cookie', async () => {
    const cookie = await client().cookie((await client().register()).email);
    const begin = (headers: Record<string, string>) =>
      browser().authorize('associate', {}, { cookie: client().asCookie(cookie), ...headers });
    for (const site of ['cross-site', 'same-site']) {
      expect((await begin({ 'sec-fetch-site': site })).status).toBe(403);
    }
    expect((await begin({})).status).toBe(403);
    expect((await begin({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test('does not end for a user who changed the password meanwhile', async () => {
    const { user, token } = await client().signedIn();
    const walk = await browser().begin('associate', { token });
    const query = await browser().signIn(walk, newAccount());
    const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
    const second = await client().token(user.email);
    await client().send('PATCH', '/me', { token: second, json });
    const cookies = [walk.cookie];
    expect((await browser().callback('associate', query, { cookies, token })).status).toBe(401);
  });

  test('of two users who race for one account one gets it', async () => {
    const subject = newAccount();
    const racers = await Promise.all([0, 1, 2, 3].map(() => client().signedIn()));
    const walks = await Promise.all(
      racers.map(async ({ token }) => {
        const walk = await browser().begin('associate', { token });
        return { token, cookies: [walk.cookie], query: await browser().signIn(walk, subject) };
      }),
    );
    const answers = await Promise.all(
      walks.map(({ query, ...carried }) => browser().callback('associate', query, carried)),
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
