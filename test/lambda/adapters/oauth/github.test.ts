import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GITHUB, GitHub } from '../../../../lambda/adapters/oauth/github.ts';
import { GITHUB_PUBLISHES } from '../../../support/oauth/published.ts';

const ATTEMPT = { state: 'state', nonce: 'nonce', codeVerifier: 'v'.repeat(43) };
const REDIRECT_URI = 'https://api.example.com/users/oauth/github/callback';
const TOKEN = { access_token: 'token', token_type: 'bearer', scope: 'user:email' };

/** What GitHub sends with the browser, as it publishes. */
const callbackOf = (issuer: string | undefined) =>
  new URLSearchParams({
    code: 'code',
    state: 'state',
    ...(issuer !== undefined && { iss: issuer }),
  });

/** Answers in the words of GitHub's documentation, by path; a URL that GitHub publishes is moved here. */
describe('GitHub', () => {
  let server: Server;
  let github: GitHub;
  let issuer: string;
  let answers: Record<string, unknown>;
  const asked: { path: string; authorization: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const path = String(request.url);
      const { authorization } = request.headers;
      asked.push({ path, authorization, body: await text(request) });
      const answer = answers[path];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const options = {
      clientId: 'id',
      clientSecret: async () => 'secret',
      scopes: ['user:email'],
      redirectUri: REDIRECT_URI,
    };
    const here = (published: string) => published.replace('https://github.com', site);
    issuer = here(GITHUB_PUBLISHES.issuer);
    github = new GitHub(options, {
      server: {
        issuer,
        authorization_endpoint: here(GITHUB_PUBLISHES.authorization_endpoint),
        token_endpoint: here(GITHUB_PUBLISHES.token_endpoint),
      },
      api: site,
    });
  });
  beforeEach(() => {
    asked.length = 0;
    answers = {
      '/login/oauth/access_token': TOKEN,
      '/user': { id: 583231, login: 'octocat', email: 'public@example.com' },
      '/user/emails': [
        { email: 'other@example.com', verified: true, primary: false, visibility: null },
        { email: 'octocat@example.com', verified: true, primary: true, visibility: 'private' },
      ],
    };
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const identify = (iss: string | undefined = issuer) => github.identify(callbackOf(iss), ATTEMPT);

  test('is what it publishes of itself', () => {
    const { server } = GITHUB;
    expect(GITHUB_PUBLISHES).toMatchObject(server);
    expect(Object.keys(server)).toEqual(['issuer', 'authorization_endpoint', 'token_endpoint']);
  });

  test('is asked for what it publishes that it supports', async () => {
    const url = await new GitHub({
      clientId: 'id',
      clientSecret: async () => 'secret',
      scopes: ['user:email'],
      redirectUri: REDIRECT_URI,
    }).authorizationUrl(ATTEMPT);
    expect(url.split('?')[0]).toBe(GITHUB_PUBLISHES.authorization_endpoint);
    const { response_type, code_challenge_method } = Object.fromEntries(new URL(url).searchParams);
    expect(GITHUB_PUBLISHES.response_types_supported).toContain(response_type);
    expect(GITHUB_PUBLISHES.code_challenge_methods_supported).toContain(code_challenge_method);
    await identify();
    const { grant_type } = Object.fromEntries(new URLSearchParams(asked[0]?.body));
    expect(GITHUB_PUBLISHES.grant_types_supported).toContain(grant_type);
  });

  test('signs in with its issuer in the callback, and without', async () => {
    const identity = {
      subject: '583231',
      email: 'octocat@example.com',
      isAuthoritative: true,
    };
    expect(await identify()).toEqual(identity);
    expect(await github.identify(callbackOf(undefined), ATTEMPT)).toEqual(identity);
  });

  test.each(['https://github.com', 'https://evil.example', 'https://github.com/login/oauth/'])(
    'is not believed with another issuer in the callback: %j',
    async (iss) => {
      await expect(identify(iss)).rejects.toMatchObject({ code: 'OAUTH_INVALID_RESPONSE' });
      expect(asked).toEqual([]);
    },
  );

  test('is sent the browser with PKCE and without a nonce', async () => {
    const url = new URL(await github.authorizationUrl(ATTEMPT));
    expect(url.pathname).toBe('/login/oauth/authorize');
    expect([...url.searchParams.keys()].sort()).toEqual(
      [
        'client_id',
        'code_challenge',
        'code_challenge_method',
        'redirect_uri',
        'response_type',
        'scope',
        'state',
      ].sort(),
    );
  });

  test('names the user by number, and vouches for the verified primary address', async () => {
    expect(await identify()).toEqual({
      subject: '583231',
      email: 'octocat@example.com',
      isAuthoritative: true,
    });
    const [exchange, ...calls] = asked;
    expect(Object.fromEntries(new URLSearchParams(exchange?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'code',
      redirect_uri: REDIRECT_URI,
      code_verifier: ATTEMPT.codeVerifier,
      client_id: 'id',
      client_secret: 'secret',
    });
    expect(calls.map(({ authorization }) => authorization)).toEqual([
      'Bearer token',
      'Bearer token',
    ]);
  });

  test.each([
    [
      'the primary one is not verified',
      [{ email: 'a@example.com', verified: false, primary: true }],
    ],
    ['there is no primary one', [{ email: 'a@example.com', verified: true, primary: false }]],
    ['there is none', []],
    ['the scope for them was not granted', undefined],
  ])('vouches for no address where %s', async (_, emails) => {
    answers['/user/emails'] = emails;
    expect(await identify()).toEqual({ subject: '583231', isAuthoritative: false });
  });

  test('refuses with a 200, which is taken for what it is', async () => {
    answers['/login/oauth/access_token'] = { error: 'bad_verification_code' };
    await expect(identify()).rejects.toMatchObject({
      code: 'OAUTH_REFUSED',
      reason: 'bad_verification_code',
    });
    answers['/login/oauth/access_token'] = { error: 'incorrect_client_credentials' };
    await expect(identify()).rejects.toThrow('compare its id and secret');
  });

  test.each([
    ['a token endpoint that answers no JSON', '/login/oauth/access_token', '<html>'],
    ['a token endpoint without a token', '/login/oauth/access_token', {}],
    ['a user without an id', '/user', { login: 'octocat' }],
    ['a user whose id is a text', '/user', { id: '583231' }],
    ['no user', '/user', undefined],
    ['a user that is no JSON', '/user', '<html>'],
  ])('is not believed %s', async (_, path, answer) => {
    answers[path] = answer;
    await expect(identify()).rejects.toMatchObject({ code: 'OAUTH_INVALID_RESPONSE' });
  });

  test('is not asked for another state', async () => {
    const other = new URLSearchParams({ code: 'code', state: 'other' });
    await expect(github.identify(other, ATTEMPT)).rejects.toMatchObject({
      code: 'OAUTH_INVALID_RESPONSE',
    });
    expect(asked).toEqual([]);
  });

  test('is given up where an answer does not end', async () => {
    answers['/user/emails'] = `[${'"x",'.repeat(100_000)}"x"]`;
    await expect(identify()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});
