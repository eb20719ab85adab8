import { describe, expect, test } from '@jest/globals';
import { DELETED } from '../domain/domain.ts';
import { outcomes, type Start, StoredUsers } from './stored-users.ts';

/** What every adapter of `AccountStore` guarantees: one superuser can sign in, whatever happens. */
export function describeSuperusers(start: Start): void {
  const users = new StoredUsers(start);

  describe('the last active superuser', () => {
    const superuser = { is_superuser: true };

    test.each([
      ['demoted', { is_superuser: false }],
      ['deactivated', { is_active: false }],
    ])('cannot be %s', async (_, changes) => {
      const before = await users.stored('root@example.com', superuser);
      expect(await users.store.update(users.change(before, changes))).toBe('last_superuser');
      expect(await users.profileOf(before.user.id)).toEqual(before);
    });

    test('cannot be deleted', async () => {
      const before = await users.stored('root@example.com', superuser);
      expect(await users.store.delete(before, DELETED)).toBe('last_superuser');
      expect(await users.store.credential('root@example.com')).toBeDefined();
    });

    test('is counted again when another is added, demoted and promoted again', async () => {
      const root = await users.stored('root@example.com', superuser);
      const ada = await users.stored('ada@example.com');
      expect(await users.store.update(users.change(ada, superuser))).toBe('updated');
      expect(await users.store.update(users.change(root, { is_superuser: false }))).toBe('updated');
      expect(await users.store.delete(await users.profileOf(ada.user.id), DELETED)).toBe(
        'last_superuser',
      );
      const demoted = await users.profileOf(root.user.id);
      expect(await users.store.update(users.change(demoted, superuser))).toBe('updated');
      expect(await users.store.delete(await users.profileOf(ada.user.id), DELETED)).toBe('deleted');
    });

    test('does not count inactive superusers', async () => {
      const root = await users.stored('root@example.com', superuser);
      await users.stored('idle@example.com', { is_superuser: true, is_active: false });
      expect(await users.store.delete(root, DELETED)).toBe('last_superuser');
    });

    test('is left over when all superusers race to delete themselves', async () => {
      const roots = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          users.stored(`root${index}@example.com`, superuser),
        ),
      );
      const racing = roots.map((root) => users.store.delete(root, DELETED));
      expect(await outcomes(racing)).toEqual({ deleted: 7, last_superuser: 1 });
    });
  });
}
