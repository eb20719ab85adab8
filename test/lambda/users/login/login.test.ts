import { beforeEach, describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { login } from '../../../../lambda/users/login/login.ts';
import type { Origin } from '../../../../lambda/users/origin.ts';
import type { Proof } from '../../../../lambda/users/proof.ts';
import type { EntitledLogin } from '../../../../lambda/users/user.ts';
import {
  CountedHash,
  Domain,
  PROOF,
  SENDER,
  SUPERUSER,
  withCalls,
} from '../../../support/domain/domain.ts';
import { COMPOSED, DECOMPOSED, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const { arrivedAt } = SENDER;
const origin = { backend: 'jwt', ip: '192.0.2.1', user_agent: 'curl/8' };

describe('login', () => {
  let domain: Domain;
  /** The users that credentials were issued to. */
  let issuedTo: EntitledLogin[];
  let proofs: Proof[];
  const issue = async (credential: EntitledLogin, _: Origin, proof: Proof) => {
    issuedTo.push(credential);
    proofs.push(proof);
    return { credential: 'issued', lifetime: 60 };
  };

  beforeEach(async () => {
    issuedTo = [];
    proofs = [];
    domain = new Domain();
    await domain.user(EMAIL);
    await domain.user('idle@example.com', { is_active: false });
  });

  const attempt = (username: string, password = PASSWORD, loginEvents = false) =>
    login(
      { ...domain, issue, loginEvents },
      { username, password, origin, arrivedAt: domain.clock.now() },
    );

  test('finds the user with this address and password, by one read, one hash, and another look at the counters', async () => {
    const credential = await domain.credential(EMAIL);
    expect(await attempt(EMAIL)).toEqual({
      kind: 'issued',
      userId: credential.userId,
      credential: 'issued',
      lifetime: 60,
    });
    expect(issuedTo).toEqual([{ ...credential, addedClaims: {} }]);
    expect(domain.store.calls).toEqual(['credential', 'guessedCredential', 'attempts']);
    expect(domain.hash.calls.filter((call) => call === 'verify')).toHaveLength(1);
    expect(domain.store.events).toEqual([]);
  });

  test('gives a credential that says when it was, and that it was by a password', async () => {
    await attempt(EMAIL);
    domain.clock.advance(90);
    await attempt(EMAIL);
    const { authTime } = PROOF;
    expect(proofs).toEqual([
      { authTime, amr: ['pwd'] },
      { authTime: authTime + 90, amr: ['pwd'] },
    ]);
  });

  test.each(['ADA@EXAMPLE.COM', 'Ada@example。com', ` ${EMAIL} `])(
    'takes %j for the same user',
    async (username) => {
      await attempt(username);
      expect(issuedTo).toMatchObject([{ email: EMAIL }]);
    },
  );

  test.each([
    ['an unknown address', 'nobody@example.com', PASSWORD],
    ['a wrong password', EMAIL, 'wrong horse battery'],
    ['an inactive user', 'idle@example.com', PASSWORD],
    ['what is no address', 'not an address', PASSWORD],
    ['an empty name', '', PASSWORD],
    ['an empty password', EMAIL, ''],
    ['a name of a megabyte', 'a'.repeat(1_000_000), PASSWORD],
  ])(
    'refuses %s with the one code, after one read, one hash and the counts',
    async (_, username, password) => {
      domain.forget();
      await expect(attempt(username, password, true)).rejects.toMatchObject({
        name: 'UsersError',
        message: 'LOGIN_BAD_CREDENTIALS',
        code: 'LOGIN_BAD_CREDENTIALS',
        reason: undefined,
      });
      expect(domain.store.calls).toEqual(['guessedCredential', 'count', 'count', 'count']);
      expect(domain.hash.calls).toEqual(['verify']);
      expect(domain.store.events).toEqual([]);
      expect(issuedTo).toEqual([]);
    },
  );

  test('never finds anyone under the placeholder for a name that is no address', async () => {
    const asked: string[] = [];
    const store = withCalls(domain.store, {
      guessedCredential: async (email) => {
        asked.push(email);
        return { credential: undefined, watched: [] };
      },
    });
    const deps = { ...domain, store, issue, loginEvents: false };
    const input = { username: 'no-address', password: PASSWORD, origin, arrivedAt };
    await expect(login(deps, input)).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
    expect(asked).toEqual(['no-address']);
  });

  test('raises after-login with its origin if login events are on', async () => {
    await attempt(EMAIL, PASSWORD, true);
    expect(domain.store.calls).toEqual(['guessedCredential', 'attempts', 'recordLogin']);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-login',
        at: '2026-01-01T00:00:00.000Z',
        actor: { id: (await domain.credential(EMAIL)).userId, by: 'user' },
        ...origin,
      },
    ]);
  });

  describe('where verification is required', () => {
    const attemptIn = (email: string, password = PASSWORD) =>
      login(
        { ...domain, issue, loginEvents: true, requireVerification: true },
        { username: email, password, origin, arrivedAt },
      );

    test('refuses an unverified user, after the same work and without an event', async () => {
      domain.forget();
      await expect(attemptIn(EMAIL)).rejects.toMatchObject({ code: 'LOGIN_USER_NOT_VERIFIED' });
      expect(domain.store.calls).toEqual(['guessedCredential', 'attempts']);
      expect(domain.hash.calls).toEqual(['verify']);
      expect(domain.store.events).toEqual([]);
    });

    test('says so only with the right password', async () => {
      const bad = { code: 'LOGIN_BAD_CREDENTIALS' };
      await expect(attemptIn(EMAIL, 'wrong horse battery')).rejects.toMatchObject(bad);
      await expect(attemptIn('idle@example.com')).rejects.toMatchObject(bad);
    });

    test('lets a verified user in', async () => {
      const { user } = await domain.user('done@example.com', { is_verified: true });
      expect((await attemptIn('done@example.com')).userId).toBe(user.id);
    });
  });

  test('upgrades a hash of an older cost, and leaves it at that', async () => {
    const before = await domain.credential(EMAIL);
    const costlier = { ...domain, hash: new CountedHash(5), issue, loginEvents: false };
    const input = { username: EMAIL, password: PASSWORD, origin, arrivedAt };
    await login(costlier, input);
    const after = await domain.credential(EMAIL);
    expect(after).toEqual({ ...before, passwordHash: expect.stringMatching(/^\$2[aby]\$05\$/) });
    expect(await domain.hash.verify(PASSWORD, after.passwordHash)).toBe(true);
    expect(domain.store.events).toEqual([]);

    domain.forget();
    await login(costlier, input);
    expect(domain.store.calls).toEqual(['guessedCredential', 'attempts']);
  });

  test('upgrades and raises its event in one write', async () => {
    const hash = new CountedHash(5);
    await login(
      { ...domain, hash, issue, loginEvents: true },
      { username: EMAIL, password: PASSWORD, origin, arrivedAt },
    );
    expect(domain.store.calls).toEqual(['guessedCredential', 'attempts', 'recordLogin']);
    expect(domain.store.events).toHaveLength(1);
  });

  test('takes a password that was hashed before 0.2.0 as it came, and hashes its normal form', async () => {
    const credential = await domain.credential(EMAIL);
    // What the release before stored of a password that came decomposed.
    const upgradedHash = await bcrypt.hash(DECOMPOSED, 4);
    await domain.store.recordLogin({ credential, upgradedHash });
    await expect(attempt(EMAIL, COMPOSED)).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });

    await attempt(EMAIL, DECOMPOSED);
    const { passwordHash } = await domain.credential(EMAIL);
    expect(await bcrypt.compare(COMPOSED, String(passwordHash))).toBe(true);
    domain.forget();
    for (const typed of [COMPOSED, DECOMPOSED]) await attempt(EMAIL, typed);
    const once = ['guessedCredential', 'attempts'];
    expect(domain.store.calls).toEqual([...once, ...once]);
  });

  test('replaces a hash of a higher cost too, so that all logins take as long', async () => {
    const credential = await domain.credential(EMAIL);
    const upgradedHash = await new CountedHash(5).hash(PASSWORD);
    await domain.store.recordLogin({ credential, upgradedHash });
    await attempt(EMAIL);
    expect((await domain.credential(EMAIL)).passwordHash).toMatch(/^\$2[aby]\$04\$/);
  });

  test('refuses when the password changed between read and write', async () => {
    const stale = await domain.credential(EMAIL);
    await domain.store.resetPassword({
      userId: stale.userId,
      email: EMAIL,
      credentialVersion: stale.credentialVersion,
      passwordHash: 'new hash',
      event: { id: domain.ids.next(), type: 'after-reset-password', at: '', actor: SUPERUSER },
    });
    domain.forget();
    const store = withCalls(domain.store, {
      guessedCredential: async () => ({ credential: stale, watched: [] }),
    });
    const input = { username: EMAIL, password: PASSWORD, origin, arrivedAt };
    await expect(
      login({ ...domain, store, issue, loginEvents: true }, input),
    ).rejects.toMatchObject({
      code: 'LOGIN_BAD_CREDENTIALS',
    });
    expect(domain.store.events).toEqual([]);
  });
});
