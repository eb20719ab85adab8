import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { bearer, cookie, createUsersClient, type UsersClient } from '../src/index.ts';
import { Api, EMAIL, json, PASSWORD, URL_OF_API } from './support/api.ts';

const ORDERS = 'https://api.example.com/orders';

describe('fetch of a client', () => {
  let api: Api;
  let users: UsersClient;
  let answers: Response[];
  const open = (options: object = {}) =>
    createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch, ...options });
  const sent = () => api.seen.filter(({ path }) => path.includes('orders'));

  beforeEach(async () => {
    api = new Api();
    answers = [];
    api.override = ({ path }) =>
      path.includes('orders') ? (answers.shift() ?? json(200, [])) : undefined;
    users = open();
    await users.login({ email: EMAIL, password: PASSWORD });
  });

  test('sends the token to other routes of the API, and gives their response', async () => {
    const response = await users.fetch(ORDERS, { method: 'POST', body: 'a' });
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 200,
      body: [],
    });
    expect(sent()).toMatchObject([
      { method: 'POST', body: 'a', authorization: expect.stringMatching(/^Bearer 0\./) },
    ]);
  });

  test('sends the token to no other origin, unless it was named', async () => {
    const other = 'https://orders.example.com/all';
    await expect(users.fetch(other)).rejects.toThrow(
      `got ${other}, expected a URL at https://api.example.com`,
    );
    expect(sent()).toEqual([]);
    users = open({ origins: ['https://orders.example.com'] });
    expect((await users.fetch(other)).status).toBe(200);
  });

  test('sends a body again with the next token when the first is refused', async () => {
    answers = [json(401, { message: 'Unauthorized' })];
    const request = new Request(ORDERS, { method: 'POST', body: 'a' });
    expect((await users.fetch(request)).status).toBe(200);
    expect(sent().map(({ body }) => body)).toEqual(['a', 'a']);
    expect(api.count('/refresh/jwt')).toBe(1);
  });

  test('takes a refusal by an authorizer for what it says while the token is valid', async () => {
    answers = [json(403, { message: 'Forbidden' })];
    expect((await users.fetch(ORDERS)).status).toBe(403);
    expect(api.count('/refresh/jwt')).toBe(0);
  });

  test('refreshes a cookie that may have ended when an authorizer refuses it, once in a while', async () => {
    const paths: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      paths.push(new URL(request.url).pathname);
      if (request.url.endsWith('/refresh/cookie')) return new Response(null, { status: 204 });
      return json(403, { message: 'Forbidden' });
    };
    users = open({ backend: cookie({ refresh: true }), fetch });
    expect((await users.fetch(ORDERS)).status).toBe(403);
    expect((await users.fetch(ORDERS)).status).toBe(403);
    expect(paths).toEqual(['/orders', '/users/refresh/cookie', '/orders', '/orders']);
  });

  test('adds the headers of a request that a server answers', async () => {
    const fetch = jest.fn<typeof globalThis.fetch>(async () => json(200, []));
    users = open({ backend: cookie(), fetch, headers: { cookie: '__Host-users-api=a' } });
    await users.fetch(ORDERS);
    const [request] = fetch.mock.calls[0] ?? [];
    expect((request as Request).headers.get('cookie')).toBe('__Host-users-api=a');
  });

  test.each([
    ['follows redirects', {}, {}, 'follow'],
    ['follows none with headers of its own', { headers: { 'x-key': 'a' } }, {}, 'manual'],
    ['refuses them if it is to', { headers: { 'x-key': 'a' } }, { redirect: 'error' }, 'error'],
  ] as const)('%s, which would take them to any origin', async (_, options, init, redirect) => {
    const fetch = jest.fn<typeof globalThis.fetch>(async () => json(200, []));
    users = open({ backend: cookie(), fetch, ...options });
    await users.fetch(ORDERS, init);
    const [request] = fetch.mock.calls[0] ?? [];
    expect((request as Request).redirect).toBe(redirect);
  });
});
