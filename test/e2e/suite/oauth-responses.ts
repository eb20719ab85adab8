import { describe, expect, test } from '@jest/globals';
import { type Answer, newEmail, seen, tally } from '../support/client.ts';
import type { Flow, OAuthBrowser, Walk } from '../support/oauth-browser.ts';
import { clearedWalk, OAuthClient, type OAuthSystem } from '../support/oauth-client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Responses of a provider, or of somebody who pretends to be one, that are refused. */
export function oauthResponseCases(start: Start<OAuthSystem>): void {
  let client: OAuthClient;
  let acme: OAuthBrowser;
  let partner: OAuthBrowser;
  runOn(start, (system) => {
    client = new OAuthClient(system);
    acme = client.browser('acme');
    partner = client.browser('partner');
  });

  /** What the provider sends back with somebody who pressed cancel. */
  const cancelled = ({ url }: Walk) =>
    new URLSearchParams({
      error: 'access_denied',
      state: new URL(url).searchParams.get('state') ?? '',
      iss: client.provider.issuer,
    });

  test('a response without the cookie is refused, and clears none', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const other = await acme.begin('oauth');
    for (const cookies of [[], [other.cookie]]) {
      const answer = await acme.callback('oauth', query, { cookies });
      client.expectRefusal(answer, 'OAUTH_INVALID_STATE');
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect((await acme.callback('oauth', query, { cookies: [walk.cookie] })).status).toBe(303);
  });

  test('a response with a broken cookie is refused, and the cookie is cleared', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const [name] = walk.cookie.split('=');
    for (const cookies of [[`${name}=broken`], [walk.cookie, walk.cookie]]) {
      const answer = await acme.callback('oauth', query, { cookies });
      client.expectRefusal(answer, 'OAUTH_INVALID_STATE');
      expect(answer.headers.getSetCookie()).toEqual([clearedWalk(walk)]);
    }
  });

  test('a response with the cookie of another attempt, another client or another flow is refused', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const { token } = await client.signedIn();
    const [name] = walk.cookie.split('=');
    const others = [
      (await acme.begin('oauth')).cookie,
      (await partner.begin('oauth')).cookie,
      (await acme.begin('associate', { token })).cookie,
    ];
    // As they are, and under the name of this attempt's cookie.
    others.push(...others.map((cookie) => cookie.replace(/^[^=]+/, String(name))));
    for (const cookie of others) {
      client.expectRefusal(
        await acme.callback('oauth', query, { cookies: [cookie] }),
        'OAUTH_INVALID_STATE',
      );
    }
  });

  test('a response with another state is refused', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    query.set('state', 'another');
    client.expectRefusal(
      await acme.callback('oauth', query, { cookies: [walk.cookie] }),
      'OAUTH_INVALID_STATE',
    );
  });

  test('a response with the issuer of another provider is refused', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    query.set('iss', 'https://evil.example');
    const answer = await acme.callback('oauth', query, { cookies: [walk.cookie] });
    client.expectRefusal(answer, 'OAUTH_INVALID_RESPONSE');
  });

  test.each([
    ['empty', ''],
    ['longer than 255 characters', 'x'.repeat(256)],
    ['no visible ASCII', 'ad\u00e4'],
  ])('a response with a subject that is %s is refused', async (_, sub) => {
    const { subject } = client.newAccount();
    const said = { email: newEmail(), email_verified: true };
    client.provider.misbehaviour.claims = (claims) => ({ ...claims, ...said, sub });
    const answer = await partner.login(subject).finally(() => client.provider.behave());
    client.expectRefusal(answer, 'OAUTH_INVALID_RESPONSE');
  });

  test('a response is refused the second time, and the provider is not asked again', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const once = () => acme.callback('oauth', query, { cookies: [walk.cookie] });
    expect((await once()).status).toBe(303);
    const { exchanges } = client.provider;
    client.expectRefusal(await once(), 'OAUTH_INVALID_STATE');
    expect(client.provider.exchanges).toBe(exchanges);
  });

  test('of 20 responses with one attempt that race, one signs in', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => acme.callback('oauth', query, { cookies: [walk.cookie] })),
    );
    expect(tally(answers)).toEqual({ 303: 1, 400: 19 });
  });

  test('two logins that one browser began both end, whichever comes back first', async () => {
    const [first, second] = [await acme.begin('oauth'), await acme.begin('oauth')];
    const cookies = [first.cookie, second.cookie];
    for (const walk of [second, first]) {
      const query = await acme.signIn(walk, client.newAccount().subject);
      const answer = await acme.callback('oauth', query, { cookies });
      expect(answer.status).toBe(303);
      expect(answer.headers.getSetCookie()).toContain(clearedWalk(walk));
      const other = clearedWalk(walk === first ? second : first);
      expect(answer.headers.getSetCookie()).not.toContain(other);
    }
  });

  test('a browser keeps the last five attempts that it began', async () => {
    const walks: Walk[] = [];
    for (let tab = 0; tab < 5; tab++) walks.push(await acme.begin('oauth'));
    const headers = { cookie: walks.map(({ cookie }) => cookie).join('; ') };
    const answer = await partner.authorize('oauth', {}, headers);
    expect(answer.headers.getSetCookie().slice(1)).toEqual(walks.slice(0, 1).map(clearedWalk));
  });

  test('a response in which the provider says no is refused, and the cookie is cleared', async () => {
    const walk = await acme.begin('oauth');
    const answer = await acme.callback('oauth', cancelled(walk), { cookies: [walk.cookie] });
    client.expectRefusal(answer, { code: 'OAUTH_REFUSED', reason: 'access_denied' });
    expect(answer.headers.getSetCookie()).toEqual([clearedWalk(walk)]);
  });

  describe('a browser that is refused ends on the page for it, with the code:', () => {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const page = (code: string) => ({
      status: 303,
      location: `https://app.example.com/sign-in?lang=en&error=${code}`,
      text: '',
    });
    const seenBy = ({ status, headers, text }: Answer) => ({
      status,
      location: headers.get('location'),
      text,
    });
    const callback = async (walk: Walk, query: URLSearchParams, flow: Flow = 'oauth') =>
      seenBy(await acme.callback(flow, query, { cookies: [walk.cookie], accept }));

    test('who pressed cancel at the provider', async () => {
      const walk = await acme.begin('oauth');
      expect(await callback(walk, cancelled(walk))).toEqual(page('OAUTH_REFUSED'));
    });

    test('who reloads a callback that has ended', async () => {
      const walk = await acme.begin('oauth');
      const query = await acme.signIn(walk, client.newAccount().subject);
      await callback(walk, query);
      expect(await callback(walk, query)).toEqual(page('OAUTH_INVALID_STATE'));
    });

    test('whose address has an unverified user', async () => {
      const { email } = await client.register();
      const walk = await acme.begin('oauth');
      const query = await acme.signIn(walk, client.newAccount({ email }).subject);
      expect(await callback(walk, query)).toEqual(page('OAUTH_USER_ALREADY_EXISTS'));
    });

    test('who comes without a code', async () => {
      const walk = await acme.begin('oauth');
      expect(await callback(walk, new URLSearchParams())).toEqual(page('VALIDATION_ERROR'));
    });

    test('who comes while the provider is out of service', async () => {
      const walk = await acme.begin('oauth');
      client.provider.misbehaviour.tokenStatus = 503;
      const query = await acme.signIn(walk, client.newAccount().subject);
      const answer = await callback(walk, query).finally(() => client.provider.behave());
      expect(answer).toEqual(page('SERVICE_UNAVAILABLE'));
    });

    test('who is signed out, at both steps of an association', async () => {
      const { token } = await client.signedIn();
      const begun = await acme.authorize('associate', {}, { accept });
      expect(seenBy(begun)).toEqual(page('UNAUTHORIZED'));
      const walk = await acme.begin('associate', { token });
      const query = await acme.signIn(walk, client.newAccount().subject);
      expect(await callback(walk, query, 'associate')).toEqual(page('UNAUTHORIZED'));
    });
  });

  test('a browser gets JSON where the client has no page for it, or is none', async () => {
    const headers = { accept: 'text/html' };
    const walk = await partner.begin('oauth');
    const query = cancelled(walk);
    const answer = await partner.callback('oauth', query, { cookies: [walk.cookie], ...headers });
    client.expectRefusal(answer, { code: 'OAUTH_REFUSED', reason: 'access_denied' });
    const nobody = await client.send('GET', '/oauth/nobody/authorize', { headers });
    expect(seen(nobody)).toEqual({ status: 404, json: { detail: 'NOT_FOUND' } });
  });

  test.each([
    ['nonce', { nonce: 'another' }],
    ['audience', { aud: 'another' }],
    ['issuer', { iss: 'https://evil.example' }],
  ])('a response whose ID token has another %s is refused', async (_, changed) => {
    const { subject } = client.newAccount();
    client.provider.misbehaviour.claims = (claims) => ({ ...claims, ...changed });
    const answer = await acme.login(subject).finally(() => client.provider.behave());
    client.expectRefusal(answer, 'OAUTH_INVALID_RESPONSE');
  });

  test('a response is 503 while the provider is out of service', async () => {
    client.provider.misbehaviour.tokenStatus = 503;
    const answer = await acme
      .login(client.newAccount().subject)
      .finally(() => client.provider.behave());
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.json).toMatchObject({ detail: 'SERVICE_UNAVAILABLE' });
  });

  test.each([
    ['state', { code: 'x' }],
    ['code', { state: 'x' }],
  ])('a response without the %s is 422', async (name, query) => {
    const { status, json } = await acme.callback('oauth', new URLSearchParams(query), {
      cookies: [],
    });
    expect(status).toBe(422);
    expect(json.detail).toEqual([{ loc: ['query', name], msg: 'Field required', type: 'missing' }]);
  });
}
