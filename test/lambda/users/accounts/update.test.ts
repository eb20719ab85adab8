import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UserChanges } from '../../../../lambda/users/accounts/plan-change.ts';
import { type UpdateMeInput, updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, OWN, SUPERUSER } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const own = (changes: Partial<UpdateMeInput['own']> = {}): UpdateMeInput['own'] =>
  Object.assign({ ...OWN }, changes);

describe('a change of a user', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL, { is_verified: true });
    domain.clock.advance(86_400);
  });

  const update = (changes: UserChanges, as?: UpdateMeInput['own']) =>
    as
      ? updateMe(domain, { profile: ada, changes, own: as })
      : updateUser(domain, { profile: ada, changes, actor: SUPERUSER });
  const raised = () => domain.store.events.map(({ type, changed }) => ({ type, changed }));

  describe('that changes nothing', () => {
    test.each([
      ['no field', {}],
      ['the same email', { email: EMAIL }],
      ['the same flags', { is_active: true, is_superuser: false, is_verified: true }],
      ['fields without a value', { email: undefined, password: undefined, is_active: undefined }],
    ])('by %s returns the user, calls nothing and raises nothing', async (_, changes) => {
      expect(await update(changes)).toBe(ada.user);
      expect(await update(changes, own({ currentPassword: undefined }))).toBe(ada.user);
      expect(domain.store.calls).toEqual([]);
      expect(domain.hash.calls).toEqual([]);
      expect(domain.store.events).toEqual([]);
    });
  });

  describe('with flags', () => {
    test('changes them in one write, and names just what changed', async () => {
      const user = await update({ is_active: true, is_superuser: true });
      expect(user).toEqual({
        ...ada.user,
        is_superuser: true,
        updated_at: '2026-01-02T00:00:00.000Z',
      });
      expect(domain.store.calls).toEqual(['update']);
      expect(domain.store.events).toStrictEqual([
        {
          id: expect.any(String),
          type: 'after-update',
          at: '2026-01-02T00:00:00.000Z',
          actor: SUPERUSER,
          changed: ['is_superuser'],
        },
      ]);
      expect((await domain.profile(ada.user.id)).user).toEqual(user);
    });

    test('ends access tokens by deactivating, and keeps none', async () => {
      await update({ is_active: false });
      const after = await domain.profile(ada.user.id);
      expect(after.tokenVersion).toBe(ada.tokenVersion + 1);
      expect(after.survivingToken).toBeUndefined();
    });

    test('leaves access tokens by everything else', async () => {
      await update({ is_superuser: true, is_verified: false });
      expect((await domain.profile(ada.user.id)).tokenVersion).toBe(ada.tokenVersion);
    });

    test.each([{ is_active: false }, { is_superuser: false }])(
      'refuses %j for the last active superuser, and raises nothing',
      async (changes) => {
        const profile = await domain.user('root@example.com', { is_superuser: true });
        await expect(
          updateUser(domain, { profile, changes, actor: SUPERUSER }),
        ).rejects.toMatchObject({
          name: 'UsersError',
          code: 'LAST_SUPERUSER',
        });
        expect(domain.store.events).toEqual([]);
      },
    );
  });

  describe('with an email', () => {
    test('moves the user, unverifies and keeps password and access tokens', async () => {
      const user = await update({ email: 'ada@example.org' }, own());
      expect(user).toMatchObject({ email: 'ada@example.org', is_verified: false });
      expect(raised()).toEqual([{ type: 'after-update', changed: ['email', 'is_verified'] }]);
      expect(domain.store.events).toMatchObject([{ previous_email: EMAIL }]);
      expect(await domain.store.credential(EMAIL)).toBeUndefined();
      const { passwordHash } = await domain.credential('ada@example.org');
      expect(await domain.hash.verify(PASSWORD, passwordHash)).toBe(true);
      expect((await domain.profile(ada.user.id)).tokenVersion).toBe(ada.tokenVersion);
    });

    test('names only the email if the user was unverified before', async () => {
      ada = await domain.user('bob@example.com');
      await update({ email: 'bob@example.org' });
      expect(raised()).toEqual([{ type: 'after-update', changed: ['email'] }]);
    });

    test('stays verified where a superuser says so', async () => {
      const user = await update({ email: 'ada@example.org', is_verified: true });
      expect(user.is_verified).toBe(true);
      expect(raised()).toEqual([{ type: 'after-update', changed: ['email'] }]);
    });

    test('makes one read and one write', async () => {
      await update({ email: 'ada@example.org' }, own());
      expect(domain.store.calls).toEqual(['guessedCredential', 'attempts', 'update']);
    });

    test('refuses one that is taken', async () => {
      await domain.user('bob@example.com');
      await expect(update({ email: 'bob@example.com' }, own())).rejects.toMatchObject({
        code: 'UPDATE_USER_EMAIL_ALREADY_EXISTS',
      });
      expect((await domain.profile(ada.user.id)).user).toEqual(ada.user);
      expect(domain.store.events).toEqual([]);
    });

    test('voids reset tokens by a newer credential', async () => {
      const before = await domain.credential(EMAIL);
      await update({ email: 'ada@example.org' }, own());
      const after = await domain.credential('ada@example.org');
      expect(after.credentialVersion).toBeGreaterThan(before.credentialVersion);
    });
  });

  describe('with a password', () => {
    test('sets it and names it, without a word of it in the event', async () => {
      await update({ password: OTHER_PASSWORD }, own());
      expect(raised()).toEqual([{ type: 'after-update', changed: ['password'] }]);
      expect(JSON.stringify(domain.store.events)).not.toContain(OTHER_PASSWORD);
      const { passwordHash } = await domain.credential(EMAIL);
      expect(await domain.hash.verify(OTHER_PASSWORD, passwordHash)).toBe(true);
    });

    test('ends every access token but the one in use', async () => {
      await update({ password: OTHER_PASSWORD }, own());
      const after = await domain.profile(ada.user.id);
      expect(after.tokenVersion).toBe(ada.tokenVersion + 1);
      expect(after.survivingToken).toBe('jti-in-use');
    });

    test('ends every access token where a superuser sets it', async () => {
      await update({ password: OTHER_PASSWORD });
      const after = await domain.profile(ada.user.id);
      expect(after.tokenVersion).toBe(ada.tokenVersion + 1);
      expect(after.survivingToken).toBeUndefined();
    });

    test('ends the surviving token with the next one', async () => {
      await update({ password: OTHER_PASSWORD }, own());
      ada = await domain.profile(ada.user.id);
      await update({ password: PASSWORD });
      expect((await domain.profile(ada.user.id)).survivingToken).toBeUndefined();
    });

    test('keeps the surviving token through a change of email', async () => {
      await update({ password: OTHER_PASSWORD }, own());
      ada = await domain.profile(ada.user.id);
      await update({ email: 'ada@example.org' }, own({ currentPassword: OTHER_PASSWORD }));
      expect((await domain.profile(ada.user.id)).survivingToken).toBe('jti-in-use');
    });

    test('counts as a change although it is the old one', async () => {
      await update({ password: PASSWORD }, own());
      expect(raised()).toEqual([{ type: 'after-update', changed: ['password'] }]);
    });

    test('refuses one against the policy, and writes nothing', async () => {
      await expect(update({ password: 'short' }, own())).rejects.toMatchObject({
        code: 'UPDATE_USER_INVALID_PASSWORD',
        reason: 'Password should have at least 8 characters; this one has 5',
      });
      expect(domain.store.calls).toEqual(['guessedCredential', 'attempts']);
    });

    test('refuses one that contains the email that comes with it', async () => {
      const changes = { email: 'ada@example.org', password: 'xx ada@example.org' };
      await expect(update(changes)).rejects.toMatchObject({
        code: 'UPDATE_USER_INVALID_PASSWORD',
        reason: 'Password should not contain the email; this one contains ada@example.org',
      });
    });

    test('changes together with email and flags, as one change with sorted names', async () => {
      await update({ password: OTHER_PASSWORD, is_superuser: true, email: 'ada@example.org' });
      expect(raised()).toEqual([
        { type: 'after-update', changed: ['email', 'is_superuser', 'is_verified', 'password'] },
      ]);
      expect(domain.store.calls).toEqual(['credential', 'update']);
    });
  });

  describe('by its own user', () => {
    const changes = [{ email: 'ada@example.org' }, { password: OTHER_PASSWORD }];

    test.each(changes)('refuses %j without the current password', async (change) => {
      await expect(update(change, own({ currentPassword: undefined }))).rejects.toMatchObject({
        code: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
      });
      expect(domain.store.calls).toEqual(['guessedCredential']);
      expect(domain.store.events).toEqual([]);
    });

    test.each(changes)('refuses %j with a wrong current password', async (change) => {
      await expect(update(change, own({ currentPassword: 'wrong' }))).rejects.toMatchObject({
        code: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
      });
      expect(domain.store.events).toEqual([]);
    });

    test.each(changes)(
      'takes %j without it if the construct does not require it',
      async (change) => {
        const lifted = own({ requireCurrentPassword: false, currentPassword: undefined });
        await update(change, lifted);
        expect(domain.store.events).toHaveLength(1);
        expect(domain.hash.calls).not.toContain('verify');
      },
    );

    test.each(changes)('refuses %j without it however recent the login is', async (change) => {
      const recent = own({ currentPassword: undefined, recent: true });
      await expect(update(change, recent)).rejects.toMatchObject({
        code: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
      });
    });

    describe('who has no password', () => {
      beforeEach(async () => {
        await domain.removePassword(ada);
        ada = await domain.profile(ada.user.id);
        domain.forget();
      });

      test.each(changes)('takes %j after a recent login', async (change) => {
        await update(change, own({ currentPassword: undefined, recent: true }));
        expect(domain.store.events).toHaveLength(1);
      });

      test.each([undefined, '', PASSWORD])(
        'asks for a recent login, whatever %j is given as the password',
        async (currentPassword) => {
          await expect(
            update({ password: OTHER_PASSWORD }, own({ currentPassword })),
          ).rejects.toMatchObject({ code: 'REAUTHENTICATION_REQUIRED' });
          expect(domain.store.events).toEqual([]);
        },
      );

      test('is asked for nothing if the construct requires no current password', async () => {
        const lifted = own({ requireCurrentPassword: false, currentPassword: undefined });
        await update({ password: OTHER_PASSWORD }, lifted);
        expect(domain.store.events).toHaveLength(1);
      });
    });

    test('by a superuser’s route keeps no login that could come back with them when they deactivate themselves', async () => {
      await domain.user('root@example.com', { is_superuser: true });
      const changes = { is_active: false, password: OTHER_PASSWORD };
      await update(changes, own({ by: 'superuser' }));
      const after = await domain.profile(ada.user.id);
      expect(after.tokenVersion).toBe(ada.tokenVersion + 1);
      expect(after.survivingToken).toBeUndefined();
    });

    test('says that the current password is wrong before it judges the new one', async () => {
      const change = update({ password: 'short' }, own({ currentPassword: 'wrong' }));
      await expect(change).rejects.toMatchObject({ code: 'UPDATE_USER_BAD_CURRENT_PASSWORD' });
    });
  });
});
