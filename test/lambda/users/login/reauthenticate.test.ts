import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Backend } from '../../../../lambda/auth/backend.ts';
import { reauthenticate } from '../../../../lambda/users/login/reauthenticate.ts';
import type { AccessClaims } from '../../../../lambda/users/sessions/session.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import {
  CountedHash,
  DELETED,
  Domain,
  issuedBy,
  ORIGIN,
  PROOF,
  required,
} from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';
import { jwtBackend, sessionBackend } from '../../../support/runtime/backends.ts';

const EMAIL = 'ada@example.com';
const bad = { code: 'LOGIN_BAD_CREDENTIALS' };
const unauthorized = { code: 'UNAUTHORIZED' };

describe.each([
  ['a signed token', jwtBackend],
  ['a stored session', sessionBackend],
])('reauthentication with %s', (_, backendOf) => {
  let domain: Domain;
  let backend: Backend;
  let ada: Profile;
  let claims: AccessClaims;

  beforeEach(async () => {
    domain = new Domain();
    backend = backendOf(domain);
    ada = await domain.user(EMAIL);
    claims = await login();
    domain.clock.advance(300);
    domain.forget();
  });

  const origin = () => ({ ...ORIGIN, backend: backend.name });

  async function login(): Promise<AccessClaims> {
    const credential = await domain.credential(EMAIL);
    const issued = await backend.strategy.issue(credential, origin(), PROOF);
    const { session } = issued;
    if (session) await domain.store.recordLogin({ credential, session });
    return required(await backend.strategy.verify(issued.credential));
  }
  const deps = (more: object = {}) => ({
    ...domain,
    issue: backend.strategy.issue,
    loginEvents: true,
    ...more,
  });
  const run = (password = PASSWORD, more: object = {}, of = claims) =>
    reauthenticate(deps(more), {
      ...{ profile: ada, claims: of, password, origin: origin() },
      arrivedAt: domain.clock.now(),
    });
  const isOver = async ({ userId, sessionId }: AccessClaims) => {
    const keys = [{ userId, sessionId }];
    const found = await domain.store.signInState([], { sessions: keys, revocations: keys });
    return claims.keeping.by === 'session'
      ? !found.sessions.has(sessionId)
      : found.revoked.has(sessionId);
  };

  test('gives a credential with a new time, and ends the one in use by the same write', async () => {
    const outcome = issuedBy(await run());
    const next = required(await backend.strategy.verify(outcome.credential));
    expect(next.proof ?? outcome.session?.proof).toEqual({
      authTime: PROOF.authTime + 300,
      amr: ['pwd'],
    });
    expect({ old: await isOver(claims), next: await isOver(next) }).toEqual({
      old: true,
      next: false,
    });
    expect(outcome).toMatchObject({ kind: 'issued', userId: ada.user.id });
    const writes = domain.store.calls.filter((call) => call === 'recordLogin' || call === 'end');
    expect(writes).toEqual(['recordLogin']);
  });

  test('raises after-login where login events are on', async () => {
    await run();
    expect(domain.store.events).toMatchObject([{ type: 'after-login', backend: backend.name }]);
  });

  test.each([OTHER_PASSWORD, ''])(
    'refuses the password %j by one read, one hash and the counts',
    async (wrong) => {
      await expect(run(wrong)).rejects.toMatchObject(bad);
      expect({ calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
        calls: ['guessedCredential', 'count', 'count', 'count'],
        hashes: ['verify'],
      });
      expect(await isOver(claims)).toBe(false);
    },
  );

  test('refuses a user who has no password, by the same work', async () => {
    await domain.removePassword(ada);
    domain.forget();
    await expect(run()).rejects.toMatchObject(bad);
    expect(domain.hash.calls).toEqual(['verify']);
  });

  test('refuses the password of somebody who has the address by now', async () => {
    await domain.store.delete(ada, DELETED);
    await domain.user(EMAIL);
    await expect(run()).rejects.toMatchObject(bad);
  });

  test('gives one credential for one in use, however many ask at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => run()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(run()).rejects.toMatchObject(unauthorized);
  });

  test('leaves other logins of the user as they are', async () => {
    const other = await login();
    await run();
    expect(await isOver(other)).toBe(false);
  });

  test('stores a better hash of the password with the rest', async () => {
    await run(PASSWORD, { hash: new CountedHash(5) });
    expect((await domain.credential(EMAIL)).passwordHash).toMatch(/^\$2[aby]\$05\$/);
  });

  test('refuses a user who has to verify the address first, and leaves the login in use', async () => {
    await expect(run(PASSWORD, { requireVerification: true })).rejects.toMatchObject({
      code: 'LOGIN_USER_NOT_VERIFIED',
    });
    expect(await isOver(claims)).toBe(false);
  });

  test('keeps to the limit of sessions without the login that it replaces', async () => {
    const other = await login();
    await run(PASSWORD, { maxSessions: 2 });
    expect(await isOver(other)).toBe(false);
  });
});
