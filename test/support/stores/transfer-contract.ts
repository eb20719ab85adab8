import { describe, expect, test } from '@jest/globals';
import { DELETED } from '../domain/domain.ts';
import { outcomes, type Start, StoredUsers } from './stored-users.ts';

/** What every adapter of `ImportStore` and `ExportStore` guarantees. */
export function describeTransfer(start: Start): void {
  const users = new StoredUsers(start);
  const moved = (email: string, flags = {}) => ({
    user: users.newUser(email, flags),
    passwordHash: `hash of ${email}`,
  });

  describe('importUser', () => {
    test('stores profile and credential, without an event', async () => {
      const { user, passwordHash } = moved('ada@example.com', { is_active: false });
      const custom = { name: 'Ada' };
      const claims = { plan: 'pro' };
      const given = { user: { ...user, custom }, passwordHash, claims };
      expect(await users.store.importUser(given)).toBe('imported');
      expect(await users.profileOf(user.id)).toMatchObject({
        user: { ...user, custom },
        version: 1,
        tokenVersion: 1,
      });
      expect(await users.credentialOf('ada@example.com')).toEqual({
        email: 'ada@example.com',
        userId: user.id,
        passwordHash,
        credentialVersion: 1,
        tokenVersion: 1,
        isActive: false,
        isVerified: false,
        claims,
      });
    });

    test('stores a user without a hash as one who has no password', async () => {
      const user = users.newUser('ada@example.com');
      expect(await users.store.importUser({ user })).toBe('imported');
      expect(await users.profileOf(user.id)).toMatchObject({ passwordless: true });
      expect(await users.credentialOf('ada@example.com')).not.toHaveProperty('passwordHash');
    });

    test('leaves a user as they are who was imported before, whatever comes now', async () => {
      const first = moved('ada@example.com');
      await users.store.importUser(first);
      const again = { ...first, passwordHash: 'another' };
      expect(await users.store.importUser(again)).toBe('present');
      expect(await users.credentialOf('ada@example.com')).toMatchObject({
        passwordHash: first.passwordHash,
      });
    });

    test('tells an address that is taken from an id that is', async () => {
      const { user } = await users.stored('ada@example.com');
      const other = users.newUser('bob@example.com', { id: user.id });
      expect({
        email: await users.store.importUser(moved('ada@example.com')),
        id: await users.store.importUser({ user: other }),
      }).toEqual({ email: 'email_taken', id: 'id_taken' });
      expect(await users.store.credential('bob@example.com')).toBeUndefined();
      expect((await users.credentialOf('ada@example.com')).userId).toBe(user.id);
    });

    test('takes an address and an id that are two users for taken, and changes neither', async () => {
      const { user: ada } = await users.stored('ada@example.com');
      const { user: bob } = await users.stored('bob@example.com');
      const mixed = moved('bob@example.com', { id: ada.id, is_superuser: true });
      expect(await users.store.importUser(mixed)).toBe('email_taken');
      expect((await users.credentialOf('bob@example.com')).userId).toBe(bob.id);
      expect(await users.profileOf(ada.id)).toMatchObject({ user: ada });
    });

    test('refuses the id of a user who was deleted', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.delete(before, DELETED);
      expect(await users.store.importUser({ user: before.user })).toBe('id_deleted');
      expect(await users.store.importUser(moved('ada@example.com'))).toBe('imported');
    });

    test('lets one of 50 racing users have an address', async () => {
      const racing = Array.from({ length: 50 }, () =>
        users.store.importUser(moved('ada@example.com')),
      );
      expect(await outcomes(racing)).toEqual({ imported: 1, email_taken: 49 });
    });

    test('counts superusers, so that the last one stays', async () => {
      const root = moved('root@example.com', { is_superuser: true });
      await users.store.importUser(root);
      const before = await users.profileOf(root.user.id);
      expect(await users.store.delete(before, DELETED)).toBe('last_superuser');
      await users.store.importUser(moved('other@example.com', { is_superuser: true }));
      expect(await users.store.delete(before, DELETED)).toBe('deleted');
    });
  });

  describe('usersWithHashes', () => {
    test('finds users with the hashes of their passwords, and leaves out who is gone', async () => {
      const ada = moved('ada@example.com');
      const bob = { user: users.newUser('bob@example.com') };
      for (const each of [ada, bob]) await users.store.importUser(each);
      const ids = [ada.user.id, users.ids.next(), bob.user.id];
      const found = await users.store.usersWithHashes(ids);
      expect(new Set(found)).toEqual(new Set([ada, bob]));
    });
  });
}
