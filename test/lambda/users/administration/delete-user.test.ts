import { beforeEach, describe, expect, test } from '@jest/globals';
import { deleteUser } from '../../../../lambda/users/administration/delete-user.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { Domain, SUPERUSER, withCalls } from '../../../support/domain/domain.ts';

describe('deleteUser', () => {
  let domain: Domain;

  beforeEach(() => {
    domain = new Domain();
  });

  test('removes the user in one write and frees the address', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteUser(domain, { profile, actor: SUPERUSER });
    expect(domain.store.calls).toEqual(['delete']);
    expect(await domain.store.credential('ada@example.com')).toBeUndefined();
    await domain.user('ada@example.com');
  });

  test('removes a user who changed since they were read', async () => {
    const profile = await domain.user('ada@example.com');
    await updateUser(domain, { profile, changes: { email: 'ada@example.org' }, actor: SUPERUSER });
    await deleteUser(domain, { profile, actor: SUPERUSER });
    expect(
      (await domain.store.lookup([profile.user.id], { email: 'ada@example.org' })).owner,
    ).toBeUndefined();
  });

  test('does not find a user who is gone already', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteUser(domain, { profile, actor: SUPERUSER });
    await expect(deleteUser(domain, { profile, actor: SUPERUSER })).rejects.toMatchObject({
      name: 'UsersError',
      code: 'NOT_FOUND',
    });
  });

  test('refuses the last active superuser', async () => {
    const profile = await domain.user('root@example.com', { is_superuser: true });
    await expect(deleteUser(domain, { profile, actor: SUPERUSER })).rejects.toMatchObject({
      code: 'LAST_SUPERUSER',
    });
    expect(await domain.profile(profile.user.id)).toEqual(profile);
  });

  test('is SERVICE_UNAVAILABLE when every attempt comes too late', async () => {
    const profile = await domain.user('ada@example.com');
    const store = withCalls(domain.store, { delete: async () => 'stale' });
    await expect(
      deleteUser({ ...domain, store }, { profile, actor: SUPERUSER }),
    ).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
