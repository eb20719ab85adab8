import { describe, expect, test } from '@jest/globals';
import { ANYONE } from '../../../lambda/users/events/event.ts';
import { CODE_TRIES } from '../../../lib/contract/email-login.ts';
import { session } from './stored-sessions.ts';
import { AT, outcomes, type Start, StoredUsers } from './stored-users.ts';

const EMAIL = 'ada@example.com';

/** What every adapter of `EmailLoginStore` guarantees, and of those that use a code up. */
export function describeEmailLoginStore(start: Start): void {
  const users = new StoredUsers(start);
  const { next } = { next: () => users.ids.next() };

  /** Asks for a code, to be tried `CODE_TRIES` times. @returns a use of it */
  async function asked(email = EMAIL, at = AT) {
    const id = next();
    const event = { id, type: 'after-request-login', at, actor: ANYONE } as const;
    expect(await users.store.requestCode({ email, event, tries: CODE_TRIES })).toBe(id);
    return { email, requestId: id, use: next() };
  }

  const found = async (email = EMAIL) => users.store.loginRequest(email, []);
  const triesLeft = async (email = EMAIL) => (await found(email)).request?.triesLeft;

  describe('codes that were mailed', () => {
    test('are found by their address, with the user who has it and no hash', async () => {
      const { user } = await users.stored(EMAIL);
      const { requestId } = await asked();
      const { passwordHash: _, ...credential } = await users.credentialOf(EMAIL);
      expect(await found()).toEqual({
        request: { id: requestId, at: new Date(AT), triesLeft: CODE_TRIES },
        credential,
        watched: [],
      });
      expect(credential.userId).toBe(user.id);
      expect(await found('nobody@example.com')).toEqual({ watched: [] });
    });

    test('are those of the newest request, all of whose tries are left', async () => {
      const first = await asked();
      await users.store.countWrongCode(first);
      const { requestId } = await asked(EMAIL, '2026-01-01T00:01:00.000Z');
      expect((await found()).request).toMatchObject({ id: requestId, triesLeft: CODE_TRIES });
      await users.store.countWrongCode({ ...first, use: next() });
      expect(await triesLeft()).toBe(CODE_TRIES);
    });

    test('stay as they are where another request came too soon, which is told theirs', async () => {
      const code = await asked();
      await users.store.countWrongCode(code);
      const event = { id: next(), type: 'after-request-login', at: AT, actor: ANYONE } as const;
      const request = { email: EMAIL, tries: CODE_TRIES, event };
      expect(await users.store.requestCode(request)).toBe(code.requestId);
      expect(await triesLeft()).toBe(CODE_TRIES - 1);
    });

    test('are those of one of 20 that race, which all are told', async () => {
      const racing = Array.from({ length: 20 }, () => {
        const event = { id: next(), type: 'after-request-login', at: AT, actor: ANYONE } as const;
        return users.store.requestCode({ email: EMAIL, tries: CODE_TRIES, event });
      });
      const told = new Set(await Promise.all(racing));
      expect([...told]).toEqual([(await found()).request?.id]);
    });

    test('are tried as often as they may, of 50 wrong ones that race', async () => {
      const code = await asked();
      const wrong = Array.from({ length: 50 }, () => ({ ...code, use: next() }));
      await Promise.all(wrong.map((each) => users.store.countWrongCode(each)));
      expect(await triesLeft()).toBe(0);
    });

    test('lose one try by a wrong one that is counted twice, as its answer was lost', async () => {
      const code = await asked();
      await users.store.countWrongCode(code);
      await users.store.countWrongCode(code);
      expect(await triesLeft()).toBe(CODE_TRIES - 1);
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
      expect(await triesLeft()).toBe(0);
    });

    test('is refused once all tries were wrong, or another code was asked for', async () => {
      await users.stored(EMAIL);
      const credential = await users.credentialOf(EMAIL);
      const usedCode = await asked();
      for (let n = 0; n < CODE_TRIES; n++) {
        await users.store.countWrongCode({ ...usedCode, use: next() });
      }
      const right = { ...usedCode, use: next() };
      const record = () => users.store.recordLogin({ credential, usedCode: right, ...login });
      expect(await record()).toBe('used');
      await asked(EMAIL, '2026-01-01T00:01:00.000Z');
      expect(await record()).toBe('used');
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
    expect((await found()).request).toBeUndefined();
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
      expect(await triesLeft()).toBe(0);
      expect(await users.store.claimAddress({ ...claim, code: { ...code, use: next() } })).toBe(
        'used',
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
      expect(await triesLeft()).toBe(CODE_TRIES);
      expect((await users.credentialOf(EMAIL)).passwordHash).toBe('new hash');
    });
  });
}
