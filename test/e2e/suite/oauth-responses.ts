import { expect, test } from '@jest/globals';
import type { OAuthBrowser } from '../support/oauth-browser.ts';
import { CLEARED_WALK, OAuthClient, type OAuthSystem } from '../support/oauth-client.ts';
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

  test('a response without the cookie, or with a broken one, is refused, and the cookie is cleared', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const [name] = walk.cookie.split('=');
    for (const cookies of [[], [`${name}=broken`], [walk.cookie, walk.cookie]]) {
      const answer = await acme.callback('oauth', query, { cookies });
      client.expectRefusal(answer, 'OAUTH_INVALID_STATE');
      expect(answer.headers.getSetCookie()).toEqual([CLEARED_WALK]);
    }
  });

  test('a response with the cookie of another attempt, another client or another flow is refused', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const { token } = await client.signedIn();
    const others = [
      (await acme.begin('oauth')).cookie,
      (await partner.begin('oauth')).cookie,
      (await partner.begin('oauth')).cookie.replace('oauth-partner=', 'oauth-acme='),
      (await acme.begin('associate', { token })).cookie,
    ];
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

  test('a response is refused the second time', async () => {
    const walk = await acme.begin('oauth');
    const query = await acme.signIn(walk, client.newAccount().subject);
    const once = () => acme.callback('oauth', query, { cookies: [walk.cookie] });
    expect((await once()).status).toBe(303);
    client.expectRefusal(await once(), { code: 'OAUTH_REFUSED', reason: 'invalid_grant' });
  });

  test('a response in which the provider says no is refused, and the cookie is cleared', async () => {
    const { cookie, url } = await acme.begin('oauth');
    const query = new URLSearchParams({
      error: 'access_denied',
      state: new URL(url).searchParams.get('state') ?? '',
      iss: client.provider.issuer,
    });
    const answer = await acme.callback('oauth', query, { cookies: [cookie] });
    client.expectRefusal(answer, { code: 'OAUTH_REFUSED', reason: 'access_denied' });
    expect(answer.headers.getSetCookie()).toEqual([CLEARED_WALK]);
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
