import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, Domain, OWN, SUPERUSER, withCalls } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
/** Every test changes a profile that was read before someone else changed it. */
describe('updateUser of a profile that is out of date', () => {
  let domain: Domain;
  let asRead: Profile;

  beforeEach(async () => {
    domain = new Domain();
    asRead = await domain.user(EMAIL);
  });

  test('is made on the newer profile, and keeps what the other changed', async () => {
    await updateUser(domain, { profile: asRead, changes: { is_verified: true }, actor: SUPERUSER });
    domain.forget();
    const user = await updateUser(domain, {
      profile: asRead,
      changes: { is_superuser: true },
      actor: SUPERUSER,
    });
    expect(user).toMatchObject({ is_verified: true, is_superuser: true });
    expect(domain.store.calls).toEqual(['update', 'lookup', 'update']);
    expect(domain.store.events.map(({ changed }) => changed)).toEqual([['is_superuser']]);
  });

  test('is no change where the other made the very same one', async () => {
    await updateUser(domain, { profile: asRead, changes: { is_verified: true }, actor: SUPERUSER });
    domain.forget();
    const user = await updateUser(domain, {
      profile: asRead,
      changes: { is_verified: true },
      actor: SUPERUSER,
    });
    expect(user.is_verified).toBe(true);
    expect(domain.store.events).toEqual([]);
  });

  test('finds a credential that moved to another address', async () => {
    await updateUser(domain, {
      profile: asRead,
      changes: { email: 'ada@example.org' },
      actor: SUPERUSER,
    });
    domain.forget();
    const profile = asRead;
    await updateMe(domain, { profile, changes: { password: OTHER_PASSWORD }, own: OWN });
    const { passwordHash } = await domain.credential('ada@example.org');
    expect(await domain.hash.verify(OTHER_PASSWORD, passwordHash)).toBe(true);
    expect(domain.store.calls).toEqual([
      'guessedCredential',
      'lookup',
      'guessedCredential',
      'attempts',
      'update',
      'credential',
    ]);
  });

  test('does not touch the user who took the address since', async () => {
    await updateUser(domain, {
      profile: asRead,
      changes: { email: 'ada@example.org' },
      actor: SUPERUSER,
    });
    const bob = await domain.user(EMAIL);
    await updateUser(domain, {
      profile: bob,
      changes: { password: 'password of bob' },
      actor: SUPERUSER,
    });
    const before = [await domain.credential(EMAIL), await domain.profile(bob.user.id)];
    // Ada's current password is compared with her own hash, not with Bob's.
    await updateMe(domain, { profile: asRead, changes: { password: OTHER_PASSWORD }, own: OWN });
    expect([await domain.credential(EMAIL), await domain.profile(bob.user.id)]).toEqual(before);
  });

  test('is UNAUTHORIZED for users who are gone, and NOT_FOUND for their superuser', async () => {
    await domain.store.delete(asRead, DELETED);
    const input = { profile: asRead, changes: { email: 'ada@example.org' } };
    await expect(updateMe(domain, { ...input, own: OWN })).rejects.toMatchObject({
      name: 'UsersError',
      code: 'UNAUTHORIZED',
    });
    await expect(updateUser(domain, { ...input, actor: SUPERUSER })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('is UNAUTHORIZED for users who were signed out in between', async () => {
    await updateUser(domain, {
      profile: asRead,
      changes: { password: OTHER_PASSWORD },
      actor: SUPERUSER,
    });
    const input = { profile: asRead, changes: { email: 'ada@example.org' } };
    const change = updateMe(domain, {
      ...input,
      own: { ...OWN, currentPassword: OTHER_PASSWORD },
    });
    await expect(change).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect((await domain.profile(asRead.user.id)).user.email).toBe(EMAIL);
  });

  test('is UNAUTHORIZED for users who were deactivated in between, at any token version', async () => {
    for (const tokenVersion of [asRead.tokenVersion, asRead.tokenVersion + 1]) {
      const before = await domain.profile(asRead.user.id);
      await domain.store.update({
        before,
        user: { ...before.user, is_active: false },
        tokenVersion,
      });
      const input = { profile: asRead, changes: { email: 'ada@example.org' } };
      await expect(updateMe(domain, { ...input, own: OWN })).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
      });
    }
  });

  test('is made by a superuser although the user was signed out in between', async () => {
    await domain.deactivate(asRead);
    const user = await updateUser(domain, {
      profile: asRead,
      changes: { is_active: true },
      actor: SUPERUSER,
    });
    expect(user.is_active).toBe(true);
  });

  test('is SERVICE_UNAVAILABLE after four attempts that came too late', async () => {
    const store = withCalls(domain.store, {
      update: async () => {
        domain.store.calls.push('update');
        return 'stale';
      },
    });
    const input = { profile: asRead, changes: { is_verified: true } };
    await expect(
      updateUser({ ...domain, store }, { ...input, actor: SUPERUSER }),
    ).rejects.toMatchObject({
      name: 'UsersError',
      code: 'SERVICE_UNAVAILABLE',
    });
    expect(domain.store.calls.filter((call) => call === 'update')).toHaveLength(4);
    expect(domain.store.events).toEqual([]);
  });

  test('loses nothing of four racing changes', async () => {
    const changes = [
      { is_superuser: true },
      { is_verified: true },
      { email: 'ada@example.org', is_verified: true },
      { password: OTHER_PASSWORD },
    ];
    await Promise.all(
      changes.map((change) =>
        updateUser(domain, { profile: asRead, changes: change, actor: SUPERUSER }),
      ),
    );
    const { user, tokenVersion } = await domain.profile(asRead.user.id);
    expect(user).toMatchObject({ email: 'ada@example.org', is_superuser: true, is_verified: true });
    expect(tokenVersion).toBe(asRead.tokenVersion + 1);
    const { passwordHash } = await domain.credential('ada@example.org');
    expect(await domain.hash.verify(OTHER_PASSWORD, passwordHash)).toBe(true);
  });
});
