import { describe, expect, test } from '@jest/globals';
import { nameOfRequest } from '../../../lambda/users/email-login/email-attempts.ts';
import { ANYONE } from '../../../lambda/users/events/event.ts';
import {
  addressCounter,
  type Watched,
  type WindowCounter,
} from '../../../lambda/users/limits/counter.ts';
import { CODE_TRIES } from '../../../lib/contract/email-login.ts';
import { session } from './stored-sessions.ts';
import { AT, outcomes, type Start, StoredUsers } from './stored-users.ts';

const EMAIL = 'ada@example.com';
const NOW = new Date(AT);
const LIMIT = { failuresPerAddress: 2, period: 900 };

/** What every adapter of `EmailLoginStore` guarantees, and of those that use a code up. */
export function describeEmailLoginStore(start: Start): void {
  const users = new StoredUsers(start);
  const next = () => users.ids.next();

  /** Asks for a code, to be tried `CODE_TRIES` times. @returns a use of it */
  async function asked(email = EMAIL, at = AT) {
    const id = next();
    const event = { id, type: 'after-request-login', at, actor: ANYONE } as const;
    expect(await users.store.requestCode({ email, event, tries: CODE_TRIES })).toBe(id);
    return { email, requestId: id, use: next() };
  }

  const attempt = (requestId: string, email = EMAIL) =>
    users.store.tryCode({ email, request: nameOfRequest(requestId), id: next() }, [], NOW);

  /** The same from a network address whose wrong codes are counted. */
  const attemptFrom = (counter: WindowCounter, requestId: string, arrivedAt = NOW) => {
    const given = { email: EMAIL, request: nameOfRequest(requestId), id: next() };
    return users.store.tryCode(given, [counter], arrivedAt);
  };

  /** Counts as many wrong codes. @returns the counter, which is locked at two */
  async function counted(n: number, arrivedAt = NOW): Promise<WindowCounter> {
    const counter = addressCounter(LIMIT, 'code-failures', '192.0.2.1');
    for (let seen = 0; seen < n; seen++) {
      const [watched] = await users.store.attempts([counter]);
      await users.store.count(watched as Watched, { id: next(), arrivedAt, at: arrivedAt });
    }
    return counter;
  }

  describe('codes that were mailed', () => {
    test('are found by their address and request, with the user who has the address and no hash', async () => {
      const { user } = await users.stored(EMAIL);
      const { requestId } = await asked();
      const { passwordHash: _, ...credential } = await users.credentialOf(EMAIL);
      expect(await attempt(requestId)).toEqual({
        request: { id: requestId, at: new Date(AT) },
        isLocked: false,
        credential,
        watched: [],
      });
      expect(credential.userId).toBe(user.id);
    });

    test('are not found by another request or another address, which make none', async () => {
      const { requestId } = await asked();
      expect(await attempt('another request')).toEqual({ isLocked: false, watched: [] });
      expect(await attempt(requestId, 'nobody@example.com')).toEqual({
        isLocked: false,
        watched: [],
      });
      expect(await attempt('', 'nobody@example.com')).toEqual({ isLocked: false, watched: [] });
      expect(await users.store.loginCredential('nobody@example.com')).toBeUndefined();
    });

    test('are those of the newest request, all of whose tries are left', async () => {
      const first = await asked();
      await attempt(first.requestId);
      const { requestId } = await asked(EMAIL, '2026-01-01T00:01:00.000Z');
      expect((await attempt(first.requestId)).request).toBeUndefined();
      for (let n = 0; n < CODE_TRIES; n++) {
        expect((await attempt(requestId)).request?.id).toBe(requestId);
      }
      expect((await attempt(requestId)).request).toBeUndefined();
    });

    test.each([
      ['registers with it', (email: string) => users.stored(email)],
      [
        'moves to it',
        async (email: string) => {
          const before = await users.stored('grace@example.com');
          const credential = { before: await users.credentialOf(before.user.email) };
          await users.store.update({ ...users.change(before, { email }), credential });
        },
      ],
    ])('end with their request when a user %s, who can ask at once', async (_, gets) => {
      const { requestId } = await asked();
      await gets(EMAIL);
      expect((await attempt(requestId)).request).toBeUndefined();
      const own = await asked();
      expect((await attempt(own.requestId)).request?.id).toBe(own.requestId);
    });

    test('stay as they are where another request came too soon, which is told theirs', async () => {
      const { requestId } = await asked();
      await attempt(requestId);
      const event = { id: next(), type: 'after-request-login', at: AT, actor: ANYONE } as const;
      const request = { email: EMAIL, tries: CODE_TRIES, event };
      expect(await users.store.requestCode(request)).toBe(requestId);
      for (let n = 1; n < CODE_TRIES; n++) await attempt(requestId);
      expect((await attempt(requestId)).request).toBeUndefined();
    });

    test('are those of one of 20 that race, which all are told', async () => {
      const racing = Array.from({ length: 20 }, () => {
        const event = { id: next(), type: 'after-request-login', at: AT, actor: ANYONE } as const;
        return users.store.requestCode({ email: EMAIL, tries: CODE_TRIES, event });
      });
      const [id = '', ...others] = new Set(await Promise.all(racing));
      expect(others).toEqual([]);
      expect((await attempt(id)).request?.id).toBe(id);
    });

    test('are tried as often as they may, of 50 tries that race', async () => {
      const { requestId } = await asked();
      const tried = await Promise.all(Array.from({ length: 50 }, () => attempt(requestId)));
      expect(tried.filter(({ request }) => request)).toHaveLength(CODE_TRIES);
    });

    test('lose no try by what comes from an address that is locked, and all of them by others', async () => {
      const { requestId } = await asked();
      const counter = await counted(2);
      for (let n = 0; n < CODE_TRIES + 1; n++) {
        const { request, isLocked } = await attemptFrom(counter, requestId);
        expect({ request, isLocked }).toEqual({ request: undefined, isLocked: true });
      }
      for (let n = 0; n < CODE_TRIES; n++) {
        expect((await attempt(requestId)).request?.id).toBe(requestId);
      }
      expect((await attempt(requestId)).request).toBeUndefined();
    });

    test('are tried from an address below its limit, and from one whose lock is over', async () => {
      const { requestId } = await asked();
      expect((await attemptFrom(await counted(1), requestId)).request?.id).toBe(requestId);
      const locked = await counted(1);
      const end = NOW.getTime() + LIMIT.period * 1000;
      const before = await attemptFrom(locked, requestId, new Date(end - 1));
      expect(before).toMatchObject({ isLocked: true, watched: [{ seen: { n: 2 } }] });
      expect(await attemptFrom(locked, requestId, new Date(end))).toMatchObject({
        request: { id: requestId },
        isLocked: false,
      });
    });

    test('lose one try by one that is counted twice, as its answer was lost', async () => {
      const { requestId } = await asked();
      const given = { email: EMAIL, request: nameOfRequest(requestId), id: next() };
      for (let n = 0; n < CODE_TRIES + 1; n++) {
        expect((await users.store.tryCode(given, [], NOW)).request?.id).toBe(requestId);
      }
    });
  });

  describe.each([
    ['alone', {}],
    ['with a session', { session: session() }],
    ['with an event', { event: users.event('after-login') }],
  ])('a login with a code, recorded %s,', (_, login) => {
    test('uses it up, once of 50 that race', async () => {
      await users.stored(EMAIL);
      const credential = await users.credentialOf(EMAIL);
      const code = await asked();
      const racing = Array.from({ length: 50 }, () =>
        users.store.recordLogin({ credential, usedCode: { ...code, use: next() }, ...login }),
      );
      expect(await outcomes(racing)).toEqual({ recorded: 1, used: 49 });
      expect((await attempt(code.requestId)).request).toBeUndefined();
    });

    test('is one with the last of its tries, and none once another code was asked for', async () => {
      await users.stored(EMAIL);
      const credential = await users.credentialOf(EMAIL);
      const voided = await asked();
      const usedCode = await asked(EMAIL, '2026-01-01T00:01:00.000Z');
      for (let n = 0; n < CODE_TRIES; n++) await attempt(usedCode.requestId);
      const record = (code: typeof usedCode) =>
        users.store.recordLogin({ credential, usedCode: code, ...login });
      expect(await record(voided)).toBe('used');
      expect(await record(usedCode)).toBe('recorded');
    });
  });

  test('a login with a code is the same login where it is recorded again, as its answer was lost', async () => {
    await users.stored(EMAIL);
    const credential = await users.credentialOf(EMAIL);
    const usedCode = await asked();
    const record = () => users.store.recordLogin({ credential, usedCode });
    expect(await record()).toBe('recorded');
    expect(await record()).toBe('recorded');
  });

  test('a user signs up by a code once, which is forgotten', async () => {
    const code = await asked();
    const racing = Array.from({ length: 20 }, () => {
      const user = users.newUser(EMAIL, { is_verified: true });
      const usedCode = { ...code, use: next() };
      return users.store.create({ user, usedCode, event: users.event('after-register') });
    });
    const { created, ...refused } = await outcomes(racing);
    expect(created).toBe(1);
    expect(Object.keys(refused)).toEqual(['code_used']);
    expect((await attempt(code.requestId)).request).toBeUndefined();
    expect(await users.credentialOf(EMAIL)).not.toHaveProperty('passwordHash');
  });

  describe('an address that was never verified', () => {
    test('is claimed by a code: its password ends, and all that is signed in', async () => {
      const before = await users.stored(EMAIL);
      const credential = await users.credentialOf(EMAIL);
      const event = users.event('after-update');
      const code = await asked();
      const claim = { credential, code, event };
      expect(await users.store.claimAddress(claim)).toBe('claimed');
      const { passwordHash: _, ...others } = credential;
      expect(await users.credentialOf(EMAIL)).toEqual({
        ...others,
        credentialVersion: 2,
        tokenVersion: 2,
        isVerified: true,
        linkFloor: 1,
      });
      expect(await users.profileOf(before.user.id)).toMatchObject({
        user: { ...before.user, is_verified: true, updated_at: event.at },
        version: before.version + 1,
        tokenVersion: 2,
        passwordless: true,
      });
      expect(await users.store.claimAddress({ ...claim, code: { ...code, use: next() } })).toBe(
        'code_used',
      );
    });

    test('is not claimed where it changed since it was read', async () => {
      const before = await users.stored(EMAIL);
      const credential = await users.credentialOf(EMAIL);
      const code = await asked();
      await users.store.update({
        ...users.change(before, {}),
        credential: { before: credential, passwordHash: 'new hash' },
      });
      const claim = { credential, code, event: users.event('after-update') };
      expect(await users.store.claimAddress(claim)).toBe('stale');
      expect((await users.credentialOf(EMAIL)).passwordHash).toBe('new hash');
    });
  });
}
