import { expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, type RequestOptions } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';
import type { ApiUser } from '../support/system.ts';

const FORBIDDEN = { status: 403, json: { message: 'Forbidden' } };
const UNAUTHORIZED = { status: 401, json: { message: 'Unauthorized' } };

/** Calls a route of `test/apps/protected-routes.ts`. */
export async function callOwn(
  { system }: Client,
  route: string,
  options: RequestOptions = {},
  method = 'GET',
): Promise<{ status: number; json: unknown }> {
  const root = system.url.slice(0, -system.basePath.length);
  const own = new Client({ ...system, url: `${root}/own` });
  const { status, json } = await own.send(method, `/${route}`, options);
  return { status, json };
}

/** A new user with these flags, who is signed in. */
export async function signedInWith(
  client: Client,
  flags: Record<string, boolean> = {},
): Promise<{ user: ApiUser; token: string }> {
  const user = await client.system.createUser({ email: newEmail(), password: PASSWORD, ...flags });
  return { user, token: await client.token(user.email) };
}

/** What every route behind an authorizer guarantees, wherever it runs. */
export function authorizerCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const call = (route: string, options?: RequestOptions, method?: string) =>
    callOwn(client, route, options, method);
  const signedIn = (flags?: Record<string, boolean>) => signedInWith(client, flags);

  test('a route behind an authorizer is told who calls, with a bearer token or with a cookie', async () => {
    const { user, token } = await signedIn();
    const { id, email, is_superuser, is_verified } = user;
    const context = (backend: string) => ({
      id,
      email,
      is_superuser,
      is_verified,
      claims: {
        sub: id,
        jti: expect.any(String),
        backend,
        auth_time: expect.any(Number),
        amr: ['pwd'],
      },
    });
    expect(await call('any', { token })).toEqual({ status: 200, json: context('jwt') });
    const cookie = await client.cookie(email);
    expect(await call('any', { cookie })).toEqual({ status: 200, json: context('cookie') });
  });

  test('a route is open to anyone only where that is said', async () => {
    expect(await call('open')).toEqual({ status: 200, json: {} });
    expect((await call('any')).status).toBe(403);
  });

  test.each([
    ['verified', 'is_verified'],
    ['superuser', 'is_superuser'],
  ])('a route for %s users refuses others', async (route, flag) => {
    const plain = await signedIn();
    const flagged = await signedIn({ [flag]: true });
    expect(await call(route, { token: plain.token })).toEqual(FORBIDDEN);
    expect(await call(route, { token: flagged.token })).toMatchObject({
      status: 200,
      json: { id: flagged.user.id },
    });
  });

  test('a route is 401 without a credential where only bearer tokens count, and else 403', async () => {
    expect(await call('bearer')).toEqual(UNAUTHORIZED);
    expect(await call('cached')).toEqual(UNAUTHORIZED);
    expect(await call('any')).toEqual(FORBIDDEN);
  });

  test.each([
    ['a broken token', { token: 'x.y.z' }],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }],
    ['a cookie that is no token', { cookie: 'x' }],
  ])('a route is 403 with %s', async (_, options) => {
    expect(await call('any', options)).toEqual(FORBIDDEN);
  });

  test('a route does not take the cookie where its backend is not named', async () => {
    const { user } = await signedIn();
    const cookie = await client.cookie(user.email);
    expect(await call('bearer', { cookie })).toEqual(UNAUTHORIZED);
  });

  test('a route for optional users lets everyone pass, and says who is anonymous', async () => {
    const { user, token } = await signedIn();
    const anonymous = { status: 200, json: { anonymous: true } };
    expect(await call('optional', { token })).toMatchObject({ json: { id: user.id } });
    expect(await call('optional')).toEqual(anonymous);
    expect(await call('optional', { token: 'x.y.z' })).toEqual(anonymous);
  });

  test.each(['any', 'optional'])(
    'the route /own/%s refuses a change with a cookie that comes from another origin',
    async (route) => {
      const { user } = await signedIn();
      const cookie = await client.cookie(user.email);
      const foreign = { cookie, headers: { origin: 'https://evil.example' } };
      expect(await call(route, foreign, 'POST')).toEqual(FORBIDDEN);
      expect((await call(route, { cookie }, 'POST')).status).toBe(200);
      expect((await call(route, foreign)).status).toBe(200);
    },
  );

  test('a route is closed at once to a user who was deactivated, unless a decision is cached', async () => {
    const root = await client.superuser();
    const { user, token } = await signedIn();
    expect((await call('cached', { token })).status).toBe(200);
    expect((await call('bearer', { token })).status).toBe(200);
    const json = { is_active: false };
    await client.send('PATCH', `/${user.id}`, { json, token: root.token });
    expect(await call('bearer', { token })).toEqual(FORBIDDEN);
    expect((await call('cached', { token })).status).toBe(200);
  });
}
