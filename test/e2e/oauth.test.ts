import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CLIENT, OpenIdProvider } from '../support/openid-provider.ts';
import { associateCases } from './suite/associate.ts';
import { type OAuthSystem, oauthLoginCases } from './suite/oauth.ts';
import { Client, newEmail, PASSWORD } from './support/client.ts';
import { type Flow, OAuthBrowser } from './support/oauth-browser.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { StoredItems } from './support/stored-items.ts';

/** Of the clients. */
const NAMES = ['acme', 'partner', 'stored'];

describe('accounts at an OpenID provider', () => {
  let provider: OpenIdProvider;
  let system: ProxiedSystem;
  let parts: OAuthSystem;
  let items: StoredItems;

  beforeAll(async () => {
    provider = await OpenIdProvider.start();
    Object.assign(process.env, {
      TEST_OAUTH_ISSUER: provider.issuer,
      TEST_OAUTH_CLIENT: CLIENT.id,
      TEST_OAUTH_SECRET: CLIENT.secret,
    });
    system = await startProxiedSystem({ app: 'test/apps/oauth.ts' });
    for (const name of NAMES) {
      provider.allow(
        `${system.url}/oauth/${name}/callback`,
        `${system.url}/associate/${name}/callback`,
      );
    }
    parts = { client: new Client(system), provider };
    items = new StoredItems(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(async () => {
    items?.stop();
    await system?.stop();
    await provider?.stop();
  });

  describe('login', () => oauthLoginCases(() => parts));
  describe('associating an account', () => associateCases(() => parts));

  describe('ask of DynamoDB', () => {
    const browser = () => new OAuthBrowser(parts.client, provider, 'partner');

    /** What one request asks, in how many waits. The relay reads as well, so it is kept busy meanwhile. */
    async function cost(request: () => Promise<{ status: number }>, status = 200) {
      const free = await system.holdRelay(() => parts.client.register());
      system.dynamodb.reset();
      expect((await request()).status).toBe(status);
      const { operations, roundTrips } = system.dynamodb;
      free();
      return [roundTrips, ...operations];
    }

    /** A request of the callback, ready to be made. */
    async function callback(flow: Flow, subject: string, token?: string) {
      const walk = await browser().begin(flow, { token });
      const query = await browser().signIn(walk, subject);
      return () => browser().callback(flow, query, { cookies: [walk.cookie], token });
    }

    test('nothing to begin a login, and who calls to begin an association', async () => {
      const { token } = await parts.client.signedIn();
      expect(await cost(() => browser().authorize('oauth'))).toEqual([0]);
      expect(await cost(() => browser().authorize('associate', { token }))).toEqual([
        1,
        'BatchGetItem',
      ]);
    });

    test('one read to log in, one write to register or link, and one for the event', async () => {
      const [subject, email] = [`subject-${randomUUID()}`, newEmail()];
      provider.account(subject, { email, email_verified: true });
      const both = ['BatchGetItem', 'TransactWriteItems', 'UpdateItem'];
      expect(await cost(await callback('oauth', subject))).toEqual([3, ...both]);
      expect(await cost(await callback('oauth', subject))).toEqual([
        2,
        'BatchGetItem',
        'UpdateItem',
      ]);
      const other = `subject-${randomUUID()}`;
      provider.account(other, { email, email_verified: true });
      expect(await cost(await callback('oauth', other))).toEqual([3, ...both]);
    });

    test('two reads more to find a user who has another address', async () => {
      const [subject, email] = [`subject-${randomUUID()}`, newEmail()];
      provider.account(subject, { email, email_verified: true });
      await browser().login(subject);
      provider.account(subject, {});
      const reads = ['BatchGetItem', 'BatchGetItem', 'BatchGetItem'];
      expect(await cost(await callback('oauth', subject))).toEqual([4, ...reads, 'UpdateItem']);
    });

    test('who calls and one write to associate, and one read where it is done already', async () => {
      const { token } = await parts.client.signedIn();
      const subject = `subject-${randomUUID()}`;
      const write = ['BatchGetItem', 'TransactWriteItems'];
      expect(await cost(await callback('associate', subject, token))).toEqual([2, ...write]);
      expect(await cost(await callback('associate', subject, token))).toEqual([
        3,
        ...write,
        'BatchGetItem',
      ]);
    });
  });

  test.each(NAMES)('keep note of the use of a stored session, by %s', async (name) => {
    const { email } = await parts.client.register();
    const form = { username: email, password: PASSWORD };
    const { json } = await parts.client.send('POST', '/login/session', { form });
    const { access_token: token } = json;
    const [session] = (await parts.client.send('GET', '/me/sessions', { token })).json;
    const sinceUse = async () =>
      Date.now() - Date.parse((await items.read(session.id)).last_used_at);
    const subject = `subject-${randomUUID()}`;
    provider.account(subject, {});
    const browser = new OAuthBrowser(parts.client, provider, name);

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
    // What goes to the log is Lambda's doing, and looked at with the example.
    const own = (grant: string) => /^Users(Oauth|Associate)/.test(grant) && !/ logs:/.test(grant);
    expect(system.permissions.granted().filter(own).length).toBeGreaterThan(0);
    expect(system.permissions.unused().filter(own)).toEqual([]);
  });
});
