import { expect, test } from '@jest/globals';
import { OUTCOME_COOKIE, PAGES } from '../../../lib/contract/page-forms.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { newEmail } from '../support/client.ts';
import { PageClient } from '../support/page-client.ts';
import { runOn, type Start } from '../support/start.ts';
import type { System } from '../support/system.ts';

const NEW_PASSWORD = 'another horse battery staple';

/** Pages, as people use them whose browsers run no script. */
export function pageCases(start: Start): void {
  let system: System;
  let client: PageClient;
  runOn(start, (started) => {
    system = started;
    client = new PageClient(started);
  });

  test('somebody signs up, signs in and sees their account', async () => {
    const browser = client.visitor();
    const email = newEmail();
    const signUp = await browser.visit(client.page('sign-up'));
    expect(signUp.status).toBe(200);
    const signInPage = await browser.send(signUp, '/register', {
      email,
      password: PASSWORD,
      name: 'Ada Lovelace',
      'age:number': '36',
      'newsletter:boolean': 'true',
      color: 'green',
    });
    expect(client.place(signInPage)).toBe('sign-in');
    const account = await browser.send(signInPage, '/login/cookie', {
      username: email,
      password: PASSWORD,
    });
    expect({ status: account.status, place: client.place(account) }).toEqual({
      status: 200,
      place: 'account',
    });
    expect(account.text).toContain(email);
    const { user } = (await client.event('after-register', (each) => each.email === email)).detail;
    expect(user).toMatchObject({
      name: 'Ada Lovelace',
      age: 36,
      newsletter: true,
      color: 'green',
    });
  });

  test('what is refused is told beside the field, with what was typed and no secret', async () => {
    const browser = client.visitor();
    const signUp = await browser.visit(client.page('sign-up'));
    const refused = await browser.send(signUp, '/register', {
      email: 'ada@',
      password: PASSWORD,
      name: 'Ada <b>',
    });
    expect(client.place(refused)).toBe('sign-up');
    expect(refused.html).toContain('aria-invalid="true"');
    const [form] = refused.forms.filter(({ action }) => action.endsWith('/register'));
    const fields = Object.fromEntries(form?.fields ?? []);
    expect(fields).toMatchObject({ email: 'ada@', name: 'Ada <b>', password: '' });
    // It is told once.
    const again = await browser.visit(client.page('sign-up'));
    expect(again.html).not.toContain('aria-invalid="true"');
    expect(browser.cookies).not.toContain(OUTCOME_COOKIE);
  });

  test('a wrong password and an unknown address get the same page', async () => {
    const { email } = await client.onPages();
    const known = await client.signInOn(client.visitor(), email, 'a wrong password');
    const unknownEmail = newEmail();
    const unknown = await client.signInOn(client.visitor(), unknownEmail, 'a wrong password');
    expect(client.place(known)).toBe('sign-in');
    expect(unknown.html.replaceAll(unknownEmail, 'X')).toBe(known.html.replaceAll(email, 'X'));
  });

  test('a visitor who has to sign in goes back to where they were going', async () => {
    const { email } = await client.onPages();
    const browser = client.visitor();
    const signInPage = await browser.visit(client.page(PAGES.sessions));
    expect(client.place(signInPage)).toBe('sign-in');
    const back = await browser.send(signInPage, '/login/cookie', {
      username: email,
      password: PASSWORD,
    });
    expect(client.place(back)).toBe(PAGES.sessions);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    'javascript:alert(1)',
    '\t//evil.example',
  ])('nobody is sent on to %j', async (next) => {
    const { email } = await client.onPages();
    const browser = client.visitor();
    const query = new URLSearchParams({ next });
    const form = await browser.visit(`${client.page('sign-in')}?${query}`);
    const account = await browser.send(form, '/login/cookie', {
      username: email,
      password: PASSWORD,
    });
    expect({ origin: account.url.origin, place: client.place(account) }).toEqual({
      origin: system.origin,
      place: 'account',
    });
  });

  test('a form that another site sends for a visitor is refused', async () => {
    const { browser, account, email } = await client.onPages();
    const form = account.forms.find(({ action }) => action.endsWith('/logout/cookie'));
    const response = await fetch(new URL(form?.action ?? '', account.url), {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', origin: 'https://evil.example' },
      body: new URLSearchParams(),
    });
    // As any other request without a login, and with nothing for a page to show.
    expect({ status: response.status, cookies: response.headers.getSetCookie() }).toEqual({
      ...{ status: 401, cookies: [] },
    });
    expect((await browser.visit(client.page('account'))).text).toContain(email);
  });

  test('a forgotten password is reset by the link of a mail', async () => {
    const { email } = await client.onPages();
    const browser = client.visitor();
    const forgot = await browser.visit(client.page('forgot-password'));
    expect(client.place(await browser.send(forgot, '/forgot-password', { email }))).toBe(
      'forgot-password',
    );
    const { token } = (await client.event('after-forgot-password', (each) => each.email === email))
      .detail;
    const reset = await browser.visit(`${client.page('reset-password')}?token=${token}`);
    const weak = await browser.send(reset, '/reset-password', { password: 'password1' });
    expect(client.place(weak)).toBe('reset-password');
    const signInPage = await browser.send(weak, '/reset-password', { password: NEW_PASSWORD });
    expect(client.place(signInPage)).toBe('sign-in');
    expect(client.place(await client.signInOn(browser, email, NEW_PASSWORD))).toBe('account');
  });

  test('a code by mail signs in', async () => {
    const { email } = await client.onPages();
    const browser = client.visitor();
    const form = await browser.visit(client.page('email-code'));
    const enter = await browser.send(form, '/login/cookie/email', { email });
    expect(client.place(enter)).toBe('enter-code');
    const { code } = (await client.event('after-request-login', (each) => each.email === email))
      .detail;
    const wrong = await browser.send(enter, '/login/cookie/email/confirm', { code: '00000000' });
    expect(client.place(wrong)).toBe('enter-code');
    const account = await browser.send(wrong, '/login/cookie/email/confirm', {
      code: String(code),
    });
    expect(client.place(account)).toBe('account');
  });

  test('pages are in the language that a browser asks for, or that its visitor chose', async () => {
    const german = client.visitor({ 'accept-language': 'fr;q=0.1, de-AT, en;q=0.5' });
    expect((await german.visit(client.page('sign-in'))).html).toContain('<html lang="de"');
    await german.visit(`${client.page('sign-in')}?lang=ar`);
    const chosen = await german.visit(client.page('sign-up'));
    expect(chosen.html).toMatch(/<html lang="ar"[^>]* dir="rtl"/);
  });

  test('a page has only what its policy allows, and says that it is of no other site', async () => {
    const { headers, html } = await client.visitor().visit(client.page('sign-in'));
    expect({
      policy: headers.get('content-security-policy'),
      referrer: headers.get('referrer-policy'),
      cache: headers.get('cache-control'),
      type: headers.get('content-type'),
    }).toEqual({
      policy:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      referrer: 'same-origin',
      cache: 'no-store',
      type: 'text/html; charset=utf-8',
    });
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*\bsrc=)| on[a-z]+="/);
  });

  test('there is a page for what there is no page for', async () => {
    const missing = await client.visitor().visit(client.page('nothing'));
    expect({ status: missing.status, type: missing.headers.get('content-type') }).toEqual({
      status: 404,
      type: 'text/html; charset=utf-8',
    });
  });

  test('a program that sends a form without asking for HTML gets JSON as before', async () => {
    const answer = await client.send('POST', '/login/jwt', {
      form: { username: newEmail(), password: PASSWORD },
    });
    expect({ status: answer.status, json: answer.json }).toEqual({
      status: 400,
      json: { detail: 'LOGIN_BAD_CREDENTIALS' },
    });
  });
}
