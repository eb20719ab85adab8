import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Client, newEmail } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { PASSWORD } from '../support/passwords.ts';
import { startChromium } from './support/chromium.ts';
import { installReactExample, type Pages, servePages, typeCheck } from './support/react-example.ts';

const NEW_PASSWORD = 'another long password';

describe('examples/react, served by Vite in front of the local stack,', () => {
  let system: LocalSystem;
  let browser: Browser;
  let pages: Pages;
  let folder: string;
  let context: BrowserContext;
  let page: Page;
  let email: string;
  let client: Client;

  beforeAll(async () => {
    [system, browser, folder] = await Promise.all([
      startLocalSystem({ app: 'examples/react-stack.ts' }),
      startChromium(),
      installReactExample(),
    ]);
    client = new Client(system);
    pages = await servePages(folder, system.origin);
  }, 120_000);
  afterAll(async () => {
    pages?.stop();
    await browser?.close();
    await system?.stop();
  });
  beforeEach(async () => {
    email = newEmail();
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context?.close());

  const open = (route = '/', tab = page) => tab.goto(`${pages.url}/#${route}`);
  const titled = (title: string, tab = page) => tab.getByRole('heading', { name: title }).waitFor();
  const alert = () => page.getByRole('alert').textContent();
  const said = (text: string) => page.getByRole('status').getByText(text).waitFor();

  /** Fills a form in by the labels of its fields, and sends it. */
  async function send(form: string, fields: Record<string, string> = {}, tab = page) {
    const within = tab.getByRole('form', { name: form, exact: true });
    for (const [label, value] of Object.entries(fields)) {
      await within.getByLabel(label, { exact: true }).fill(value);
    }
    await within.getByRole('button').click();
  }

  const signIn = (password: string, tab = page) =>
    send('Sign in', { Email: email, Password: password }, tab);

  async function register() {
    await open('/register');
    await send('Create an account', { Email: email, Password: PASSWORD });
    await titled('Your account');
  }

  const tokenOf = async (type: string) =>
    (await client.event(type, (user) => user.email === email)).detail.token;

  test('registers, and confirms the address by the link that was mailed', async () => {
    await open();
    await page.getByRole('link', { name: 'Create an account' }).click();
    await send('Create an account', { Email: email, Password: 'password' });
    expect(await alert()).toContain('common');
    await send('Create an account', { Email: email, Password: PASSWORD });
    await titled('Your address is not confirmed');
    await open(`/verify?token=${await tokenOf('after-request-verify')}`);
    await titled('Confirm your address');
    expect(page.url()).toBe(`${pages.url}/#/verify`);
    await send('Confirm your address');
    await said('Thank you');
    await page.getByRole('link', { name: 'Go to your account' }).click();
    await titled('Your account');
    expect(await page.getByText('is not confirmed').count()).toBe(0);
  });

  test('signs in, and out in every tab', async () => {
    await client.register(email);
    await open();
    await signIn('wrong');
    expect(await alert()).toBe('Address or password is wrong.');
    await signIn(PASSWORD);
    await titled('Your account');
    const other = await context.newPage();
    await open('/', other);
    await titled('Your account', other);
    await send('Sign out');
    await titled('Sign in');
    await titled('Sign in', other);
    await signIn(PASSWORD, other);
    await titled('Your account');
  });

  test('sets a new password by the link that was mailed', async () => {
    await client.register(email);
    await open();
    await page.getByRole('link', { name: 'Forgot the password?' }).click();
    await send('Forgot the password', { Email: email });
    await said('a link is on its way');
    await open(`/reset-password?token=${await tokenOf('after-forgot-password')}`);
    await titled('Set a new password');
    expect(page.url()).toBe(`${pages.url}/#/reset-password`);
    await send('Set a new password', { 'New password': NEW_PASSWORD });
    await said('Your password is changed');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signIn(NEW_PASSWORD);
    await titled('Your account');
  });

  test('changes address and password with the current one', async () => {
    await register();
    email = newEmail();
    await send('Change the address', { 'New email': email, 'Current password': 'wrong' });
    expect(await alert()).toBe('The current password is wrong.');
    await send('Change the address', { 'New email': email, 'Current password': PASSWORD });
    await page.getByText(email).waitFor();
    const passwords = { 'Current password': PASSWORD, 'New password': NEW_PASSWORD };
    await send('Change the password', passwords);
    await said('Changed. All other devices are signed out.');
    await send('Sign out');
    await titled('Sign in');
    await signIn(NEW_PASSWORD);
    await titled('Your account');
  });

  test('lists where one is signed in, and ends one session or all others', async () => {
    await register();
    const others = [1, 2, 3].map((each) => `Device ${each}`);
    for (const device of others) {
      await client.send('POST', '/login/web', {
        form: { username: email, password: PASSWORD },
        headers: { origin: system.origin, 'user-agent': device },
      });
    }
    await page.reload();
    await send('Sign out Device 2');
    await page.getByText('Device 2').waitFor({ state: 'detached' });
    expect(await page.getByText('Device 1').isVisible()).toBe(true);
    await send('Sign out everywhere else');
    for (const device of others) await page.getByText(device).waitFor({ state: 'detached' });
    expect(await page.getByRole('listitem').count()).toBe(1);
  });

  test('deletes the account with the current password', async () => {
    await register();
    await send('Delete the account', { 'Current password': 'wrong' });
    expect(await alert()).toBe('Enter your current password to do this.');
    await send('Delete the account', { 'Current password': PASSWORD });
    await titled('Sign in');
    await signIn(PASSWORD);
    expect(await alert()).toBe('Address or password is wrong.');
  });

  test('says so when the API is out of reach', async () => {
    await open();
    await titled('Sign in');
    await context.setOffline(true);
    await signIn(PASSWORD);
    expect(await alert()).toContain('can not be reached');
  });

  test('takes nobody for signed out while the API is out of reach', async () => {
    await register();
    await page.route('**/users/me', (route) => route.abort());
    await page.reload();
    await titled('One moment');
    await page.unroute('**/users/me');
    await send('Try again');
    await titled('Your account');
  });

  test('compiles', async () => {
    expect(await typeCheck(folder)).toBe('');
  });
});
