import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Client, newEmail } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { OAuthBrowser } from '../e2e/support/oauth-browser.ts';
import { CLIENT, OpenIdProvider } from '../support/oauth/openid-provider.ts';
import { PASSWORD } from '../support/passwords.ts';
import { startChromium } from './support/chromium.ts';
import { clientScript, type Pages, startPages } from './support/client-pages.ts';

/** The cookie of a trip to the provider. */
const ATTEMPT = /^__Host-users-api-oauth-acme-[\w-]{43}$/;

/** The API is on 127.0.0.1 and the provider on localhost, which to a browser is another site. */
describe('a browser', () => {
  let provider: OpenIdProvider;
  let system: LocalSystem;
  let pages: Pages;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    const port = await freePort();
    provider = await OpenIdProvider.start('localhost');
    pages = await startPages(await clientScript());
    Object.assign(process.env, {
      TEST_OAUTH_ISSUER: provider.issuer,
      TEST_OAUTH_CLIENT: CLIENT.id,
      TEST_OAUTH_SECRET: CLIENT.secret,
      // A login ends on the page of the user who has logged in.
      TEST_OAUTH_SUCCESS: `http://127.0.0.1:${port}/users/me`,
      TEST_OAUTH_PAGES: pages.origin,
      TEST_OAUTH_ERROR: `http://127.0.0.1:${port}/sign-in`,
    });
    [system, browser] = await Promise.all([
      startLocalSystem({ app: 'test/apps/oauth.ts', port }),
      startChromium(),
    ]);
    provider.allow(
      ...[`${system.url}/oauth/acme/callback`, `${system.url}/associate/acme/callback`],
      ...[`${pages.origin}/signed-in`, `${pages.origin}/added`],
    );
  }, 60_000);
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    pages?.stop();
    await provider?.stop();
  });

  function newAccount(): { subject: string; email: string } {
    const account = { email: newEmail(), email_verified: true };
    const subject = `subject-${randomUUID()}`;
    provider.account(subject, account);
    return { subject, email: account.email };
  }

  /** A page of the API's own origin, on which scripts run: its content doesn't matter. */
  const openOwnPage = () => page.goto(`${system.origin}/`);

  /** What a script of the page gets. */
  const ask = (path: string, method = 'GET') =>
    page.evaluate(
      async ([url, how]) => {
        const response = await fetch(String(url), { method: String(how) });
        const text = await response.text();
        return {
          status: response.status,
          json: text.startsWith('{') ? JSON.parse(text) : undefined,
        };
      },
      [`/users${path}`, method],
    );

  /** On the provider's own pages: signs in, and consents. */
  async function signIn(subject: string, tab = page): Promise<void> {
    await tab.fill('input[name=login]', subject);
    await tab.fill('input[name=password]', 'any');
    await tab.click('button[type=submit]');
    await tab.click('button[type=submit]');
  }

  const shown = async (tab = page) => JSON.parse((await tab.textContent('body')) ?? '');
  const cookies = async () => (await context.cookies(system.origin)).map(({ name }) => name);

  async function signedInByCookie() {
    const user = await new Client(system).register();
    await openOwnPage();
    await page.evaluate(
      ([username, password]) =>
        fetch('/users/login/cookie', {
          method: 'POST',
          body: new URLSearchParams({ username: String(username), password: String(password) }),
        }),
      [user.email, PASSWORD],
    );
    return user;
  }

  test('signs in at a provider from a script, and has the cookie from then on', async () => {
    const { subject, email } = newAccount();
    await openOwnPage();
    const { json } = await ask('/oauth/acme/authorize');
    expect(await cookies()).toEqual([expect.stringMatching(ATTEMPT)]);
    await page.goto(json.authorization_url);
    await signIn(subject);
    await page.waitForURL(`${system.url}/me`);
    expect(await shown()).toMatchObject({ email, is_verified: true });
    expect(await context.cookies(system.origin)).toMatchObject([
      { name: '__Host-users-api', httpOnly: true, secure: true, sameSite: 'Lax' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');

    // An answer of the API lets no script of its page fetch anything.
    await openOwnPage();
    // The page of an answer may not load anything.
    await openOwnPage();
    expect(await ask('/me')).toMatchObject({ status: 200, json: { email } });
    expect((await ask('/logout/cookie', 'POST')).status).toBe(204);
    expect((await ask('/me')).status).toBe(401);
    expect(await cookies()).toEqual([]);
  });

  test('signs in by a link, and needs nothing more the second time', async () => {
    const { subject, email } = newAccount();
    await page.goto(`${system.url}/oauth/acme/authorize`);
    await signIn(subject);
    await page.waitForURL(`${system.url}/me`);
    const user = await shown();
    expect(user).toMatchObject({ email });

    await context.clearCookies({ name: '__Host-users-api' });
    await page.goto(`${system.url}/oauth/acme/authorize`);
    await page.waitForURL(`${system.url}/me`);
    expect(await shown()).toEqual(user);
  });

  test('is not signed in by a link of somebody who began the login', async () => {
    const stranger = new OAuthBrowser(new Client(system), provider, 'acme');
    const query = await stranger.signIn(await stranger.begin('oauth'), newAccount().subject);
    await openOwnPage();
    await ask('/oauth/acme/authorize');
    const own = await cookies();
    await page.goto(`${system.url}/oauth/acme/callback?${query}`);
    expect(page.url()).toBe(`${system.origin}/sign-in?error=OAUTH_INVALID_STATE`);
    expect(await cookies()).toEqual(own);
  });

  test('signs in in each of two tabs, of which the first comes back last', async () => {
    const other = await context.newPage();
    const [first, second] = [newAccount(), newAccount()];
    await page.goto(`${system.url}/oauth/acme/authorize`);
    await other.goto(`${system.url}/oauth/acme/authorize`);
    expect(await cookies()).toHaveLength(2);
    await signIn(second.subject, other);
    await other.waitForURL(`${system.url}/me`);
    expect(await shown(other)).toMatchObject({ email: second.email });
    expect(await cookies()).toEqual(
      expect.arrayContaining([expect.stringMatching(ATTEMPT), '__Host-users-api']),
    );

    await page.reload();
    await signIn(first.subject);
    await page.waitForURL(`${system.url}/me`);
    expect(await shown()).toMatchObject({ email: first.email });
    expect(await cookies()).toEqual(['__Host-users-api']);
  });

  test('ends on the page for errors when it loads a callback again', async () => {
    await page.goto(`${system.url}/oauth/acme/authorize`);
    const [back] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('/oauth/acme/callback?')),
      signIn(newAccount().subject),
    ]);
    await page.waitForURL(`${system.url}/me`);
    await page.goto(back.url());
    expect(page.url()).toBe(`${system.origin}/sign-in?error=OAUTH_INVALID_STATE`);
  });

  test('adds an account to the user who is signed in by cookie', async () => {
    const user = await signedInByCookie();
    const { json } = await ask('/associate/acme/authorize');
    await page.goto(json.authorization_url);
    await signIn(newAccount().subject);
    await page.waitForURL(`${system.url}/associate/acme/callback?*`);
    expect(await shown()).toEqual(user);
  });

  test('begins no association by a link on another site', async () => {
    await signedInByCookie();
    await page.goto(`${provider.issuer}/.well-known/openid-configuration`);
    await page.evaluate(`location.assign('${system.url}/associate/acme/authorize')`);
    await page.waitForURL(`${system.origin}/sign-in?error=FORBIDDEN`);
    expect(await cookies()).toEqual(['__Host-users-api']);
  });

  test('signs in by a bearer, and adds an account, with the client of the package', async () => {
    /** What comes of an expression about `users`, as each page makes the client anew. */
    const ask = (expression: string) =>
      page.evaluate(`{
        const backend = client.bearer({ storage: localStorage });
        const users = client.createUsersClient({ url: '${system.url}', backend });
        ${expression};
      }`) as Promise<{ data: Record<string, string> }>;

    const { subject, email } = newAccount();
    await page.goto(pages.origin);
    await page.goto(String(await ask("users.oauthUrl('partner')")));
    await signIn(subject);
    await page.waitForURL(`${pages.origin}/signed-in?*`);
    await ask("users.finishOAuth('partner', location.search)");
    expect(await ask('users.me()')).toMatchObject({ data: { email, is_verified: true } });

    const { data } = await ask("users.associate('partner')");
    await context.clearCookies({ domain: 'localhost' });
    await page.goto(String(data.authorization_url));
    await signIn(newAccount().subject);
    await page.waitForURL(`${pages.origin}/added?*`);
    expect(await ask("users.finishAssociation('partner', location.search)")).toMatchObject({
      data: { email },
    });
    expect(await ask('users.accounts()')).toMatchObject({
      data: [{ client: 'partner', subject }, { client: 'partner' }],
    });
  });
});
