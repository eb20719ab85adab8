import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { UsersClient } from '../../packages/client/src/index.ts';
import { Client, newEmail } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { PASSWORD } from '../support/passwords.ts';
import { startChromium } from './support/chromium.ts';
import { addPage, clientScript } from './support/client-pages.ts';

/** What scripts of the pages see. */
interface Tab {
  client: typeof import('../../packages/client/src/index.ts');
  users: UsersClient;
  changes: string[];
}

/** How the page makes its backend, and the backend's name in the paths. */
const BACKENDS = {
  jwt: 'client.bearer()',
  strict: "client.bearer({ name: 'strict' })",
  stored: "client.bearer({ name: 'strict', storage: localStorage })",
  session: "client.bearer({ name: 'session' })",
  cookie: 'client.cookie({ refresh: true })',
  web: "client.cookie({ name: 'web' })",
} as const;

type BackendName = keyof typeof BACKENDS;

describe('the client, in a browser,', () => {
  let system: LocalSystem;
  let browser: Browser;
  let context: BrowserContext;
  let script: string;
  let email: string;
  /** Paths below the base path, as they were asked for. */
  let asked: string[];

  beforeAll(async () => {
    [system, browser, script] = await Promise.all([
      startLocalSystem({ app: 'test/apps/client.ts' }),
      startChromium(),
      clientScript(),
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });
  beforeEach(async () => {
    email = newEmail();
    asked = [];
    context = await browser.newContext();
    await addPage(context, system.origin, script);
    context.on('request', (request) => {
      if (request.url().startsWith(system.url)) asked.push(request.url().slice(system.url.length));
    });
  });
  afterEach(() => context?.close());

  async function open(backend: BackendName): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${system.origin}/page`);
    await page.evaluate(`
      users = client.createUsersClient({ url: '/users', backend: ${BACKENDS[backend]} });
      changes = [];
      users.subscribe((change) => changes.push(change));
    `);
    return page;
  }

  const openThree = (backend: BackendName) =>
    Promise.all([open(backend), open(backend), open(backend)]);

  /** A call of the client, and what came of it: `data`, or the code of the error. */
  const call = (page: Page, name: keyof UsersClient, ...given: unknown[]) =>
    page.evaluate(
      async ([method, parameters]) => {
        const { users } = globalThis as unknown as Tab;
        // biome-ignore lint/suspicious/noExplicitAny: each has parameters of its own.
        const { data, error } = await (users as any)[method as string](...(parameters as []));
        return error ? { code: error.code } : { data };
      },
      [name, given] as const,
    );

  const login = (page: Page) => call(page, 'login', { email, password: PASSWORD });
  const me = (page: Page) => call(page, 'me');
  const isMe = () => ({ data: expect.objectContaining({ email }) });
  const count = (route: string) => asked.filter((one) => one === route).length;
  const changesOf = (page: Page) => page.evaluate('changes') as Promise<string[]>;

  /** Until a tab has heard of it. */
  const heard = (page: Page, change: string) =>
    eventually(
      async () => (await changesOf(page)).at(-1) === change || undefined,
      `a tab that is ${change}`,
    );

  /** Lets the clocks of tabs go forward, past the end of all that is in force. */
  const pass = (tabs: readonly Page[]) =>
    Promise.all(
      tabs.map((tab) =>
        tab.evaluate('{ const later = Date.now() + 3600_000; Date.now = () => later; }'),
      ),
    );

  test.each(['jwt', 'session', 'cookie', 'web'] as const)(
    'registers, signs in, changes, proves itself and signs out: %s',
    async (backend) => {
      const page = await open(backend);
      const password = 'another long password';
      expect(await me(page)).toEqual({ code: 'UNAUTHORIZED' });
      expect(await call(page, 'register', { email, password: PASSWORD })).toEqual(isMe());
      expect(await call(page, 'register', { email, password: PASSWORD })).toEqual({
        code: 'REGISTER_USER_ALREADY_EXISTS',
      });
      expect(await call(page, 'login', { email, password: 'wrong' })).toEqual({
        code: 'LOGIN_BAD_CREDENTIALS',
      });
      expect(await login(page)).toEqual({ data: undefined });
      expect(await me(page)).toEqual(isMe());
      expect(await call(page, 'updateMe', { password })).toEqual({
        code: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
      });
      const change = { password, current_password: PASSWORD };
      expect(await call(page, 'updateMe', change)).toEqual(isMe());
      expect(await call(page, 'reauthenticate', { password })).toEqual({ data: undefined });
      expect(await me(page)).toEqual(isMe());
      expect(await call(page, 'sessions')).toEqual({
        data: [expect.objectContaining({ current: true })],
      });
      expect(await call(page, 'endOtherSessions')).toEqual({ data: undefined });
      expect(await call(page, 'exportMe')).toEqual({
        data: expect.objectContaining({ user: expect.objectContaining({ email }) }),
      });
      expect(await call(page, 'logout')).toEqual({ data: undefined });
      expect(await me(page)).toEqual({ code: 'UNAUTHORIZED' });
      expect(await call(page, 'login', { email, password })).toEqual({ data: undefined });
      expect(await call(page, 'deleteMe')).toEqual({ data: undefined });
      expect(await me(page)).toEqual({ code: 'UNAUTHORIZED' });
      expect(await changesOf(page)).toEqual([
        ...['signed-in', 'signed-in', 'signed-out'],
        ...['signed-in', 'signed-out'],
      ]);
    },
  );

  test('resets a password and verifies an address with what was mailed', async () => {
    const page = await open('jwt');
    const node = new Client(system);
    await call(page, 'register', { email, password: PASSWORD });
    const token = await node.verifyToken(email);
    expect(await call(page, 'verify', { token })).toEqual({
      data: expect.objectContaining({ email, is_verified: true }),
    });
    expect(await call(page, 'verify', { token })).toEqual({ code: 'VERIFY_USER_ALREADY_VERIFIED' });
    expect(await call(page, 'forgotPassword', { email })).toEqual({ data: undefined });
    const { detail } = await node.event('after-forgot-password', (user) => user.email === email);
    const password = 'another long password';
    expect(await call(page, 'resetPassword', { token: detail.token, password })).toEqual({
      data: undefined,
    });
    expect(await login(page)).toEqual({ code: 'LOGIN_BAD_CREDENTIALS' });
    expect(await call(page, 'login', { email, password })).toEqual({ data: undefined });
  });

  describe('in three tabs,', () => {
    beforeEach(() => new Client(system).register(email));

    test.each(['strict', 'stored', 'cookie'] as const)(
      'is signed in and out in all by one: %s',
      async (backend) => {
        const tabs = await openThree(backend);
        for (const tab of tabs) expect(await me(tab)).toEqual({ code: 'UNAUTHORIZED' });
        await login(tabs[0]);
        for (const tab of tabs) await heard(tab, 'signed-in');
        for (const tab of tabs) expect(await me(tab)).toEqual(isMe());
        expect(await call(tabs[2], 'logout')).toEqual({ data: undefined });
        for (const tab of tabs) await heard(tab, 'signed-out');
        for (const tab of tabs) expect(await me(tab)).toEqual({ code: 'UNAUTHORIZED' });
        expect(count(`/logout/${backend === 'stored' ? 'strict' : backend}`)).toBe(1);
      },
    );

    test.each(['jwt', 'strict', 'stored'] as const)(
      'refreshes once, although all meet the end of the token at once: %s',
      async (backend) => {
        const tabs = await openThree(backend);
        await login(tabs[0]);
        // Opened before the login: they ask the first for it, or read it.
        expect(await Promise.all(tabs.map(me))).toEqual([isMe(), isMe(), isMe()]);
        for (let time = 1; time <= 2; time++) {
          await pass(tabs);
          expect(await Promise.all(tabs.map(me))).toEqual([isMe(), isMe(), isMe()]);
          expect(count(`/refresh/${backend === 'stored' ? 'strict' : backend}`)).toBe(time);
        }
        const tokens = await Promise.all(
          tabs.map((tab) => tab.evaluate('users.accessToken()') as Promise<string>),
        );
        expect(new Set(tokens).size).toBe(1);
      },
    );

    test('refreshes once, although the cookie has ended in all', async () => {
      const tabs = await openThree('cookie');
      await login(tabs[0]);
      expect(await Promise.all(tabs.map(me))).toEqual([isMe(), isMe(), isMe()]);
      await context.clearCookies({ name: '__Host-users-api' });
      expect(await Promise.all(tabs.map(me))).toEqual([isMe(), isMe(), isMe()]);
      expect(count('/refresh/cookie')).toBe(1);
    });

    test('is signed out for good by a logout during refreshes', async () => {
      const tabs = await openThree('strict');
      await login(tabs[0]);
      await Promise.all(tabs.map(me));
      await pass(tabs);
      const [, , out] = await Promise.all([me(tabs[0]), me(tabs[1]), call(tabs[2], 'logout')]);
      expect(out).toEqual({ data: undefined });
      for (const tab of tabs) await heard(tab, 'signed-out');
      for (const tab of tabs) expect(await me(tab)).toEqual({ code: 'UNAUTHORIZED' });
      expect(await new Client(system).eventTypes(await idOf(), 1)).not.toContain(
        'after-refresh-reuse',
      );
    });

    test('keeps the login when the tab that refreshes is closed', async () => {
      const tabs = await openThree('jwt');
      await login(tabs[0]);
      await Promise.all(tabs.map(me));
      await pass(tabs);
      const refreshing = tabs[0].waitForRequest((request) => request.url().includes('/refresh/'));
      const left = me(tabs[0]).catch(() => 'closed');
      await refreshing;
      await tabs[0].close();
      await left;
      expect(await Promise.all(tabs.slice(1).map(me))).toEqual([isMe(), isMe()]);
    });

    test('gives the login to a tab that is opened later, and none to one after the last', async () => {
      const tabs = await openThree('jwt');
      await login(tabs[0]);
      const later = await open('jwt');
      expect(await me(later)).toEqual(isMe());
      await Promise.all([...tabs, later].map((tab) => tab.close()));
      expect(await me(await open('jwt'))).toEqual({ code: 'UNAUTHORIZED' });
    });

    test('keeps the login for a tab after the last where tokens are stored', async () => {
      const first = await open('stored');
      await login(first);
      await first.close();
      expect(await me(await open('stored'))).toEqual(isMe());
    });

    async function idOf(): Promise<string> {
      const { detail } = await new Client(system).event(
        'after-register',
        (user) => user.email === email,
      );
      return detail.user.id;
    }
  });
});
