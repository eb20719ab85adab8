import { describe, expect, test } from '@jest/globals';
import { ATTEMPT_LIFETIME, attemptCookies, clientOf } from '../../../lambda/http/oauth.ts';
import { stack } from '../../../lambda/http/stack.ts';
import type { TestRequest } from '../../support/runtime/api-event.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const PREFIX = '__Host-users-api-oauth-acme-';
const NAME = `${PREFIX}s`;
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const cleared = (name: string) => `${name}=; ${ATTRIBUTES}; Max-Age=0`;
const BEGUN = {
  authorizationUrl: 'https://provider.example/auth?state=s',
  attempt: 'attempt',
  state: 's',
};

const log = capturedLog();

describe('an attempt at a provider that begins', () => {
  const handler = stack('oauth-authorize', {}, async (event) =>
    attemptCookies.begin(event, 'acme', BEGUN),
  );

  test('is kept by the browser for ten minutes', async () => {
    expect(ATTEMPT_LIFETIME).toBe(600);
    const { cookies } = await invoke(handler);
    expect(cookies).toEqual([`${NAME}=attempt; ${ATTRIBUTES}; Max-Age=600`]);
  });

  test('leaves those that were begun in other tabs alone, up to five', async () => {
    const others = ['acme-1', 'acme-2', 'partner-3', 'partner-4', 'acme-5', 'acme-6'].map(
      (end) => `__Host-users-api-oauth-${end}`,
    );
    const begun = async (cookies: readonly string[]) => {
      const answer = await invoke(handler, { cookies: cookies.map((name) => `${name}=attempt`) });
      return answer.cookies.slice(1);
    };
    const foreign = ['session', '__Host-users-api', '__Host-users-api-oauth'];
    expect(await begun([...foreign, ...others.slice(0, 4)])).toEqual([]);
    expect(await begun([...foreign, ...others])).toEqual(others.slice(0, 2).map(cleared));
  });

  test.each([
    'text/html',
    'text/html,application/xhtml+xml,*/*;q=0.8',
    'application/xhtml+xml, text/html;q=0.9',
    'TEXT/HTML',
  ])('sends a page that navigates (%s) on to the provider', async (accept) => {
    const answer = await invoke(handler, { headers: { accept } });
    expect(answer).toMatchObject({ statusCode: 303, body: undefined });
    expect(answer.headers.location).toBe(BEGUN.authorizationUrl);
    expect(answer.cookies).toHaveLength(1);
  });

  test.each([
    ['says nothing of what it accepts', {}],
    ['accepts anything', { accept: '*/*' }],
    ['accepts JSON', { accept: 'application/json' }],
    ['accepts what only ends like HTML', { accept: 'application/x-text/html' }],
    ['accepts what only begins like HTML', { accept: 'text/htmlx' }],
  ])('tells a script that %s where to go', async (_, headers) => {
    const answer = await invoke(handler, { headers });
    expect(answer).toMatchObject({
      statusCode: 200,
      body: { authorization_url: BEGUN.authorizationUrl },
    });
    expect(answer.headers).not.toHaveProperty('location');
  });
});

describe('the client of a path', () => {
  const parts = new Map([['acme', 1]]);
  const handler = stack('oauth-authorize', {}, async (event) => ({
    statusCode: 200,
    body: clientOf(event, parts),
  }));

  test('is one of those that there are, and is in the log', async () => {
    const { statusCode, body } = await invoke(handler, { pathParameters: { client: 'acme' } });
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: ['acme', 1] });
    expect(log.info.at(-1)).toMatchObject({ client: 'acme' });
  });

  test.each(['nobody', 'ACME', 'acme/', '', 'constructor', '__proto__'])(
    'is refused as %j with 404, and is not in the log',
    async (client) => {
      const { statusCode, body, cookies } = await invoke(handler, { pathParameters: { client } });
      expect({ statusCode, body, cookies }).toEqual({
        statusCode: 404,
        body: { detail: 'NOT_FOUND' },
        cookies: [],
      });
      expect(log.info.at(-1)).not.toHaveProperty('client');
    },
  );
});

describe('an attempt at a provider that comes back', () => {
  const handler = stack('oauth-callback', {}, async (event) => {
    const { attempt, parameters } = attemptCookies.take(event, 'acme');
    return { statusCode: 200, body: { attempt, parameters: [...parameters] } };
  });
  const come = (query: string, cookies = [`${NAME}=attempt`]) =>
    invoke(handler, { query, cookies } satisfies TestRequest);

  test('is taken from its cookie, with all parameters of the callback', async () => {
    const { body } = await come('state=s&code=c&iss=i', ['other=x', `${NAME}=attempt`]);
    expect(body).toEqual({
      attempt: 'attempt',
      parameters: [
        ['state', 's'],
        ['code', 'c'],
        ['iss', 'i'],
      ],
    });
  });

  test('may bring an error in place of a code', async () => {
    const { statusCode, body } = await come('state=s&error=access_denied');
    expect(statusCode).toBe(200);
    expect(body.parameters).toContainEqual(['error', 'access_denied']);
  });

  test.each<[string, string[]]>([
    ['there is no cookie', []],
    ['the cookie is another client’s', ['__Host-users-api-oauth-other-s=attempt']],
    ['the cookie is of another state', [`${PREFIX}other=attempt`]],
    ['the cookie is of a release before', ['__Host-users-api-oauth-acme=attempt']],
    ['there are two of them', [`${NAME}=attempt`, `${NAME}=planted`]],
  ])('is none where %s', async (_, cookies) => {
    expect((await come('state=s&code=c', cookies)).body).not.toHaveProperty('attempt');
  });

  test.each([
    ['neither code nor error', 'state=s', ['query', 'code'], 'missing'],
    ['no state', 'code=c', ['query', 'state'], 'missing'],
    ['two codes', 'state=s&code=c&code=d', ['query', 'code'], 'repeated'],
  ])('is refused with %s', async (_, query, loc, type) => {
    const { statusCode, body } = await come(query);
    expect(statusCode).toBe(422);
    expect(body.detail).toEqual([{ loc, type, msg: expect.stringMatching(/^Field|^Parameter/) }]);
  });

  test('is taken from the browser whatever the answer is, and no other one is', async () => {
    const cookies = [`${PREFIX}other=attempt`, `${NAME}=attempt`];
    const [taken, refused] = [
      await come('state=s&code=c', cookies),
      await come('state=s', cookies),
    ];
    expect({ taken: taken.statusCode, refused: refused.statusCode }).toEqual({
      taken: 200,
      refused: 422,
    });
    for (const answer of [taken, refused]) expect(answer.cookies).toEqual([cleared(NAME)]);
  });

  test.each(['state=stranger&code=c', 'code=c', ''])(
    'stays with the browser where the callback is of another: %j',
    async (query) => {
      expect((await come(query)).cookies).toEqual([]);
    },
  );

  test('is taken away where there are two of one name, since one may be planted', async () => {
    const { cookies } = await come('state=s&code=c', [`${NAME}=attempt`, `${NAME}=planted`]);
    expect(cookies).toEqual([cleared(NAME)]);
  });
});
