import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Client } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import type { ApiUser } from '../e2e/support/system.ts';
import { PASSWORD } from '../support/passwords.ts';
import { startChromium } from './support/chromium.ts';

// It draws every operation, which takes seconds where other tests run beside it.
jest.setTimeout(60_000);

describe('the page of the documentation, in a browser,', () => {
  let system: LocalSystem;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let user: ApiUser;
  /** What the browser complains of, and requests to other hosts. */
  let faults: string[];

  beforeAll(async () => {
    [system, browser] = await Promise.all([startLocalSystem(), startChromium()]);
  }, 60_000);
  beforeEach(async () => {
    user = await new Client(system).register();
    context = await browser.newContext();
    page = await context.newPage();
    faults = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== system.origin)
        faults.push(request.url());
    });
    await page.goto(`${system.url}/docs`);
  });
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  /** Opens an operation, sends it as its form says, and returns what came back. */
  async function execute(
    operation: string,
    body?: object,
  ): Promise<{ status: string; text: string }> {
    const block = page.locator(`[id$="-${operation}"]`);
    await block.locator('.opblock-summary-control').click();
    if (body !== undefined) {
      await block.locator('textarea.body-param__text').fill(JSON.stringify(body));
    }
    await block.locator('button.execute').click();
    const answer = block.locator('.live-responses-table .response').first();
    const status = await answer.locator('.response-col_status').textContent();
    return { status: (status ?? '').trim().slice(0, 3), text: (await answer.textContent()) ?? '' };
  }

  test('signs in by a bearer token and reads who that is, as the policy of the page lets it', async () => {
    const login = await execute('loginJwt', { username: user.email, password: PASSWORD });
    expect(login.status).toBe('200');
    const [, token = ''] = /"access_token": "([^"]+)"/.exec(login.text) ?? [];
    await page.locator('.auth-wrapper button.authorize').first().click();
    await page.getByLabel('auth-bearer-value').fill(token);
    await page.locator('.modal-ux button.authorize').first().click();
    await page.locator('.modal-ux button.btn-done').first().click();
    const me = await execute('getMe');
    expect({ status: me.status, isUser: me.text.includes(user.email), faults }).toEqual({
      status: '200',
      isUser: true,
      faults: [],
    });
  });

  test('signs in by cookie and reads who that is, as it is of the origin of the API', async () => {
    const login = await execute('loginCookie', { username: user.email, password: PASSWORD });
    const me = await execute('getMe');
    expect({ login: login.status, me: me.status, isUser: me.text.includes(user.email) }).toEqual({
      login: '204',
      me: '200',
      isUser: true,
    });
    expect(faults).toEqual([]);
  });
});
