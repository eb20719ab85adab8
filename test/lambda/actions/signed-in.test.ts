import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { publicAction } from '../../../lambda/actions/public.ts';
import { signedInAction, superuserAction } from '../../../lambda/actions/signed-in.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { takes } from '../../../lambda/http/takes.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { getMe, register, updateMe } from '../../../lib/contract/accounts.ts';
import { getUser, updateUser } from '../../../lib/contract/administration.ts';
import { logout } from '../../../lib/contract/login.ts';
import { Domain, ORIGIN, PROOF, required } from '../../support/domain/domain.ts';
import type { TestRequest } from '../../support/runtime/api-event.ts';
import {
  COOKIE,
  cookieBackend,
  jwtBackend,
  sessionBackend,
} from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { defaults } from '../../support/runtime/settings.ts';

const log = capturedLog();

const schema = z.object({ name: z.string() });
const run = async () => ({ statusCode: 200 });
const TOO_LARGE = { body: 'x'.repeat(16 * 1024 + 1) };
const NO_TYPE = { body: '{}' };

describe('a handler for those who are signed in', () => {
  let domain: Domain;
  let jwt: Backend;
  let cookie: Backend;

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    cookie = cookieBackend(domain);
    await domain.user('root@example.com', { is_superuser: true });
    await domain.user('ada@example.com');
  });

  const tokenOf = async (email: string, backend: Backend) =>
    (await backend.strategy.issue(await domain.credential(email), ORIGIN, PROOF)).credential;
  const bearer = async (email: string): Promise<TestRequest> => ({
    headers: { authorization: `Bearer ${await tokenOf(email, jwt)}` },
  });
  const withCookie = async (headers: Record<string, string> = {}): Promise<TestRequest> => ({
    cookies: [`${COOKIE.name}=${await tokenOf('ada@example.com', cookie)}`],
    headers,
  });
  const rt = (settings: Record<string, string> = {}) => {
    const { store, clock } = domain;
    const authentication = { backends: [jwt, cookie], store, sessions: store, clock };
    const environment = { ...defaults(), ALLOWED_ORIGINS: '["https://app.example.org"]' };
    return runtime({ ...environment, ...settings }, { parts: { authentication } });
  };
  const forUser = () => signedInAction(rt(), updateMe, { body: takes(schema) }, run);
  const forSuperuser = () => superuserAction(rt(), updateUser, { body: takes(schema) }, run);

  test('gets who is signed in, with the user whom the path names', async () => {
    const target = await domain.user('bob@example.com');
    const seen: unknown[] = [];
    const handler = superuserAction(rt(), getUser, {}, async (call) => {
      seen.push(call.caller.user.email, call.target, call.backend.name);
      return { statusCode: 200 };
    });
    const request = await bearer('root@example.com');
    await invoke(handler, { ...request, pathParameters: { id: target.user.id } });
    expect(seen).toEqual(['root@example.com', target, 'jwt']);
    const { user } = await domain.profile('00000000-0000-7000-8000-000000000001');
    expect(log.info).toMatchObject([{ action: 'get-user', status: 200, user_id: user.id }]);
  });

  test('answers 404 for a user who does not exist, after 422 for a body', async () => {
    const json = { name: 'x' };
    const request = { method: 'PATCH', ...(await bearer('root@example.com')) };
    const pathParameters = { id: '018f0000-0000-7000-8000-000000000000' };
    const headers = { ...request.headers, 'content-type': 'application/json' };
    const call = (more: object) =>
      invoke(forSuperuser(), { ...request, headers, pathParameters, ...more });
    expect((await call({ body: '{}' })).statusCode).toBe(422);
    expect((await call({ body: JSON.stringify(json) })).statusCode).toBe(404);
  });

  test('refuses by 401, 403, 413, 415, 422, in this order', async () => {
    const headers = { authorization: 'Bearer a.b.c' };
    const patch = { method: 'PATCH', ...TOO_LARGE };
    expect((await invoke(forSuperuser(), { ...patch, headers })).statusCode).toBe(401);
    const user = await bearer('ada@example.com');
    expect((await invoke(forSuperuser(), { ...patch, ...user })).statusCode).toBe(403);
    const root = await bearer('root@example.com');
    expect((await invoke(forSuperuser(), { ...patch, ...root })).statusCode).toBe(413);
    const untyped = { ...NO_TYPE, ...root, method: 'PATCH' };
    expect((await invoke(forSuperuser(), untyped)).statusCode).toBe(415);
    const typed = { 'content-type': 'application/json', ...root.headers };
    expect((await invoke(forSuperuser(), { ...untyped, headers: typed })).statusCode).toBe(422);
  });

  test('refuses unverified users where verification is required, by 401, 403, 413', async () => {
    await domain.user('done@example.com', { is_verified: true });
    const required = rt({ REQUIRE_VERIFICATION: 'true' });
    const handler = signedInAction(required, updateMe, { body: takes(schema) }, run);
    const patch = { method: 'PATCH', ...TOO_LARGE };
    expect((await invoke(handler, patch)).statusCode).toBe(401);
    const unverified = await invoke(handler, { ...patch, ...(await bearer('ada@example.com')) });
    expect([unverified.statusCode, unverified.body]).toEqual([403, { detail: 'FORBIDDEN' }]);
    const verified = { ...patch, ...(await bearer('done@example.com')) };
    expect((await invoke(handler, verified)).statusCode).toBe(413);
  });

  test('reads nothing for a request without a credential', async () => {
    domain.forget();
    expect((await invoke(forUser(), { method: 'PATCH' })).statusCode).toBe(401);
    expect(domain.store.calls).toEqual([]);
  });

  describe('by cookie', () => {
    const evil = { 'sec-fetch-site': 'cross-site' };

    test.each<[string, Record<string, string>, number]>([
      ['from its own origin', { 'sec-fetch-site': 'same-origin' }, 415],
      ['from its own origin, by Origin', { origin: 'https://api.example.com' }, 415],
      ['from an allowed origin', { origin: 'https://app.example.org' }, 415],
      ['from another site', evil, 403],
      ['from a sibling', { 'sec-fetch-site': 'same-site' }, 403],
      ['from another origin', { origin: 'https://evil.example' }, 403],
      ['from nowhere', {}, 403],
    ])('answers a change %s', async (_, headers, status) => {
      const request = { method: 'PATCH', ...NO_TYPE, ...(await withCookie(headers)) };
      expect((await invoke(forUser(), request)).statusCode).toBe(status);
    });

    test('answers a change only from its own origin where no other is allowed', async () => {
      const closed = rt({ ALLOWED_ORIGINS: '[]' });
      const handler = signedInAction(closed, updateMe, { body: takes(schema) }, run);
      const answers: Record<string, number> = {};
      for (const origin of ['https://api.example.com', 'https://app.example.org']) {
        const request = { method: 'PATCH', ...NO_TYPE, ...(await withCookie({ origin })) };
        answers[origin] = (await invoke(handler, request)).statusCode;
      }
      expect(answers).toEqual({ 'https://api.example.com': 415, 'https://app.example.org': 403 });
    });

    test('answers a request that changes nothing from anywhere', async () => {
      const handler = signedInAction(rt(), getMe, {}, run);
      expect((await invoke(handler, await withCookie(evil))).statusCode).toBe(200);
    });

    test('is 401 before it is 403', async () => {
      const request = { method: 'PATCH', headers: evil, cookies: [`${COOKIE.name}=a.b.c`] };
      expect((await invoke(forUser(), request)).statusCode).toBe(401);
    });
  });

  test('takes a change by bearer token from anywhere, a cookie beside it or not', async () => {
    const { headers } = await bearer('ada@example.com');
    const { cookies } = await withCookie();
    const request = {
      method: 'PATCH',
      ...NO_TYPE,
      headers: { ...headers, 'sec-fetch-site': 'cross-site' },
    };
    expect((await invoke(forUser(), request)).statusCode).toBe(415);
    expect((await invoke(forUser(), { ...request, cookies })).statusCode).toBe(415);
  });

  test.each([
    ['with the bearer backend', () => [jwt], 'Bearer'],
    ['with the bearer backend as the second', () => [cookie, jwt], 'Bearer'],
    ['without a bearer backend', () => [cookie], undefined],
  ])('has the challenge of its backends on a 401, %s', async (_, backends, challenge) => {
    const { store, clock } = domain;
    const authentication = { backends: backends(), store, sessions: store, clock };
    const own = runtime(defaults(), { parts: { authentication } });
    const { statusCode, headers, body } = await invoke(signedInAction(own, getMe, {}, run));
    expect({ statusCode, body }).toEqual({ statusCode: 401, body: { detail: 'UNAUTHORIZED' } });
    expect(headers['www-authenticate']).toBe(challenge);
  });

  test('is only made for a row with its callers: others do not compile', () => {
    // @ts-expect-error: anyone may call it
    const forAnyone = () => signedInAction(rt(), register, {}, run);
    // @ts-expect-error: any user may call it
    const forAnyUser = () => superuserAction(rt(), getMe, {}, run);
    // @ts-expect-error: only superusers may call it
    const forSuperusers = () => publicAction(rt(), getUser, {}, run);
    // @ts-expect-error: it asks for a credential of one backend
    const forHolders = () => signedInAction(rt(), logout, {}, run);
    expect([forAnyone, forAnyUser, forSuperusers, forHolders]).toHaveLength(4);
  });
});

