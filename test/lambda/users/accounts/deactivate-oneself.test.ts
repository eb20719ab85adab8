import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UserChanges } from '../../../../lambda/users/accounts/plan-change.ts';
import { type UpdateMeInput, updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, OWN } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

describe('a superuser who deactivates themselves', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user('ada@example.com');
  });

  const deactivate = (proof: Partial<UpdateMeInput['own']>, changes: UserChanges = {}) =>
    updateMe(domain, {
      profile: ada,
      changes: { ...changes, is_active: false },
      own: { ...OWN, by: 'superuser', ...proof },
    });
  const isActive = async () => (await domain.profile(ada.user.id)).user.is_active;

  test.each([true, false])(
    'is asked for a recent login or the current password, where requireCurrentPassword is %s',
    async (requireCurrentPassword) => {
      const none = { requireCurrentPassword, currentPassword: undefined, recent: false };
      await expect(deactivate(none)).rejects.toMatchObject({
        code: 'REAUTHENTICATION_REQUIRED',
      });
      expect(await isActive()).toBe(true);
      await deactivate({ ...none, currentPassword: PASSWORD });
      expect(await isActive()).toBe(false);
    },
  );

  test('needs no password after a recent login', async () => {
    await deactivate({ currentPassword: undefined, recent: true });
    expect(await isActive()).toBe(false);
  });

  test('is refused a wrong password, however recent the login is', async () => {
    await expect(deactivate({ currentPassword: 'wrong', recent: true })).rejects.toMatchObject({
      code: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
    });
    expect(await isActive()).toBe(true);
  });

  test('needs the current password for a new one beside it', async () => {
    const recent = { currentPassword: undefined, recent: true };
    await expect(deactivate(recent, { password: OTHER_PASSWORD })).rejects.toMatchObject({
      code: 'UPDATE_USER_BAD_CURRENT_PASSWORD',
    });
    expect(await isActive()).toBe(true);
  });

  test('is asked for a recent login where they have no password', async () => {
    ada = await domain.removePassword(ada);
    await expect(deactivate({ currentPassword: PASSWORD })).rejects.toMatchObject({
      code: 'REAUTHENTICATION_REQUIRED',
    });
    await deactivate({ currentPassword: undefined, recent: true });
    expect(await isActive()).toBe(false);
  });
});
