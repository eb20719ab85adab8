import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FactorUse } from '../../../lambda/users/factors/factor-use.ts';
import { DELETED } from '../domain/domain.ts';
import {
  CODES,
  FIRST_STEP,
  given,
  NEW_CODES,
  PENDING,
  recoveryCodeUse,
  totpUse,
} from './stored-factors.ts';
import { StoredFactorsOfUser } from './stored-factors-of-user.ts';
import { outcomes, type Start } from './stored-users.ts';

const EMAIL = 'ada@example.com';
const ENROLLED = { totp: true, passkeys: 0, recoveryCodes: 10 };

/** What every adapter of `FactorStore` guarantees. */
export function describeFactorStore(start: Start): void {
  const ada = new StoredFactorsOfUser(start);

  describe('enrolTotp', () => {
    test('keeps what waits for its first code, and puts nothing in force', async () => {
      expect(await ada.store.enrolTotp(ada.id, PENDING)).toBe('enrolled');
      const { sealed, expiresAt } = PENDING;
      const counters = await ada.counted(1);
      expect(await ada.store.pendingTotp(ada.id, [ada.counter])).toEqual({
        pending: { sealed, expiresAt },
        watched: [counters],
      });
      expect(await ada.factors()).toEqual({ factors: undefined, version: 1, codes: [] });
      expect((await ada.read()).totp).toBeUndefined();
    });

    test('puts another in place of one that waits', async () => {
      await ada.store.enrolTotp(ada.id, PENDING);
      await ada.store.enrolTotp(ada.id, { ...PENDING, sealed: 'another' });
      const { pending } = await ada.store.pendingTotp(ada.id, []);
      expect(pending?.sealed).toBe('another');
    });

    test('does not replace one that is in force', async () => {
      await ada.enrol();
      await ada.store.enrolTotp(ada.id, { ...PENDING, sealed: 'another' });
      expect((await ada.read()).totp).toEqual({ sealed: 'sealed', lastStep: FIRST_STEP });
    });

    test('stores nothing of a user who was deleted', async () => {
      await ada.store.delete(ada.ada, DELETED);
      expect(await ada.store.enrolTotp(ada.id, PENDING)).toBe('gone');
      expect((await ada.store.pendingTotp(ada.id, [])).pending).toBeUndefined();
    });
  });

  describe('confirmTotp', () => {
    const confirm = async (changes: object = {}) =>
      ada.store.confirmTotp({
        ...{
          before: await ada.profile(),
          pending: PENDING,
          step: FIRST_STEP,
          recoveryCodes: CODES,
        },
        ...{ unlessLocked: [], event: ada.users.event('after-mfa-enable') },
        ...changes,
      });

    test('puts secret and recovery codes in force, on profile and credential', async () => {
      await ada.store.enrolTotp(ada.id, PENDING);
      expect(await confirm({ unlessLocked: [ada.open] })).toBe('confirmed');
      expect(await ada.factors()).toEqual({ factors: ENROLLED, version: 2, codes: CODES });
      expect((await ada.read()).totp).toEqual({ sealed: 'sealed', lastStep: FIRST_STEP });
      expect((await ada.store.pendingTotp(ada.id, [])).pending).toBeUndefined();
      expect((await ada.credential()).passwordHash).toBe(`hash of ${EMAIL}`);
    });

    test('is refused for a secret that does not wait, and for another than waits', async () => {
      expect(await confirm()).toBe('used');
      await ada.store.enrolTotp(ada.id, { ...PENDING, sealed: 'another' });
      expect(await confirm()).toBe('used');
      expect(await ada.factors()).toEqual({ factors: undefined, version: 1, codes: [] });
    });

    test('is refused where one is in force', async () => {
      await ada.enrol();
      await ada.store.enrolTotp(ada.id, { ...PENDING, sealed: 'another' });
      expect(await confirm({ pending: { ...PENDING, sealed: 'another' } })).toBe('used');
      expect((await ada.read()).totp?.sealed).toBe('sealed');
    });

    test('is refused on a user who changed since the read, and while codes are locked', async () => {
      await ada.store.enrolTotp(ada.id, PENDING);
      await ada.store.update(ada.users.change(ada.ada, { is_verified: true }));
      expect(await confirm({ before: ada.ada })).toBe('stale');
      await ada.counted(5);
      expect(await confirm({ unlessLocked: [ada.open] })).toBe('locked');
    });

    // Each writes thirteen items: DynamoDB Local gives up on locks of more.
    test('happens once, of twenty at once', async () => {
      await ada.store.enrolTotp(ada.id, PENDING);
      const before = await ada.profile();
      const racing = Array.from({ length: 20 }, () => confirm({ before }));
      const { confirmed } = await outcomes(racing);
      expect(confirmed).toBe(1);
      expect((await ada.factors()).codes).toEqual(CODES);
    });
  });

  describe('removeFactors', () => {
    const remove = async (use?: FactorUse, changes: object = {}) =>
      ada.store.removeFactors({
        ...{ before: await ada.profile(), recoveryCodes: CODES },
        event: ada.users.event('after-mfa-disable'),
        ...(use && { given: given(use) }),
        ...changes,
      });

    test.each([
      ['a code of the app', (id: string) => totpUse(id)],
      ['a recovery code', (id: string) => recoveryCodeUse(id)],
      ['nobody, as a superuser does it', () => undefined],
    ])('removes secret and recovery codes by %s', async (_, use) => {
      await ada.enrol();
      expect(await remove(use(ada.id))).toBe('removed');
      expect(await ada.factors()).toEqual({ factors: undefined, version: 3, codes: [] });
      expect((await ada.read()).totp).toBeUndefined();
      expect(await ada.enrol()).toBe('confirmed');
    });

    test('is refused for a code that was used', async () => {
      await ada.enrol();
      await ada.store.useUp(totpUse(ada.id));
      expect(await remove(totpUse(ada.id))).toBe('used');
      expect(await remove(recoveryCodeUse(ada.id, { sealed: 'another' }))).toBe('used');
      expect((await ada.factors()).factors).toEqual(ENROLLED);
    });

    test('is refused on a user who changed since the read', async () => {
      await ada.enrol();
      expect(await remove(undefined, { before: ada.ada })).toBe('stale');
    });
  });

  describe('replaceRecoveryCodes', () => {
    const replace = async (use: FactorUse, changes: object = {}) =>
      ada.store.replaceRecoveryCodes({
        ...{ before: await ada.profile(), recoveryCodes: CODES, replacedBy: NEW_CODES },
        ...{ given: given(use), event: ada.users.event('after-mfa-enable') },
        ...changes,
      });

    beforeEach(async () => {
      await ada.enrol();
    });

    test('puts new codes in the place of those that are left, by a code of the app', async () => {
      expect(await replace(totpUse(ada.id))).toBe('replaced');
      expect(await ada.factors()).toEqual({ factors: ENROLLED, version: 3, codes: NEW_CODES });
      expect((await ada.read()).totp?.lastStep).toBe(FIRST_STEP + 1);
    });

    test('does so by one of those that are left', async () => {
      expect(await replace(recoveryCodeUse(ada.id))).toBe('replaced');
      expect(await ada.factors()).toEqual({ factors: ENROLLED, version: 3, codes: NEW_CODES });
    });

    test('is refused for a code that was used, and on a user who changed since the read', async () => {
      expect(await replace(totpUse(ada.id, { step: FIRST_STEP }))).toBe('used');
      expect(await replace(totpUse(ada.id), { before: ada.ada })).toBe('stale');
      expect((await ada.factors()).codes).toEqual(CODES);
    });
  });

  describe('a user with second factors', () => {
    test('keeps them with a new address, a new password and a reset, if one was verified before', async () => {
      await ada.store.update(ada.users.change(ada.ada, { is_verified: true }));
      await ada.enrol();
      const before = await ada.profile();
      const credential = { before: await ada.credential(), passwordHash: 'new' };
      await ada.store.update({
        ...ada.users.change(before, { email: 'lovelace@example.com' }),
        credential,
      });
      await ada.store.resetPassword({
        ...{ userId: ada.id, email: 'lovelace@example.com' },
        ...{
          credentialVersion: 2,
          passwordHash: 'newer',
          event: ada.users.event('after-reset-password'),
        },
      });
      const moved = await ada.users.credentialOf('lovelace@example.com');
      expect({ profile: (await ada.profile()).factors, credential: moved.factors }).toEqual({
        profile: ENROLLED,
        credential: ENROLLED,
      });
    });

    test('leaves nothing of them when deleted', async () => {
      await ada.enrol();
      await ada.store.enrolTotp(ada.id, PENDING);
      await ada.counted(2);
      await ada.store.delete(await ada.profile(), DELETED);
      await ada.store.sweep({ id: ada.id, email: EMAIL }, DELETED.at);
      expect({
        totp: (await ada.read()).totp,
        pending: (await ada.store.pendingTotp(ada.id, [])).pending,
        codes: await ada.store.recoveryCodes(ada.id),
        attempts: (await ada.store.attempts([ada.counter])).map(({ seen }) => seen),
      }).toEqual({ totp: undefined, pending: undefined, codes: [], attempts: [undefined] });
    });
  });

  test('wrong codes are forgotten by the user', async () => {
    await ada.counted(5);
    await ada.store.forgetCodeAttempts(ada.id);
    expect(await ada.store.attempts([ada.counter])).toEqual([ada.open]);
  });
}
