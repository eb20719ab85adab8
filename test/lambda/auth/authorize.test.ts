import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AuthorizedRequest, authorize } from '../../../lambda/auth/authorize.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { isSafeMethod } from '../../../lambda/auth/same-origin.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import type { Profile, User } from '../../../lambda/users/user.ts';
import type { SecondFactorSettings } from '../../../lib/contract/factors.ts';
import type { Requirements } from '../../../lib/contract/sessions.ts';
import { Domain, ORIGIN, PROOF, required, withCalls } from '../../support/domain/domain.ts';
import { apiEvent, type TestRequest } from '../../support/runtime/api-event.ts';
import {
  COOKIE,
  cookieBackend,
  jwtBackend,
  sessionBackend,
} from '../../support/runtime/backends.ts';

const NONE: Requirements = { verified: false, superuser: false, optional: false };

function asked(request: TestRequest): AuthorizedRequest {
  return { ...apiEvent(request), changes: !isSafeMethod(request.method ?? 'GET') };
}

describe('authorize', () => {
  let domain: Domain;
  let jwt: Backend;
  let cookie: Backend;

  beforeEach(() => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    cookie = cookieBackend(domain);
  });

  async function tokenOf({ user }: Profile, backend: Backend, proof = PROOF): Promise<string> {
    const { credential } = await backend.strategy.issue(
      await domain.credential(user.email),
      ORIGIN,
      proof,
    );
    domain.forget();
    return credential;
  }
  async function bearer(profile: Profile, proof = PROOF): Promise<TestRequest> {
    return { headers: { authorization: `Bearer ${await tokenOf(profile, jwt, proof)}` } };
  }
  const run = (
    request: TestRequest,
    requirements: Partial<Requirements> = {},
    secondFactors?: SecondFactorSettings,
  ) =>
    authorize(
      {
        backends: [jwt, cookie],
        store: domain.store,
        sessions: domain.store,
        clock: domain.clock,
        allowedOrigins: ['https://app.example.com'],
        requirements: { ...NONE, ...requirements },
        secondFactors,
      },
      asked(request),
    );

  /** `id`, `anonymous` or the code of the refusal. */
  async function outcome(
    request: TestRequest,
    requirements: Partial<Requirements> = {},
    secondFactors?: SecondFactorSettings,
  ) {
    try {
      return (await run(request, requirements, secondFactors))?.caller.user.id ?? 'anonymous';
    } catch (error) {
      if (error instanceof UsersError) return error.code;
      throw error;
    }
  }

  test('lets a signed-in user pass, by one lookup', async () => {
    const ada = await domain.user('ada@example.com');
    const request = await bearer(ada);
    expect(await run(request)).toMatchObject({ caller: ada, backend: jwt });
    expect(domain.store.calls).toEqual(['signInState']);
  });

  test.each<[string, TestRequest]>([
    ['nothing', {}],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }],
    ['what is no token', { headers: { authorization: 'Bearer x' } }],
  ])(
    'refuses a request with %s without a look at the table, or makes it anonymous',
    async (_, request) => {
      expect(await outcome(request)).toBe('UNAUTHORIZED');
      expect(await outcome(request, { optional: true })).toBe('anonymous');
      expect(domain.store.calls).toEqual([]);
    },
  );

  test('refuses a token of a user who was deactivated since, or makes it anonymous', async () => {
    const ada = await domain.user('ada@example.com');
    const request = await bearer(ada);
    await domain.deactivate(ada);
    expect(await outcome(request)).toBe('UNAUTHORIZED');
    expect(await outcome(request, { optional: true })).toBe('anonymous');
  });

  test.each<[Partial<User>, Partial<Requirements>, boolean]>([
    [{}, { verified: true }, false],
    [{}, { superuser: true }, false],
    [{ is_verified: true }, { verified: true }, true],
    [{ is_superuser: true }, { superuser: true }, true],
    [{ is_verified: true }, { verified: true, superuser: true }, false],
    [{ is_superuser: true }, { verified: true, superuser: true }, false],
    [{ is_verified: true, is_superuser: true }, { verified: true, superuser: true }, true],
  ])(
    'with the flags %j and the requirements %j the user passes: %j',
    async (flags, requirements, passes) => {
      const ada = await domain.user('ada@example.com', flags);
      const request = await bearer(ada);
      expect(await outcome(request, requirements)).toBe(passes ? ada.user.id : 'FORBIDDEN');
      const optional = await outcome(request, { ...requirements, optional: true });
      expect(optional).toBe(passes ? ada.user.id : 'anonymous');
    },
  );

  const WITH_TWO = { ...PROOF, amr: ['pwd', 'otp', 'mfa'] };

  test('asks for a second factor, if it is to', async () => {
    const ada = await domain.user('ada@example.com');
    const [one, two] = [await bearer(ada), await bearer(ada, WITH_TWO)];
    expect({
      one: await outcome(one, { mfa: true }),
      optional: await outcome(one, { mfa: true, optional: true }),
      two: await outcome(two, { mfa: true }),
    }).toEqual({ one: 'MFA_REQUIRED', optional: 'anonymous', two: ada.user.id });
  });

  test('asks for a second factor as the API does, unless it says otherwise', async () => {
    const ada = await domain.user('ada@example.com');
    const one = await bearer(ada);
    const required = { methods: ['totp'], requiredOf: 'everyone' } as const;
    expect({
      required: await outcome(one, {}, required),
      free: await outcome(one, {}, { methods: ['totp'] }),
      anyFactor: await outcome(one, { mfa: false }, required),
    }).toEqual({
      required: 'MFA_ENROLMENT_REQUIRED',
      free: ada.user.id,
      anyFactor: ada.user.id,
    });
  });

  test('lets nobody pass whose proof is older than it allows', async () => {
    const ada = await domain.user('ada@example.com');
    const request = await bearer(ada);
    const maxAge = 60;
    domain.clock.advance(59);
    const before = await outcome(request, { maxAge });
    domain.clock.advance(1);
    expect({
      before,
      after: await outcome(request, { maxAge }),
      optional: await outcome(request, { maxAge, optional: true }),
    }).toEqual({ before: ada.user.id, after: 'REAUTHENTICATION_REQUIRED', optional: 'anonymous' });
  });

  describe('a request with a cookie', () => {
    let ada: Profile;
    let carried: TestRequest;
    const change = (headers: Record<string, string>) => ({ ...carried, method: 'POST', headers });

    beforeEach(async () => {
      ada = await domain.user('ada@example.com');
      carried = { cookies: [`${COOKIE.name}=${await tokenOf(ada, cookie)}`] };
    });

    test('passes when it changes nothing, wherever it comes from', async () => {
      const headers = { 'sec-fetch-site': 'cross-site' };
      expect(await outcome({ ...carried, headers })).toBe(ada.user.id);
    });

    test('passes when it comes from an origin that is allowed', async () => {
      expect(await outcome(change({ origin: 'https://api.example.com' }))).toBe(ada.user.id);
      const sibling = { origin: 'https://app.example.com', 'sec-fetch-site': 'same-site' };
      expect(await outcome(change(sibling))).toBe(ada.user.id);
    });

    test.each<[string, Record<string, string>]>([
      ['another site', { 'sec-fetch-site': 'cross-site' }],
      ['another origin', { origin: 'https://evil.example' }],
      ['nowhere', {}],
    ])(
      'is refused when it changes something and comes from %s, on optional routes too',
      async (_, headers) => {
        expect(await outcome(change(headers))).toBe('FORBIDDEN');
        expect(await outcome(change(headers), { optional: true })).toBe('FORBIDDEN');
      },
    );
  });

  test('lets nobody pass before the use of the session is noted', async () => {
    const session = sessionBackend(domain);
    await domain.user('ada@example.com');
    const credential = await domain.credential('ada@example.com');
    const origin = { ...ORIGIN, backend: session.name };
    const issued = await session.strategy.issue(credential, origin, PROOF);
    await domain.store.recordLogin({ credential, session: required(issued.session) });
    domain.clock.advance(300);
    const order: string[] = [];
    const noteUse = async () => {
      // After everything that waits for nothing but itself.
      await new Promise(setImmediate);
      order.push('noted');
    };
    const { store, clock } = domain;
    const deps = {
      ...{ backends: [session], store, clock, allowedOrigins: [], requirements: NONE },
      secondFactors: undefined,
    };
    const headers = { authorization: `Bearer ${issued.credential}` };
    await authorize({ ...deps, sessions: { noteUse } }, asked({ headers }));
    order.push('passed');
    expect(order).toEqual(['noted', 'passed']);
  });

  test('takes a change by bearer token from anywhere', async () => {
    const ada = await domain.user('ada@example.com');
    const { headers } = await bearer(ada);
    expect(await outcome({ method: 'POST', headers })).toBe(ada.user.id);
    const elsewhere = { ...headers, 'sec-fetch-site': 'cross-site' };
    expect(await outcome({ method: 'POST', headers: elsewhere })).toBe(ada.user.id);
  });

  test.each<[string, { readonly code: string }]>([
    ['an outage', new UsersError('SERVICE_UNAVAILABLE')],
    ['an error of AWS', Object.assign(new Error('no access'), { code: 'UNAUTHORIZED' })],
  ])('does not take %s for an anonymous caller', async (_, error) => {
    const request = await bearer(await domain.user('ada@example.com'));
    const store = withCalls(domain.store, { signInState: () => Promise.reject(error) });
    const requirements = { ...NONE, optional: true };
    const { clock, sessions } = domain;
    const deps = {
      ...{ backends: [jwt], store, sessions, clock, allowedOrigins: [], requirements },
      secondFactors: undefined,
    };
    await expect(authorize(deps, asked(request))).rejects.toBe(error);
  });
});
