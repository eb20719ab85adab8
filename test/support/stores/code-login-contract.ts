import { beforeEach, describe, expect, test } from '@jest/globals';
import { CODES, FIRST_STEP, recoveryCodeUse, totpUse } from './stored-factors.ts';
import { StoredFactorsOfUser } from './stored-factors-of-user.ts';
import { session } from './stored-sessions.ts';
import { outcomes, type Start } from './stored-users.ts';

const ENROLLED = { totp: true, passkeys: 0, recoveryCodes: 10 };

/** What every adapter of `LoginStore` guarantees of logins that use a code. */
export function describeCodeLogins(start: Start): void {
  const ada = new StoredFactorsOfUser(start);

  describe('a login by a code of an app', () => {
    const login = async (use = totpUse(ada.id), changes: object = {}) =>
      ada.store.recordLogin({
        credential: await ada.credential(),
        factor: { use, unlessLocked: [] },
        ...changes,
      });

    beforeEach(async () => {
      await ada.enrol();
    });

    test('uses the step, and none before it is of any more use', async () => {
      expect(await login(totpUse(ada.id, { step: FIRST_STEP + 5 }))).toBe('recorded');
      expect((await ada.read()).totp?.lastStep).toBe(FIRST_STEP + 5);
      for (const step of [FIRST_STEP + 5, FIRST_STEP + 4, FIRST_STEP]) {
        expect(await login(totpUse(ada.id, { step }))).toBe('used');
      }
      expect(await ada.factors()).toEqual({ factors: ENROLLED, version: 2, codes: CODES });
    });

    test('stores the session in the same write: both or none', async () => {
      const userId = ada.id;
      const stored = session({ userId });
      expect(await login(undefined, { session: stored })).toBe('recorded');
      const again = session({ userId, sessionId: 'again' });
      expect(await login(undefined, { session: again })).toBe('used');
      expect((await ada.store.sessionsOf(userId)).map(({ sessionId }) => sessionId)).toEqual([
        'session',
      ]);
    });

    test('seals the secret again where that is asked for', async () => {
      await login(totpUse(ada.id, { resealed: 'again' }));
      expect((await ada.read()).totp).toEqual({ sealed: 'again', lastStep: FIRST_STEP + 1 });
    });

    test('is refused for another secret, for one that was removed, and while codes are locked', async () => {
      expect(await login(totpUse(ada.id, { sealed: 'another' }))).toBe('used');
      const seen = await ada.counted(5);
      const factor = { use: totpUse(ada.id), unlessLocked: [ada.open] };
      expect(await login(undefined, { factor })).toBe('locked');
      // One more guess may be made after the lock.
      expect(await login(undefined, { factor: { ...factor, unlessLocked: [seen] } })).toBe(
        'recorded',
      );
      await ada.store.removeFactors({
        ...{ before: await ada.profile(), recoveryCodes: CODES },
        event: ada.users.event('after-mfa-disable'),
      });
      expect(await login(totpUse(ada.id, { step: FIRST_STEP + 9 }))).toBe('used');
    });

    test('is refused for a user who changed since the read', async () => {
      const credential = await ada.credential();
      await ada.store.update({
        ...ada.users.change(await ada.profile(), { is_active: false }),
        tokenVersion: 2,
      });
      expect(await login(undefined, { credential })).toBe('stale');
      expect((await ada.read()).totp?.lastStep).toBe(FIRST_STEP);
    });

    test('happens once, of a hundred at once with one code', async () => {
      const credential = await ada.credential();
      const racing = Array.from({ length: 100 }, () => login(undefined, { credential }));
      expect(await outcomes(racing)).toEqual({ recorded: 1, used: 99 });
    });

    test('is of no use any more once the code is used up', async () => {
      await ada.store.useUp(totpUse(ada.id));
      expect(await login()).toBe('used');
      await ada.store.useUp(totpUse(ada.id, { step: FIRST_STEP }));
      expect((await ada.read()).totp?.lastStep).toBe(FIRST_STEP + 1);
    });
  });

  describe('a login by a recovery code', () => {
    const login = async (changes: object = {}, credential?: object) =>
      ada.store.recordLogin({
        credential: { ...(await ada.credential()), ...credential },
        factor: {
          use: recoveryCodeUse(ada.id, changes),
          ...{ unlessLocked: [], event: ada.users.event('after-recovery-code') },
        },
      });

    beforeEach(async () => {
      await ada.enrol();
    });

    test('uses the code, and profile and credential say how many are left', async () => {
      expect(await login()).toBe('recorded');
      expect(await ada.factors()).toEqual({
        factors: { ...ENROLLED, recoveryCodes: 9 },
        version: 3,
        codes: CODES.filter((code) => code !== 'hash-3'),
      });
      expect(await login({ codesLeft: 8 })).toBe('used');
    });

    test('is refused where another was used since the read', async () => {
      await login();
      expect(await login({ hash: 'hash-4' })).toBe('stale');
      expect(await login({ hash: 'hash-4', codesLeft: 8 })).toBe('recorded');
    });

    test('leaves nothing of the count when the last one is used', async () => {
      for (const [index, hash] of CODES.entries()) await login({ hash, codesLeft: 9 - index });
      expect(await ada.factors()).toEqual({
        factors: { ...ENROLLED, recoveryCodes: 0 },
        version: 12,
        codes: [],
      });
    });

    test('seals the secret again where that is asked for, and leaves its step', async () => {
      await login({ resealed: 'again' });
      expect((await ada.read()).totp).toEqual({ sealed: 'again', lastStep: FIRST_STEP });
      expect(await login({ hash: 'hash-4', codesLeft: 8 })).toBe('used');
    });

    test('happens once, of a hundred at once with one code', async () => {
      const credential = await ada.credential();
      const racing = Array.from({ length: 100 }, () => login({}, credential));
      const { recorded } = await outcomes(racing);
      expect(recorded).toBe(1);
      expect((await ada.factors()).codes).toHaveLength(9);
    });
  });
}
