import { expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { seen, tally } from '../support/client.ts';
import { OAuthClient, type OAuthSystem } from '../support/oauth-client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Accounts at providers as users and superusers see them, and remove them. */
export function linkedAccountCases(start: Start<OAuthSystem>): void {
  let client: OAuthClient;
  runOn(start, (system) => {
    client = new OAuthClient(system);
  });

  const pathOf = (name: string, subject: string) =>
    `/accounts/${name}/${encodeURIComponent(subject)}`;

  /** A user who came by `other`, and has associated `partner`: without a password, with a fresh login. */
  async function ofTwoProviders() {
    const { subject, email } = client.newAccount();
    const { json } = await client.browser('other').login(subject);
    const { access_token: token } = json;
    await client.browser('partner').walk('associate', subject, { token });
    return { subject, email, token, user: await client.me({ token }) };
  }

  test('accounts are listed, and removed down to the last way in', async () => {
    const { subject, email, token, user } = await ofTwoProviders();
    const common = { subject, email, created_at: expect.any(String) };
    const partner = { client: 'partner', issuer: client.provider.issuer, ...common };
    const other = { client: 'other', issuer: client.otherProvider.issuer, ...common };
    const list = await client.send('GET', '/me/accounts', { token });
    expect(seen(list)).toEqual({ status: 200, json: [other, partner] });

    const removed = await client.send('DELETE', `/me${pathOf('partner', subject)}`, { token });
    expect(removed).toMatchObject({ status: 204, text: '' });
    const { detail } = await client.event('after-account-unlink', ({ id }) => id === user.id);
    const { issuer } = partner;
    expect(detail).toMatchObject({ client: 'partner', issuer, subject, user: { id: user.id } });
    client.expectRefusal(
      await client.browser('partner').login(subject),
      'OAUTH_USER_ALREADY_EXISTS',
    );
    const last = await client.send('DELETE', `/me${pathOf('other', subject)}`, { token });
    expect(seen(last)).toEqual({ status: 409, json: { detail: 'LAST_CREDENTIAL' } });
    expect((await client.send('GET', '/me/accounts', { token })).json).toEqual([other]);
    expect((await client.browser('other').login(subject)).status).toBe(200);
  });

  test('of the last two accounts, one stays where both are removed at once', async () => {
    const { subject, token } = await ofTwoProviders();
    const remove = (name: string) =>
      client.send('DELETE', `/me${pathOf(name, subject)}`, { token });
    expect(tally(await Promise.all([remove('partner'), remove('other')]))).toEqual({
      204: 1,
      409: 1,
    });
    expect((await client.send('GET', '/me/accounts', { token })).json).toHaveLength(1);
  });

  test('the only account of a user with a password is removed, and one that is not there is not found', async () => {
    const { token } = await client.signedIn();
    const { subject } = client.newAccount({ email_verified: false });
    await client.browser('partner').walk('associate', subject, { token });
    const path = `/me${pathOf('partner', subject)}`;
    const json = { current_password: PASSWORD };
    expect((await client.send('DELETE', path, { token, json })).status).toBe(204);
    const again = await client.send('DELETE', path, { token, json });
    expect(seen(again)).toEqual({ status: 404, json: { detail: 'NOT_FOUND' } });
    expect((await client.send('GET', '/me/accounts')).status).toBe(401);
    expect((await client.send('DELETE', path)).status).toBe(401);
  });

  test('superusers list and remove accounts of others, by the same rule', async () => {
    const { subject, token, user } = await ofTwoProviders();
    const root = await client.superuser();
    const list = await client.send('GET', `/${user.id}/accounts`, root);
    expect(list.json).toEqual((await client.send('GET', '/me/accounts', { token })).json);
    const remove = (name: string) =>
      client.send('DELETE', `/${user.id}${pathOf(name, subject)}`, root);
    expect((await remove('other')).status).toBe(204);
    const { detail } = await client.event('after-account-unlink', ({ id }) => id === user.id);
    expect(detail.actor).toEqual({ id: root.user.id, by: 'superuser' });
    expect(seen(await remove('partner'))).toEqual({
      status: 409,
      json: { detail: 'LAST_CREDENTIAL' },
    });
    for (const path of [`/${user.id}/accounts`, `/${user.id}${pathOf('partner', subject)}`]) {
      const method = path.endsWith('/accounts') ? 'GET' : 'DELETE';
      expect((await client.send(method, path, { token })).status).toBe(403);
    }
    const nobody = '/00000000-0000-7000-8000-000000000000/accounts';
    expect((await client.send('GET', nobody, root)).status).toBe(404);
  });
}
