import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { faults } from '../support/fault-proxy.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { Client, newEmail, PASSWORD, type RequestOptions } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

const APP = path.join(import.meta.dirname, '../apps/protected-routes.ts');
const FORBIDDEN = { message: 'Forbidden' };

describe('a route of one’s own, on this machine,', () => {
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startProxiedSystem({ app: APP });
    client = new Client(system);
  });
  afterEach(() => {
    system.dynamodb.reset();
    expect(system.permissions.takeDenials()).toEqual([]);
  });
  afterAll(() => system?.stop());

  async function call(route: string, options: RequestOptions = {}, method = 'GET') {
    const own = new Client({ ...system, url: `${system.origin}/own` });
    const { status, json } = await own.send(method, `/${route}`, options);
    return { status, json };
  }
  async function signedIn(flags: Record<string, boolean> = {}) {
    const user = await system.createUser({ email: newEmail(), password: PASSWORD, ...flags });
    return { user, token: await client.token(user.email) };
  }

  test('is told who calls, with a bearer token or with a cookie', async () => {
    const { user, token } = await signedIn();
    const { id, email, is_superuser, is_verified } = user;
    const context = (backend: string) => ({
      id,
      email,
      is_superuser,
      is_verified,
      claims: { sub: id, jti: expect.any(String), backend },
    });
    expect(await call('any', { token })).toEqual({ status: 200, json: context('jwt') });
    const cookie = await client.cookie(email);
    expect(await call('any', { cookie })).toEqual({ status: 200, json: context('cookie') });
  });

  test('costs one read of the table, and none for a token that does not verify', async () => {
    const { token } = await signedIn();
    system.dynamodb.reset();
    await call('any', { token });
    expect(system.dynamodb.operations).toEqual(['BatchGetItem']);
    await call('any', { token: `${token}x` });
    expect(system.dynamodb.operations).toEqual(['BatchGetItem']);
  });

  test.each([
    ['verified', 'is_verified'],
    ['superuser', 'is_superuser'],
  ])('that is for %s users refuses others', async (route, flag) => {
    const plain = await signedIn();
    const flagged = await signedIn({ [flag]: true });
    expect(await call(route, { token: plain.token })).toEqual({ status: 403, json: FORBIDDEN });
    expect(await call(route, { token: flagged.token })).toMatchObject({
      status: 200,
      json: { id: flagged.user.id },
    });
  });

  test('is 401 without a credential where bearer tokens alone count, else 403', async () => {
    const unauthorized = { status: 401, json: { message: 'Unauthorized' } };
    expect(await call('bearer')).toEqual(unauthorized);
    expect(await call('cached')).toEqual(unauthorized);
    expect(await call('any')).toEqual({ status: 403, json: FORBIDDEN });
  });

  test.each([
    ['a broken token', { token: 'x.y.z' }],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }],
    ['a cookie that is no token', { cookie: 'x' }],
  ])('is 403 with %s', async (_, options) => {
    expect(await call('any', options)).toEqual({ status: 403, json: FORBIDDEN });
  });

  test('does not take the cookie where its backend is not named', async () => {
    const { user } = await signedIn();
    expect((await call('bearer', { cookie: await client.cookie(user.email) })).status).toBe(401);
  });

  test('that is optional lets everyone pass, and says who is anonymous', async () => {
    const { user, token } = await signedIn();
    const anonymous = { status: 200, json: { anonymous: true } };
    expect(await call('optional', { token })).toMatchObject({ json: { id: user.id } });
    expect(await call('optional')).toEqual(anonymous);
    expect(await call('optional', { token: 'x.y.z' })).toEqual(anonymous);
  });

  test.each(['any', 'optional'])(
    '%s, refuses a change with a cookie that comes from another origin',
    async (route) => {
      const { user } = await signedIn();
      const cookie = await client.cookie(user.email);
      const foreign = { cookie, headers: { origin: 'https://evil.example' } };
      expect((await call(route, foreign, 'POST')).status).toBe(403);
      expect((await call(route, { cookie }, 'POST')).status).toBe(200);
      expect((await call(route, foreign)).status).toBe(200);
    },
  );

  test('is closed at once to a user who was deactivated, unless a decision is cached', async () => {
    const root = await client.superuser();
    const { user, token } = await signedIn();
    expect((await call('cached', { token })).status).toBe(200);
    expect((await call('bearer', { token })).status).toBe(200);
    const json = { is_active: false };
    await client.send('PATCH', `/${user.id}`, { json, token: root.token });
    expect((await call('bearer', { token })).status).toBe(403);
    system.dynamodb.reset();
    expect((await call('cached', { token })).status).toBe(200);
    expect(system.dynamodb.operations).toEqual([]);
    await system.stack.reset();
    expect((await call('cached', { token })).status).toBe(403);
  });

  test('is 500 while the table does not answer', async () => {
    const { token } = await signedIn();
    system.dynamodb.fail('*', faults.unavailable, { times: Number.POSITIVE_INFINITY });
    expect(await call('any', { token })).toEqual({
      status: 500,
      json: { message: 'Internal Server Error' },
    });
  });

  test('has an authorizer that may do what it does and nothing else', () => {
    const { permissions, stack } = system;
    const ofAuthorizer = (text: string) => text.startsWith('UsersAuthorizer');
    for (const { caller, request } of serviceRequests(stack)) {
      if (ofAuthorizer(caller)) permissions.judge(caller, request);
    }
    expect(permissions.granted().filter(ofAuthorizer)).not.toEqual([]);
    expect(permissions.unused().filter(ofAuthorizer)).toEqual([]);
  });
});
