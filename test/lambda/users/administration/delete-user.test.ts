import { beforeEach, describe, expect, test } from '@jest/globals';
import { deleteUser } from '../../../../lambda/users/administration/delete-user.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { Domain, withCalls } from '../../../support/domain/domain.ts';

describe('deleteUser', () => {
  let domain: Domain;

  beforeEach(() => {
    domain = new Domain();
  });

  test('removes the user in one write and frees the address', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteUser(domain, { profile });
    expect(domain.store.calls).toEqual(['delete']);
    expect(await domain.store.credential('ada@example.com')).toBeUndefined();
    await domain.user('ada@example.com');
  });

  test('removes a user who changed since they were read', async () => {
    const profile = await domain.user('ada@example.com');
    await updateUser(domain, { profile, changes: { email: 'ada@example.org' } });
    await deleteUser(domain, { profile });
    expect(
      (await domain.store.lookup([profile.user.id], { email: 'ada@example.org' })).owner,
    ).toBeUndefined();
  });

  test('does not find a user who is gone already', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteUser(domain, { profile });
    await expect(deleteUser(domain, { profile })).rejects.toMatchObject({
      name: 'UsersError',
      code: 'NOT_FOUND',
    });
  });

  test('refuses the last active superuser', async () => {
    const profile = await domain.user('root@example.com', { is_superuser: true });
    await expect(deleteUser(domain, { profile })).rejects.toMatchObject({ code: 'LAST_SUPERUSER' });
    expect(await domain.profile(profile.user.id)).toEqual(profile);
  });

  test('is SERVICE_UNAVAILABLE when every attempt comes too late', async () => {
    const profile = await domain.user('ada@example.com');
    const store = withCalls(domain.store, { delete: async () => 'stale' });
    await expect(deleteUser({ store, model: domain.model }, { profile })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