describe('a request that is noted as the use of a session', () => {
  test.each([
    ['an answer', 200],
    ['a refusal', 403],
  ])('is answered by %s once it is noted', async (_, statusCode) => {
    const domain = new Domain();
    const backend = sessionBackend(domain);
    await domain.user('ada@example.com');
    const credential = await domain.credential('ada@example.com');
    const issued = await backend.strategy.issue(
      credential,
      {
        ...ORIGIN,
        backend: backend.name,
      },
      PROOF,
    );
    await domain.store.recordLogin({ credential, session: required(issued.session) });
    domain.clock.advance(300);
    const order: string[] = [];
    const sessions = {
      noteUse: async () => {
        // After everything that waits for nothing but itself.
        await new Promise(setImmediate);
        order.push('noted');
      },
    };
    const { store, clock } = domain;
    const authentication = { backends: [backend], store, sessions, clock };
    const rt = runtime(defaults(), { parts: { authentication } });
    const handler = signedInAction(rt, getMe, {}, async () => {
      if (statusCode === 403) throw new UsersError('FORBIDDEN');
      return { statusCode };
    });
    const headers = { authorization: `Bearer ${issued.credential}` };
    const answer = await invoke(handler, { headers });
    order.push('answered');
    expect({ statusCode: answer.statusCode, order }).toEqual({
      statusCode,
      order: ['noted', 'answered'],
    });
  });
});
