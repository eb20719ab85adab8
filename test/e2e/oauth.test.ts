import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../support/passwords.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { associateCases } from './suite/associate.ts';
import { linkedAccountCases } from './suite/linked-accounts.ts';
import { oauthLoginCases } from './suite/oauth.ts';
import { oauthResponseCases } from './suite/oauth-responses.ts';
import { plantedAccountCases } from './suite/planted-accounts.ts';
import { newEmail } from './support/client.ts';
import type { Flow } from './support/oauth-browser.ts';
import { OAUTH_CLIENTS, OAuthClient, startOAuth } from './support/oauth-client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';
import { StoredItems } from './support/stored-items.ts';

describe('accounts at an OpenID provider', () => {
  let system: ProxiedSystem;
  let client: OAuthClient;
  let items: StoredItems;

  const start = shared(() =>
    startOAuth(({ issuer, other, client: id, secret }) => {
      Object.assign(process.env, {
        TEST_OAUTH_ISSUER: issuer,
        TEST_OAUTH_OTHER: other,
        TEST_OAUTH_CLIENT: id,
        TEST_OAUTH_SECRET: secret,
      });
      return startProxiedSystem({ app: 'test/apps/oauth.ts' });
    }),
  );
  runOn(start, (started) => {
    system = started;
    client = new OAuthClient(started);
    items = new StoredItems(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(() => items?.stop());

  describe('login', () => oauthLoginCases(start));
  describe('responses', () => oauthResponseCases(start));
  describe('associating an account', () => associateCases(start));
  describe('accounts of users', () => linkedAccountCases(start));
  describe('accounts of somebody else', () => plantedAccountCases(start));

  describe('ask of DynamoDB', () => {
    const browser = () => client.browser('partner');

    /** Calls and round trips of one request. The relay reads as well, so it is kept busy. */
    async function cost(request: () => Promise<{ status: number }>, status = 200) {
      const free = await system.holdRelay(() => client.register());
      system.dynamodb.reset();
      expect((await request()).status).toBe(status);
      const { operations: calls, roundTrips } = system.dynamodb;
      free();
      return { roundTrips, calls };
    }

    /** A request of the callback, ready to be made. */
    async function callback(flow: Flow, subject: string, token?: string, by = browser()) {
      const walk = await by.begin(flow, { token });
      const query = await by.signIn(walk, subject);
      return () => by.callback(flow, query, { cookies: [walk.cookie], token });
    }

    test('nothing to begin a login, and the caller to begin an association', async () => {
      const { token } = await client.signedIn();
      const begin = (flow: Flow, options = {}) => cost(() => browser().authorize(flow, options));
      expect(await begin('oauth')).toEqual(ROUND_TRIPS.oauthAuthorize.cost);
      expect(await begin('associate', { token })).toEqual(ROUND_TRIPS.associateAuthorize.cost);
    });

    test('one write for the attempt, one read to log in, one write to register, and one for the event', async () => {
      const [subject, email] = [`subject-${randomUUID()}`, newEmail()];
      client.provider.account(subject, { email, email_verified: true });
      const { oauthRegister, oauthCallback } = ROUND_TRIPS;
      expect(await cost(await callback('oauth', subject))).toEqual(oauthRegister.cost);
      expect(await cost(await callback('oauth', subject))).toEqual(oauthCallback.cost);
    });

    test('one read of the user more to link an account by its address', async () => {
      const { subject } = client.newAccount();
      await browser().login(subject);
      const link = await callback('oauth', subject, undefined, client.browser('other'));
      expect(await cost(link)).toEqual(ROUND_TRIPS.oauthLink.cost);
    });

    test('two reads more to find a user who has another address', async () => {
      const [subject, email] = [`subject-${randomUUID()}`, newEmail()];
      client.provider.account(subject, { email, email_verified: true });
      await browser().login(subject);
      client.provider.account(subject, {});
      expect(await cost(await callback('oauth', subject))).toEqual(ROUND_TRIPS.oauthMoved.cost);
    });

    test('the caller and one query to list accounts, and one write more to remove one', async () => {
      const { token } = await client.signedIn();
      const { subject } = client.newAccount();
      await browser().walk('associate', subject, { token });
      const list = () => client.send('GET', '/me/accounts', { token });
      expect(await cost(list)).toEqual(ROUND_TRIPS.listMyAccounts.cost);
      const path = `/me/accounts/partner/${subject}`;
      const remove = () => client.send('DELETE', path, { token });
      expect(await cost(remove, 204)).toEqual(ROUND_TRIPS.unlinkMyAccount.cost);
    });

    test('the same of superusers, who are read with the user', async () => {
      const { token, user } = await client.signedIn();
      const { subject } = client.newAccount();
      await browser().walk('associate', subject, { token });
      const root = await client.superuser();
      const list = () => client.send('GET', `/${user.id}/accounts`, root);
      expect(await cost(list)).toEqual(ROUND_TRIPS.listAccounts.cost);
      const path = `/${user.id}/accounts/partner/${subject}`;
      const remove = () => client.send('DELETE', path, root);
      expect(await cost(remove, 204)).toEqual(ROUND_TRIPS.unlinkAccount.cost);
    });

    test('the caller, one write for the attempt and one to associate, and one read if it is already done', async () => {
      const { token } = await client.signedIn();
      const subject = `subject-${randomUUID()}`;
      const associate = async () => cost(await callback('associate', subject, token));
      expect(await associate()).toEqual(ROUND_TRIPS.associateCallback.cost);
      expect(await associate()).toEqual(ROUND_TRIPS.associateTaken.cost);
    });
  });

  test.each([
    ['an account of another issuer under the name of the client', 'ACCOUNT#https://b.example'],
    ['an account that was stored without an issuer', 'ACCOUNT'],
  ])('sign nobody in by %s', async (_, sk) => {
    const carol = await client.verified();
    const { subject } = client.newAccount({ email_verified: false });
    await items.put({ pk: `OAUTH#partner#${subject}`, sk, user_id: carol.id });
    const answer = await client.browser('partner').login(subject);
    client.expectRefusal(answer, 'OAUTH_NOT_AVAILABLE_EMAIL');
  });

  test('sign in by an account that was stored without an issuer where the client says that it is of its own', async () => {
    const carol = await client.verified();
    const { subject } = client.newAccount({ email_verified: false });
    await items.put({ pk: `OAUTH#stored#${subject}`, sk: 'ACCOUNT', user_id: carol.id });
    const { json } = await client.browser('stored').login(subject);
    expect(await client.me({ token: json.access_token })).toEqual(carol);
  });

  test('that were stored without an issuer are added to no other user where the client accepts them', async () => {
    const carol = await client.verified();
    const { subject } = client.newAccount({ email_verified: false });
    await items.put({ pk: `OAUTH#stored#${subject}`, sk: 'ACCOUNT', user_id: carol.id });
    const { token } = await client.signedIn();
    const refused = await client.browser('stored').walk('associate', subject, { token });
    client.expectRefusal(refused, 'OAUTH_USER_ALREADY_EXISTS');
    const { json } = await client.browser('stored').login(subject);
    const own = { token: json.access_token };
    expect(await client.me(own)).toEqual(carol);
    expect((await client.browser('stored').walk('associate', subject, own)).status).toBe(200);
  });

  test.each(OAUTH_CLIENTS)('keep note of the use of a stored session, by %s', async (name) => {
    const { email } = await client.register();
    const form = { username: email, password: PASSWORD };
    const { json } = await client.send('POST', '/login/session', { form });
    const { access_token: token } = json;
    const [session] = (await client.send('GET', '/me/sessions', { token })).json;
    const sinceUse = async () =>
      Date.now() - Date.parse((await items.read(session.id)).last_used_at);
    const subject = `subject-${randomUUID()}`;
    client.account(subject, {});
    const browser = client.browser(name);

    await items.age(session.id, 301);
    const walk = await browser.begin('associate', { token });
    expect(await sinceUse()).toBeLessThan(300_000);
    const query = await browser.signIn(walk, subject);
    await items.age(session.id, 301);
    const answer = await browser.callback('associate', query, { cookies: [walk.cookie], token });
    expect(answer.status).toBe(200);
    expect(await sinceUse()).toBeLessThan(300_000);
  });

  test('need all that is granted to their functions', () => {
    // Lambda itself writes the log; the example's test looks at that.
    const ofCallers = /^Users(Oauth|Associate)/;
    const ofAccounts = /^Users(ListMyAccounts|ListAccounts|Unlink).* like (ACCOUNT|OAUTH|USER)#/;
    const own = (grant: string) =>
      (ofCallers.test(grant) || ofAccounts.test(grant)) && !/ logs:/.test(grant);
    expect(system.permissions.granted().filter(own).length).toBeGreaterThan(0);
    expect(system.permissions.unused().filter(own)).toEqual([]);
  });
});
