import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { newEmail, tally } from '../support/client.ts';
import type { OAuthBrowser } from '../support/oauth-browser.ts';
import { OAuthClient, type OAuthSystem } from '../support/oauth-client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Accounts that somebody linked to a user who turns out to be somebody else's. */
export function plantedAccountCases(start: Start<OAuthSystem>): void {
  let client: OAuthClient;
  let partner: OAuthBrowser;
  let other: OAuthBrowser;
  runOn(start, (system) => {
    client = new OAuthClient(system);
    partner = client.browser('partner');
    other = client.browser('other');
  });

  /** Somebody links an account of theirs, whose address nobody vouches for. */
  async function plant(token: string): Promise<string> {
    const { subject } = client.newAccount({ email_verified: false });
    expect((await partner.walk('associate', subject, { token })).status).toBe(200);
    expect((await partner.login(subject)).status).toBe(200);
    return subject;
  }

  async function reset(email: string): Promise<void> {
    const json = { token: await client.resetToken(email), password: OTHER_PASSWORD };
    expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
  }

  /** Nobody's, from the answer on; and no trace is left once the relay has seen it. */
  async function expectRemoved(subject: string, userId: string): Promise<void> {
    client.expectRefusal(await partner.login(subject), 'OAUTH_NOT_AVAILABLE_EMAIL');
    await client.event('after-reset-password', ({ id }) => id === userId);
    const { user, token } = await client.signedIn();
    const associated = await partner.walk('associate', subject, { token });
    expect(associated).toMatchObject({ status: 200, json: user });
  }

  test('a reset removes an account that was linked before the address was verified, and verifies it', async () => {
    const { user, token } = await client.signedIn();
    const subject = await plant(token);
    await reset(user.email);
    await expectRemoved(subject, user.id);
    const me = await client.me({ token: await client.token(user.email, OTHER_PASSWORD) });
    expect(me).toMatchObject({ id: user.id, is_verified: true });
    const { detail } = await client.event('after-reset-password', ({ id }) => id === user.id);
    expect(detail.user).toEqual(me);
  });

  test('a reset removes it also where the owner clicked on the mail that verifies the address first', async () => {
    const { user, token } = await client.signedIn();
    const subject = await plant(token);
    const verify = { token: await client.verifyToken(user.email) };
    expect((await client.send('POST', '/verify', { json: verify })).status).toBe(200);
    await reset(user.email);
    await expectRemoved(subject, user.id);
  });

  test('a reset removes the account of a verified user who moved to the address of another', async () => {
    const mallory = await client.verified();
    const token = await client.token(mallory.email);
    const subject = await plant(token);
    const victim = newEmail();
    const json = { email: victim, current_password: PASSWORD };
    expect((await client.send('PATCH', '/me', { token, json })).json).toMatchObject({
      email: victim,
      is_verified: false,
    });
    expect((await partner.login(subject)).status).toBe(200);
    await reset(victim);
    await expectRemoved(subject, mallory.id);
  });

  test('a reset keeps accounts that were linked while the address was verified', async () => {
    const user = await client.verified();
    const subject = await plant(await client.token(user.email));
    await reset(user.email);
    const { json } = await partner.login(subject);
    expect(await client.me({ token: json.access_token })).toMatchObject({ id: user.id });
  });

  test('a superuser’s new password removes every account that was linked so far', async () => {
    const user = await client.verified();
    const subject = await plant(await client.token(user.email));
    const { token } = await client.superuser();
    const json = { password: OTHER_PASSWORD };
    expect((await client.send('PATCH', `/${user.id}`, { token, json })).status).toBe(200);
    client.expectRefusal(await partner.login(subject), 'OAUTH_NOT_AVAILABLE_EMAIL');
    await client.event('after-update', ({ id }) => id === user.id);
    await plant(await client.token(user.email, OTHER_PASSWORD));
  });

  test('20 associations that race with a reset leave no account that signs in', async () => {
    const { user, token } = await client.signedIn();
    const subjects = Array.from(
      { length: 20 },
      () => client.newAccount({ email_verified: false }).subject,
    );
    const walks = await Promise.all(
      subjects.map(async (subject) => {
        const walk = await partner.begin('associate', { token });
        return { walk, query: await partner.signIn(walk, subject) };
      }),
    );
    const resetToken = await client.resetToken(user.email);
    const json = { token: resetToken, password: OTHER_PASSWORD };
    const [{ status }] = await Promise.all([
      client.send('POST', '/reset-password', { json }),
      ...walks.map(({ walk, query }) =>
        partner.callback('associate', query, { cookies: [walk.cookie], token }),
      ),
    ]);
    expect(status).toBe(200);
    const logins = await Promise.all(subjects.map((subject) => partner.login(subject)));
    expect(Object.keys(tally(logins))).not.toContain('200');
  }, 60_000);

  test('an account is not linked by address to a user whose password somebody else may have chosen', async () => {
    const planted = await client.verified();
    const { subject } = client.newAccount({ email: planted.email });
    client.expectRefusal(await other.login(subject), 'OAUTH_USER_ALREADY_EXISTS');
    expect(await client.me({ token: await client.token(planted.email) })).toEqual(planted);
  });

  test('an account is linked by address to a user who came by another provider, whose logins of before end', async () => {
    const { subject, email } = client.newAccount();
    const { access_token: before } = (await partner.login(subject)).json;
    const user = await client.me({ token: before });
    const { access_token: after } = (await other.login(subject)).json;
    expect(await client.me({ token: after })).toEqual(user);
    expect((await client.send('GET', '/me', { token: before })).status).toBe(401);
    const { detail } = await client.event('after-account-link', ({ id }) => id === user.id);
    const { issuer } = client.otherProvider;
    expect(detail).toMatchObject({ client: 'other', issuer, subject, user: { email } });
  });

  test('an account is linked by address to no user where the client does not allow it', async () => {
    const { subject, email } = client.newAccount();
    await other.login(subject);
    client.expectRefusal(await partner.login(subject), 'OAUTH_USER_ALREADY_EXISTS');
    const user = await client.verified();
    const { subject: second } = client.newAccount({ email: user.email });
    client.expectRefusal(await partner.login(second), 'OAUTH_USER_ALREADY_EXISTS');
    expect(email).not.toBe(user.email);
  });

  test('an account is linked by address to no superuser, by any client', async () => {
    const root = await client.superuser({ is_verified: true });
    const { subject } = client.newAccount({ email: root.user.email });
    for (const name of ['acme', 'other'] as const) {
      client.expectRefusal(await client.browser(name).login(subject), 'OAUTH_USER_ALREADY_EXISTS');
    }
    expect((await client.send('GET', '/me', { token: root.token })).status).toBe(200);
  });

  test('a second subject with the address of the first is somebody else, by any client of the issuer', async () => {
    const first = client.newAccount();
    await client.browser('acme').login(first.subject);
    const second = client.newAccount({ email: first.email });
    for (const name of ['acme', 'partner'] as const) {
      client.expectRefusal(
        await client.browser(name).login(second.subject),
        'OAUTH_USER_ALREADY_EXISTS',
      );
    }
    expect((await client.browser('acme').login(first.subject)).status).toBe(303);
  });

  test('a client that always links ends the logins of before, and leaves the password', async () => {
    const user = await client.verified();
    const before = await client.token(user.email);
    const { subject } = client.newAccount({ email: user.email });
    const cookie = client.cookieOf(await client.browser('acme').login(subject));
    expect(await client.me({ cookie })).toEqual(user);
    expect((await client.send('GET', '/me', { token: before })).status).toBe(401);
    expect((await client.login(user.email)).status).toBe(200);
  });
}
