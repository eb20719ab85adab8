import { beforeEach, describe, expect, test } from '@jest/globals';
import { credentialAction, issuingAction } from '../../../lambda/actions/backend.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { originOf } from '../../../lambda/http/authentication.ts';
import type { AccessClaims } from '../../../lambda/users/sessions/session.ts';
import { login, logout } from '../../../lib/contract/login.ts';
import { Domain, ORIGIN, PROOF } from '../../support/domain/domain.ts';
import { apiEvent, type TestRequest } from '../../support/runtime/api-event.ts';
import { COOKIE, cookieBackend, jwtBackend } from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { defaults } from '../../support/runtime/settings.ts';

const RT = runtime({
  ...defaults(),
  TABLE_NAME: 'users',
  ALLOWED_ORIGINS: '["https://app.example.org"]',
});
const OWN = { 'sec-fetch-site': 'same-origin' };
const UNAUTHORIZED = { statusCode: 401, body: { detail: 'UNAUTHORIZED' } };
const FORBIDDEN = { statusCode: 403, body: { detail: 'FORBIDDEN' } };

describe('a route that takes the credential of one backend', () => {
  const log = capturedLog();
  let domain: Domain;
  let jwt: Backend;
  let cookie: Backend;
  /** What the handler got, of each request. */
  let got: AccessClaims[];

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    cookie = cookieBackend(domain);
    got = [];
    await domain.user('ada@example.com');
  });

  const credentialOf = async ({ strategy }: Backend) =>
    (await strategy.issue(await domain.credential('ada@example.com'), ORIGIN, PROOF)).credential;
  const ask = (backend: Backend, request: TestRequest) =>
    invoke(
      credentialAction(RT, logout, { backend }, async ({ event, claims }) => {
        got.push(claims);
        return { statusCode: 204, headers: { path: event.rawPath } };
      }),
      { method: 'POST', ...request },
    );
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const byCookie = (value: string, headers: Record<string, string> = OWN) =>
    ask(cookie, { cookies: [`${COOKIE.name}=${value}`], headers });

  test('gets what the credential says, and the log whose it is', async () => {
    const token = await credentialOf(jwt);
    const claims = await jwt.strategy.verify(token);
    const answer = await ask(jwt, { headers: bearer(token), path: '/users/logout/jwt' });
    expect(answer).toMatchObject({ statusCode: 204, headers: { path: '/users/logout/jwt' } });
    expect(got).toEqual([claims]);
    expect(log.info).toMatchObject([{ status: 204, backend: 'jwt', user_id: claims?.userId }]);
    expect(domain.store.calls).toEqual(['credential']);
  });

  test.each<[string, () => Promise<TestRequest>]>([
    ['no credential', async () => ({})],
    ['a credential that is malformed', async () => ({ headers: { authorization: 'Bearer' } })],
    ['what is no credential', async () => ({ headers: bearer('a.b.c') })],
    ['another backend’s', async () => ({ headers: bearer(await credentialOf(cookie)) })],
  ])('answers 401 to %s, with the challenge', async (_, request) => {
    const answer = await ask(jwt, await request());
    expect(answer).toMatchObject(UNAUTHORIZED);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(got).toEqual([]);
  });

  test('asks no strategy about a credential that is malformed', async () => {
    const claims = await jwt.strategy.verify(await credentialOf(jwt));
    const trusting = { ...jwt.strategy, verify: async () => claims };
    const headers = { authorization: 'Bearer' };
    expect(await ask({ ...jwt, strategy: trusting }, { headers })).toMatchObject(UNAUTHORIZED);
  });

  test('answers 401 by cookie without a challenge, from whatever site', async () => {
    for (const headers of [OWN, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await byCookie('a.b.c', headers);
      expect(answer).toMatchObject(UNAUTHORIZED);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    }
  });

  test.each<[string, Record<string, string>]>([
    ['its own origin', OWN],
    ['an allowed origin', { origin: 'https://app.example.org' }],
  ])('takes a cookie from %s', async (_, headers) => {
    expect((await byCookie(await credentialOf(cookie), headers)).statusCode).toBe(204);
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['nowhere', {}],
  ])('answers 403 to a cookie from %s', async (_, headers) => {
    expect(await byCookie(await credentialOf(cookie), headers)).toMatchObject(FORBIDDEN);
    expect(got).toEqual([]);
  });

  test('takes a bearer token from anywhere', async () => {
    const headers = { ...bearer(await credentialOf(jwt)), 'sec-fetch-site': 'cross-site' };
    expect((await ask(jwt, { headers })).statusCode).toBe(204);
  });
});

describe('the door to a backend’s own route', () => {
  const log = capturedLog();
  const deps = new Domain();
  const enter = (backend: Backend, headers: Record<string, string>) =>
    invoke(
      issuingAction(RT, login, { backend }, async () => ({
        kind: 'issued',
        userId: 'id of ada',
        credential: 'token',
        lifetime: 60,
      })),
      { method: 'POST', path: '/users/login/jwt', headers },
    );

  test.each<[string, Record<string, string>, number]>([
    ['from its own origin', OWN, 204],
    ['from an allowed origin', { origin: 'https://app.example.org' }, 204],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from nowhere', {}, 403],
  ])('answers a browser %s', async (_, headers, status) => {
    expect((await enter(cookieBackend(deps), headers)).statusCode).toBe(status);
  });

  test('is open to a bearer’s client from anywhere', async () => {
    const answer = await enter(jwtBackend(deps), { 'sec-fetch-site': 'cross-site' });
    expect(answer.statusCode).toBe(200);
  });

  test('notes where a request came from, whether it lets it in or not', async () => {
    await enter(cookieBackend(deps), OWN);
    await enter(cookieBackend(deps), {});
    const origin = { backend: 'cookie', ip: '192.0.2.1' };
    expect(log.info).toMatchObject([
      { status: 204, ...origin },
      { status: 403, ...origin },
    ]);
  });
});

test('the origin of a login is its backend, its address and its user agent', () => {
  expect(originOf(apiEvent(), 'jwt')).toStrictEqual({
    backend: 'jwt',
    ip: '192.0.2.1',
    user_agent: 'test/1',
  });
});
