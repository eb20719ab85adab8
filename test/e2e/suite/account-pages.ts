import { expect, test } from '@jest/globals';
import { PAGES } from '../../../lib/contract/page-forms.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { PageClient } from '../support/page-client.ts';
import { runOn, type Start } from '../support/start.ts';
import type { System } from '../support/system.ts';

const NEW_PASSWORD = 'another horse battery staple';

/** Pages of people's own accounts, as they use them whose browsers run no script. */
export function accountPageCases(start: Start): void {
  let system: System;
  let client: PageClient;
  runOn(start, (started) => {
    system = started;
    client = new PageClient(started);
  });

  test('an address is verified by the link of a mail', async () => {
    const { browser, account, email } = await client.onPages();
    await browser.send(account, '/request-verify-token');
    const { token } = (await client.event('after-request-verify', (each) => each.email === email))
      .detail;
    const verify = await browser.visit(`${client.page('verify')}?token=${token}`);
    const verified = await browser.send(verify, '/verify');
    expect(client.place(verified)).toBe('account');
    expect(verified.forms.map(({ action }) => action.split('/').at(-1))).not.toContain(
      'request-verify-token',
    );
  });

  test('a user changes their name and their password', async () => {
    const { browser, account, email } = await client.onPages();
    const changed = await browser.send(account, '/me', { name: 'Grace' });
    expect(client.place(changed)).toBe('account');
    const { json } = await client.send('GET', '/me', { token: await client.token(email) });
    expect(json.name).toBe('Grace');
    const form = await browser.visit(client.page('password'));
    const wrong = await browser.send(form, '/me', {
      password: NEW_PASSWORD,
      current_password: 'not the one',
    });
    expect(client.place(wrong)).toBe('password');
    const right = await browser.send(wrong, '/me', {
      password: NEW_PASSWORD,
      current_password: PASSWORD,
    });
    expect(client.place(right)).toBe('password');
    expect(client.place(await client.signInOn(client.visitor(), email, NEW_PASSWORD))).toBe(
      'account',
    );
  });

  test('an authenticator app is enrolled, asked for and removed', async () => {
    const { browser, email, user } = await client.onPages({ is_verified: true });
    const security = await browser.visit(client.page('security'));
    const app = await browser.send(security, '/me/mfa/totp', { current_password: PASSWORD });
    expect(client.place(app)).toBe('authenticator-app');
    const secret = /[A-Z2-7]{4}( [A-Z2-7]{1,4}){5,}/.exec(app.text)?.[0].replaceAll(' ', '') ?? '';
    const bad = await browser.send(app, '/me/mfa/totp/confirm', {
      code: client.wrongCode(secret),
    });
    expect(client.place(bad)).toBe('authenticator-app');
    const codes = await browser.send(bad, '/me/mfa/totp/confirm', { code: client.code(secret) });
    expect(client.place(codes)).toBe('recovery-codes');
    await client.forgetSteps(user);

    const other = client.visitor();
    const factor = await client.signInOn(other, email);
    expect(client.place(factor)).toBe('second-factor');
    const again = await other.send(factor, '/login/cookie/mfa', { code: client.wrongCode(secret) });
    expect(client.place(again)).toBe('second-factor');
    const account = await other.send(again, '/login/cookie/mfa', { code: client.code(secret) });
    expect(client.place(account)).toBe('account');
  });

  test('another session is ended, and the present one by signing out', async () => {
    const { browser, email } = await client.onPages();
    const other = client.visitor();
    await client.signInOn(other, email);
    const sessions = await browser.visit(client.page(PAGES.sessions));
    const end = sessions.forms.find(({ action }) => /\/me\/sessions\/[^/]+\/delete$/.test(action));
    const ended = await browser.send(sessions, new URL(end?.action ?? '', system.origin).pathname, {
      current_password: PASSWORD,
    });
    expect(client.place(ended)).toBe(PAGES.sessions);
    expect(client.place(await other.visit(client.page('account')))).toBe('sign-in');
    const out = await browser.send(ended, '/logout/cookie');
    expect(client.place(out)).toBe('sign-in');
    expect(client.place(await browser.visit(client.page('account')))).toBe('sign-in');
  });

  test('an account is deleted with its password', async () => {
    const { browser, email } = await client.onPages();
    const form = await browser.visit(client.page('delete-account'));
    const wrong = await browser.send(form, '/me/delete', { current_password: 'not the one' });
    expect(client.place(wrong)).toBe('reauthenticate');
    const again = await browser.visit(client.page('delete-account'));
    const gone = await browser.send(again, '/me/delete', { current_password: PASSWORD });
    expect(client.place(gone)).toBe('sign-in');
    expect((await client.login(email)).status).toBe(400);
  });
}
