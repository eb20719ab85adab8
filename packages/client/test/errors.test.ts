import { expect, test } from '@jest/globals';
import { bearer, createUsersClient } from '../src/index.ts';
import { Api, EMAIL, json, PASSWORD, refused, URL_OF_API } from './support/api.ts';

const CREDENTIALS = { email: EMAIL, password: PASSWORD };
const answeredBy = (answer: () => Response) =>
  createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: async () => answer() });

test.each([
  ['a detail in words', () => refused(404, 'Not Found')],
  ['a code that is none', () => refused(400, { code: { a: 1 } })],
  ['a code in words, without a reason', () => refused(400, { code: 'Not now' })],
  ['no detail', () => refused(400, null)],
  ['problems without a message', () => refused(422, [null])],
  ['problems of another status', () => refused(400, [{ loc: [], msg: 'a', type: 'b' }])],
  ['the code of problems without any', () => refused(422, 'VALIDATION_ERROR')],
  ['a page with 403', () => new Response('<html>', { status: 403 })],
  ['a redirect', () => new Response(null, { status: 302 })],
  ['an empty 200', () => new Response('')],
  ['a 204', () => new Response(null, { status: 204 })],
  ['null', () => json(200, null)],
  ['a list in place of a user', () => json(200, [])],
])('an answer of something else is UNEXPECTED_RESPONSE: %s', async (_, answer) => {
  const { error } = await answeredBy(answer).register(CREDENTIALS);
  expect(error).toMatchObject({ code: 'UNEXPECTED_RESPONSE', message: 'UNEXPECTED_RESPONSE' });
});

test.each([
  [413, 'CONTENT_TOO_LARGE'],
  [429, 'TOO_MANY_REQUESTS'],
  [500, 'INTERNAL_ERROR'],
  [503, 'SERVICE_UNAVAILABLE'],
])('a %i without a code, as of API Gateway, is %s', async (status, code) => {
  const users = answeredBy(() => json(status, { message: 'In words' }));
  expect((await users.register(CREDENTIALS)).error).toMatchObject({ code, status });
});

test('a refusal of a hook has the code and the reason that the hook gives', async () => {
  const users = answeredBy(() => refused(400, { code: 'not-now', reason: 'At night.' }));
  const { error } = await users.register(CREDENTIALS);
  expect(error).toMatchObject({ code: 'not-now', reason: 'At night.', status: 400 });
});

test('a detail sets nothing of an error but what the API says there', async () => {
  const body = '{"detail":{"code":"A_CODE","status":1,"name":"b","message":"c","__proto__":{}}}';
  const users = answeredBy(() => new Response(body, { status: 400 }));
  const { error } = await users.register(CREDENTIALS);
  expect(error).toBeInstanceOf(Error);
  expect({ ...error, message: error?.message }).toEqual({
    ...{ code: 'A_CODE', message: 'A_CODE', name: 'UsersError', status: 400 },
  });
});

test.each([
  ['5', 5],
  ['0', 0],
  ['', undefined],
  ['-1', undefined],
  ['0x10', undefined],
  ['1e9', undefined],
  ['Infinity', undefined],
  ['9'.repeat(400), undefined],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
])('Retry-After %j is %p seconds', async (header, seconds) => {
  const users = answeredBy(() => refused(429, 'TOO_MANY_REQUESTS', { 'retry-after': header }));
  const { error } = await users.register(CREDENTIALS);
  expect(error?.code === 'TOO_MANY_REQUESTS' && error.retryAfter).toBe(seconds);
});

test.each(['me', 'exportMe', 'sessions', 'accounts'] as const)(
  '%s gives data or an error, also where the answer is empty',
  async (name) => {
    const api = new Api();
    const users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch });
    await users.login(CREDENTIALS);
    api.override = () => new Response('');
    expect(await users[name]()).toMatchObject({ error: { code: 'UNEXPECTED_RESPONSE' } });
  },
);

test('no call follows a redirect, which would take a password elsewhere', async () => {
  const seen: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    seen.push(init?.redirect);
    return json(200, {});
  };
  await createUsersClient({ url: URL_OF_API, backend: bearer(), fetch }).register(CREDENTIALS);
  expect(seen).toEqual(['manual']);
});
