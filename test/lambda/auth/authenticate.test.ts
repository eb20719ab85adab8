import { beforeEach, describe, expect, test } from '@jest/globals';
import { authenticate } from '../../../lambda/auth/authenticate.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import type { CredentialCarrier } from '../../../lambda/auth/transport.ts';
import { updateMe } from '../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../lambda/users/administration/update-user.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import type { CustomFields, Profile } from '../../../lambda/users/user.ts';
import {
  DELETED,
  Domain,
  ORIGIN,
  OWN,
  PROOF,
  required,
  SUPERUSER,
} from '../../support/domain/domain.ts';
import { OTHER_PASSWORD } from '../../support/passwords.ts';
import {
  COOKIE,
  cookieBackend,
  jwtBackend,
  sessionBackend,
} from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';

const unauthorized = { name: 'UsersError', code: 'UNAUTHORIZED' };

describe('authenticate', () => {
  let domain: Domain;
  let jwt: Backend;
  let cookie: Backend;
  let ada: Profile;
  let bob: Profile;

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    cookie = cookieBackend(domain);
    ada = await domain.user('ada@example.com');
    bob = await domain.user('bob@example.com');
  });

  async function tokenOf({ user }: Profile, backend: Backend): Promise<string> {
    const { credential } = await backend.strategy.issue(
      await domain.credential(user.email),
      ORIGIN,
      PROOF,
    );
    domain.forget();
    return credential;
  }

  const bearer = (token: string): CredentialCarrier => ({
    headers: { authorization: `Bearer ${token}` },
  });
  const cookies = (...tokens: string[]): CredentialCarrier => ({
    headers: {},
    cookies: tokens.map((token) => `${COOKIE.name}=${token}`),
  });
  const both = (bearerToken: string, cookieToken: string): CredentialCarrier => ({
    ...cookies(cookieToken),
    ...bearer(bearerToken),
  });
  const run = (request: CredentialCarrier, alongside = {}, backends = [jwt, cookie]) =>
    authenticate(
      { backends, store: domain.store, sessions: domain.store, clock: domain.clock },
      request,
      alongside,
    );

  test('finds the caller of each backend, in one lookup', async () => {
    for (const [backend, carry] of [
      [jwt, bearer],
      [cookie, cookies],
    ] as const) {
      const signedIn = await run(carry(await tokenOf(ada, backend)));
      expect(signedIn).toMatchObject({ caller: ada, backend });
      expect(signedIn.claims).toMatchObject({ userId: ada.user.id, tokenVersion: 1 });
      expect(domain.store.calls).toEqual(['signInState']);
    }
  });

  test.each<[string, CredentialCarrier]>([
    ['no credential', { headers: {} }],
    ['a token that does not verify', bearer('a.b.c')],
    ['a cookie that does not verify', cookies('a.b.c')],
    ['neither that verifies', both('a.b.c', 'd.e.f')],
    ['a malformed header', { headers: { authorization: 'Bearer' } }],
    ['credentials of another scheme', { headers: { authorization: 'Basic x' } }],
  ])('refuses %s without a lookup', async (_, request) => {
    await expect(run(request)).rejects.toMatchObject(unauthorized);
    expect(domain.store.calls).toEqual([]);
  });

  test('lets the first backend, in their order, decide where both are valid', async () => {
    const request = both(await tokenOf(ada, jwt), await tokenOf(bob, cookie));
    expect((await run(request)).caller).toEqual(ada);
    expect((await run(request, {}, [cookie, jwt])).caller).toEqual(bob);
    expect(domain.store.calls).toEqual(['signInState', 'signInState']);
  });

  test('lets the second decide where the first does not verify', async () => {
    const signedIn = await run(both('a.b.c', await tokenOf(bob, cookie)));
    expect(signedIn).toMatchObject({ caller: bob, backend: cookie });
  });

  test('lets the second decide where the first is revoked, in the same lookup', async () => {
    const request = both(await tokenOf(ada, jwt), await tokenOf(bob, cookie));
    await domain.deactivate(ada);
    domain.forget();
    expect(await run(request)).toMatchObject({ caller: bob, backend: cookie });
    expect(domain.store.calls).toEqual(['signInState']);
  });

  test.each([
    [
      'header',
      () =>
        tokenOf(bob, cookie).then((token) => ({
          ...cookies(token),
          headers: { authorization: 'Bearer' },
        })),
    ],
    [
      'cookie',
      () => tokenOf(ada, jwt).then((token) => ({ ...cookies('a', 'b'), ...bearer(token) })),
    ],
  ])('refuses a malformed %s whatever else is valid', async (_, request) => {
    await expect(run(await request())).rejects.toMatchObject(unauthorized);
    expect(domain.store.calls).toEqual([]);
  });

  test('refuses the token of another backend in both directions', async () => {
    await expect(run(bearer(await tokenOf(ada, cookie)))).rejects.toMatchObject(unauthorized);
    await expect(run(cookies(await tokenOf(ada, jwt)))).rejects.toMatchObject(unauthorized);
  });

  test('refuses an expired token', async () => {
    const token = await tokenOf(ada, jwt);
    domain.clock.advance(3600);
    await expect(run(bearer(token))).rejects.toMatchObject(unauthorized);
  });

  test('refuses an inactive and a deleted user', async () => {
    const requests = [bearer(await tokenOf(ada, jwt)), bearer(await tokenOf(bob, jwt))];
    await domain.deactivate(ada);
    await domain.store.delete(bob, DELETED);
    for (const request of requests) await expect(run(request)).rejects.toMatchObject(unauthorized);
  });

  test('refuses a token from before a deactivation that was taken back', async () => {
    const request = bearer(await tokenOf(ada, jwt));
    await domain.deactivate(ada);
    const profile = await domain.profile(ada.user.id);
    await updateUser(domain, { profile, changes: { is_active: true }, actor: SUPERUSER });
    await expect(run(request)).rejects.toMatchObject(unauthorized);
  });

  test('honours, of all tokens from before a change of password, the one that made it', async () => {
    const [used, other] = [await tokenOf(ada, jwt), await tokenOf(ada, jwt)];
    const { claims } = await run(bearer(used));
    const { sessionId } = claims;
    const own = { ...OWN, sessionId };
    await updateMe(domain, { profile: ada, changes: { password: OTHER_PASSWORD }, own });
    expect((await run(bearer(used))).caller.user.id).toBe(ada.user.id);
    await expect(run(bearer(other))).rejects.toMatchObject(unauthorized);
    const fresh = await tokenOf(ada, jwt);
    expect((await run(bearer(fresh))).caller.user.id).toBe(ada.user.id);
  });

  describe('alongside', () => {
    test('reads another user and an address in the caller’s lookup', async () => {
      const token = await tokenOf(ada, jwt);
      const signedIn = await run(bearer(token), { userId: bob.user.id, email: 'bob@example.com' });
      expect(signedIn).toMatchObject({ caller: ada, target: bob, owner: bob.user.id });
      expect(domain.store.calls).toEqual(['signInState']);
    });

    test('gives the caller where that is the other user', async () => {
      const token = await tokenOf(ada, jwt);
      expect((await run(bearer(token), { userId: ada.user.id })).target).toEqual(ada);
    });

    test('gives nothing of a user who doesn’t exist or was not asked for', async () => {
      const token = await tokenOf(ada, jwt);
      const unknown = { userId: domain.ids.next(), email: 'nobody@example.com' };
      for (const alongside of [unknown, {}]) {
        const { target, owner } = await run(bearer(token), alongside);
        expect({ target, owner }).toEqual({ target: undefined, owner: undefined });
      }
    });
  });

  describe('with a stored session', () => {
    const log = capturedLog();
    let session: Backend;

    beforeEach(() => {
      session = sessionBackend(domain);
    });

    async function signedIn(addedClaims?: CustomFields): Promise<CredentialCarrier> {
      const credential = await domain.credential('ada@example.com');
      const origin = { ...ORIGIN, backend: session.name };
      const issued = await session.strategy.issue({ ...credential, addedClaims }, origin, PROOF);
      await domain.store.recordLogin({ credential, session: required(issued.session) });
      domain.forget();
      return bearer(issued.credential);
    }
    const enter = (request: CredentialCarrier, backends = [jwt, session]) =>
      run(request, {}, backends);

    test('says when and how the user signed in, as it was stored', async () => {
      expect((await enter(await signedIn())).claims.proof).toEqual(PROOF);
    });

    test('finds the caller in one lookup, with the custom claims that were stored', async () => {
      const request = await signedIn({ plan: 'pro' });
      expect(await enter(request)).toMatchObject({
        caller: ada,
        backend: session,
        claims: { userId: ada.user.id, custom: { plan: 'pro' } },
      });
      expect(domain.store.calls).toEqual(['signInState']);
      expect((await enter(await signedIn())).claims.custom).toBeUndefined();
    });

    test('finds the backend that it is of, among several of its kind', async () => {
      const request = await signedIn();
      const other = sessionBackend(domain, 'other');
      expect((await enter(request, [other, session])).backend).toBe(session);
      await expect(enter(request, [other])).rejects.toMatchObject(unauthorized);
    });

    test('notes the use once a minute, for an idle timeout of ten', async () => {
      const request = await signedIn();
      domain.clock.advance(59);
      await (await enter(request)).noted;
      expect(domain.store.calls).toEqual(['signInState']);
      domain.clock.advance(1);
      await (await enter(request)).noted;
      await (await enter(request)).noted;
      expect(domain.store.calls).toEqual(['signInState', 'signInState', 'noteUse', 'signInState']);
    });

    test('goes on while it is used, to the end of its lifetime', async () => {
      const request = await signedIn();
      for (let minute = 0; minute < 59; minute += 5) {
        domain.clock.advance(300);
        if (minute < 55) await (await enter(request)).noted;
      }
      await expect(enter(request)).rejects.toMatchObject(unauthorized);
    });

    test('refuses one that was not used for the idle timeout', async () => {
      const request = await signedIn();
      domain.clock.advance(599);
      expect((await enter(request)).caller).toEqual(ada);
      domain.clock.advance(600);
      await expect(enter(request)).rejects.toMatchObject(unauthorized);
    });

    test('lets in a user whose use can’t be noted, and logs why, without a token', async () => {
      const request = await signedIn();
      domain.clock.advance(60);
      const sessions = { noteUse: () => Promise.reject(new UsersError('SERVICE_UNAVAILABLE')) };
      const { store, clock } = domain;
      const found = await authenticate({ backends: [session], store, sessions, clock }, request);
      await found.noted;
      expect(found.caller).toEqual(ada);
      expect(log.error).toEqual([
        {
          message: 'session use not noted',
          user_id: ada.user.id,
          error: expect.objectContaining({ message: 'SERVICE_UNAVAILABLE' }),
        },
      ]);
    });
  });
});
