import { expect, test } from '@jest/globals';
import type { OwnAnswer, OwnApi } from '../../../lambda/pages/own-api.ts';
import { signedInVisitor } from '../../../lambda/pages/signed-in.ts';

const READS = { 'get-me': '/me', 'get-my-mfa': '/me/mfa', refresh: '/refresh/cookie' };
const answer = (status: number, body: unknown = {}, cookies: string[] = []): OwnAnswer => ({
  ...{ status, body, cookies },
});
const UNAUTHORIZED = answer(401, { detail: 'UNAUTHORIZED' });

/** What a visitor gets of an API that answers so, and what it was asked. */
async function visit(
  answers: (path: string, cookies: string) => OwnAnswer,
  { cookies = ['a=1', 'b=2'], reads = READS as Record<string, string> } = {},
) {
  const asked: string[] = [];
  const api: OwnApi = {
    async call(method, path, visitor) {
      asked.push(`${method} ${path}`);
      return answers(path, visitor.cookies.join('; '));
    },
  };
  const visitor = { cookies, userAgent: 'test' };
  const result = signedInVisitor({ api, reads }, visitor, [
    'get-me',
    'get-my-mfa',
    'list-my-passkeys',
  ]);
  return { result, asked };
}

test('all that a page shows is read at once, but for what the API does not have', async () => {
  const { result, asked } = await visit((path) => answer(200, { path }));
  expect(await result).toEqual({
    kind: 'read',
    read: { 'get-me': { path: '/me' }, 'get-my-mfa': { path: '/me/mfa' } },
    denied: {},
    cookies: [],
  });
  expect(asked).toEqual(['GET /me', 'GET /me/mfa']);
});

test('a login whose access token has expired goes on with what the refresh gave', async () => {
  const renewed = ['a=3; Path=/; Secure', 'c=4; Path=/'];
  const { result, asked } = await visit((path, cookies) => {
    if (path === '/refresh/cookie') return answer(204, undefined, renewed);
    return cookies === 'b=2; a=3; c=4' ? answer(200) : UNAUTHORIZED;
  });
  expect(await result).toMatchObject({ kind: 'read', cookies: renewed });
  expect(asked).toEqual([
    'GET /me',
    'GET /me/mfa',
    'POST /refresh/cookie',
    'GET /me',
    'GET /me/mfa',
  ]);
});

test.each([
  ['without a refresh token', {}],
  ['without cookies', { cookies: [] }],
  ['of an API without refresh tokens', { reads: { 'get-me': '/me' } }],
])('a visitor %s is not signed in', async (_, options) => {
  const { result } = await visit(() => UNAUTHORIZED, options);
  expect(await result).toEqual({ kind: 'refused', code: 'UNAUTHORIZED', cookies: [] });
});

test('what a visitor may not see yet is named, and leaves the rest', async () => {
  const refusal = answer(403, { detail: { code: 'MFA_ENROLMENT_REQUIRED', reason: 'x' } });
  const { result } = await visit((path) => (path === '/me' ? answer(200) : refusal));
  expect(await result).toEqual({
    kind: 'read',
    read: { 'get-me': {} },
    denied: { 'get-my-mfa': 'MFA_ENROLMENT_REQUIRED' },
    cookies: [],
  });
});

test('without a cookie the API is not asked', async () => {
  const { asked } = await visit(() => UNAUTHORIZED, { cookies: [] });
  expect(asked).toEqual([]);
});

test('a browser gets the login that went on, also where the API fails then', async () => {
  const renewed = ['a=3; Path=/; Secure'];
  const { result } = await visit((path, cookies) => {
    if (path === '/refresh/cookie') return answer(204, undefined, renewed);
    return cookies.includes('a=3') ? answer(503) : UNAUTHORIZED;
  });
  expect(await result).toMatchObject({ kind: 'failed', cookies: renewed });
});

test.each([429, 500, 503])('an API that answers %i fails the page', async (status) => {
  const { result } = await visit(() => answer(status));
  await expect(result).rejects.toThrow(`the API answered ${status} for get-me`);
});
