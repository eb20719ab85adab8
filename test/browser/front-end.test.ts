import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Client } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import type { ApiUser } from '../e2e/support/system.ts';
import { PASSWORD } from '../support/passwords.ts';
import { startChromium } from './support/chromium.ts';

/**
 * The API is `api.site.localhost`, the front end `app.site.localhost`: another origin of the same site, as
 * `app.example.com` is to `api.example.com`. Browsers take these names for this machine.
 */
describe('a front end on another origin, in a browser,', () => {
  let system: LocalSystem;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let pages: Server;
  let user: ApiUser;
  const port = () => (pages.address() as AddressInfo).port;
  const pageOf = (host: string) => `http://${host}:${port()}/`;

  beforeAll(async () => {
    pages = createServer((_, response) => {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>a</title>');
    }).listen(0, '127.0.0.1');
    await once(pages, 'listening');
    process.env.TEST_FRONT_END = `http://app.site.localhost:${port()}`;
    [system, browser] = await Promise.all([
      startLocalSystem({ app: 'test/apps/front-end.ts' }),
      startChromium(),
    ]);
  }, 60_000);
  beforeEach(async () => {
    user = await new Client(system).register();
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    pages?.close();
    pages?.closeAllConnections();
  });

  const urlOf = (path: string) =>
    `http://api.site.localhost:${new URL(system.origin).port}/users${path}`;

  /** What a script of the page gets; `refused` where the browser keeps the answer from it. */
  function ask(
    method: string,
    path: string,
    options: { json?: unknown; headers?: object; form?: object } = {},
  ) {
    return page.evaluate(
      async ([url, how, given]) => {
        const { json, form, headers } = given as typeof options;
        const init = {
          method: String(how),
          credentials: 'include',
          headers: {
            ...(json !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(json !== undefined && { body: JSON.stringify(json) }),
          ...(form && { body: new URLSearchParams(form as Record<string, string>) }),
        } as const;
        try {
          const response = await fetch(String(url), init);
          const text = await response.text();
          return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
        } catch {
          return 'refused';
        }
      },
      [urlOf(path), method, options] as const,
    );
  }

  const login = (backend: string) =>
    ask('POST', `/login/${backend}`, { form: { username: user.email, password: PASSWORD } });

  test.each([
    ['cookie', '__Secure-users-api'],
    ['host', '__Host-own'],
  ])(
    'signs in, reads, changes and signs out by the cookie of the backend %s',
    async (backend, name) => {
      await page.goto(pageOf('app.site.localhost'));
      expect(await login(backend)).toMatchObject({ status: 204 });
      expect((await context.cookies()).map((cookie) => cookie.name)).toEqual([name]);
      expect(await page.evaluate('document.cookie')).toBe('');
      expect(await ask('GET', '/me')).toEqual({ status: 200, json: user });
      expect(await ask('PATCH', '/me', { json: { password: null } })).toEqual({
        status: 200,
        json: user,
      });
      expect(await ask('POST', `/logout/${backend}`)).toMatchObject({ status: 204 });
      expect(await ask('GET', '/me')).toMatchObject({ status: 401 });
      expect(await context.cookies()).toEqual([]);
    },
  );

  test('sends what Axios and tracing add, and no header that nobody allowed', async () => {
    await page.goto(pageOf('app.site.localhost'));
    await login('cookie');
    const headers = {
      'x-requested-with': 'XMLHttpRequest',
      'x-csrf-token': 'a',
      baggage: 'a=b',
      'sentry-trace': '1-2-1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'a=b',
    };
    expect(await ask('PATCH', '/me', { json: {}, headers })).toMatchObject({ status: 200 });
    const other = { 'x-anything': 'a' };
    expect(await ask('PATCH', '/me', { json: {}, headers: other })).toBe('refused');
  });

  test.each([
    ['other.site.localhost', 'of the same site', 403],
    // The cookie is `Lax`, so the browser doesn't send it from another site.
    ['app.elsewhere.localhost', 'of another site', 401],
  ])(
    'at %s, %s, which is not allowed, reads nothing and changes nothing',
    async (host, _, status) => {
      await page.goto(pageOf('app.site.localhost'));
      await login('cookie');
      await page.goto(pageOf(host));
      expect(await ask('GET', '/me')).toBe('refused');
      expect(await ask('PATCH', '/me', { json: {} })).toBe('refused');
      // Without a preflight, as a form would be: the browser sends it.
      const [sent] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/logout/cookie')),
        page.evaluate(
          (url) => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }),
          urlOf('/logout/cookie'),
        ),
      ]);
      expect(sent.status()).toBe(status);
      await page.goto(pageOf('app.site.localhost'));
      expect(await ask('GET', '/me')).toEqual({ status: 200, json: user });
    },
  );
});
