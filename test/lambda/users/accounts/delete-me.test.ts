import { beforeEach, describe, expect, test } from '@jest/globals';
import { deleteMe } from '../../../../lambda/users/accounts/delete-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, SUPERUSER, withCalls } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';

describe('deleteMe', () => {
  let domain: Domain;
  let profile: Profile;

  beforeEach(async () => {
    domain = new Domain();
    profile = await domain.user(EMAIL);
  });

  const run = (deps: Partial<Domain> = {}) => deleteMe({ ...domain, ...deps }, { profile });
  const isThere = async () => (await domain.store.lookup([profile.user.id])).profiles.size === 1;

  test('removes the user by one write, and frees the address', async () => {
    await run();
    expect(domain.store.calls).toEqual(['delete']);
    await domain.user(EMAIL);
  });

  test('leaves a user whom the hook keeps', async () => {
    const hooks = {
      ...domain.model.hooks,
      beforeDelete: async () => {
        throw new Error('the hook refused');
      },
    };
    const model = { ...domain.model, hooks };
    await expect(run({ model })).rejects.toThrow('the hook refused');
    expect(await isThere()).toBe(true);
  });

  test('removes a user who changed since they were read', async () => {
    await updateUser(domain, { profile, changes: { email: 'ada@example.org' }, actor: SUPERUSER });
    await run();
    expect(await isThere()).toBe(false);
  });

  test('refuses a user who was signed out in between', async () => {
    await updateUser(domain, { profile, changes: { password: OTHER_PASSWORD }, actor: SUPERUSER });
    await expect(run()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await isThere()).toBe(true);
  });

  test('refuses a user who is already gone, and the new holder of the address stays', async () => {
    await run();
    const other = await domain.user(EMAIL);
    await expect(run()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await domain.profile(other.user.id)).toEqual(other);
  });

  test('refuses the last active superuser', async () => {
    profile = await domain.user('root@example.com', { is_superuser: true });
    await expect(run()).rejects.toMatchObject({ code: 'LAST_SUPERUSER' });
    expect(await isThere()).toBe(true);
  });

  test('is SERVICE_UNAVAILABLE when every attempt comes too late', async () => {
    const store = withCalls(domain.store, { delete: async () => 'stale' });
    await expect(deleteMe({ ...domain, store }, { profile })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
