import { describe, expect, test } from '@jest/globals';
import { type Start, StoredUsers } from './stored-users.ts';

/** What every adapter of `LoginStore` guarantees. */
export function describeLoginStore(start: Start): void {
  const users = new StoredUsers(start);

  test('isSuperuser says who is one, and of a user who is gone that they are none', async () => {
    const [ada, root] = [
      await users.stored('ada@example.com'),
      await users.stored('root@example.com', { is_superuser: true }),
    ];
    const asked = [ada.user.id, root.user.id, users.ids.next()];
    expect(await Promise.all(asked.map((id) => users.store.isSuperuser(id)))).toEqual([
      false,
      true,
      false,
    ]);
  });

  describe('recordLogin', () => {
    test('stores an upgraded hash and leaves every version as it is', async () => {
      const before = await users.stored('ada@example.com');
      const credential = await users.credentialOf('ada@example.com');
      expect(
        await users.store.recordLogin({
          credential,
          upgradedHash: 'upgraded',
          event: users.event('after-login'),
        }),
      ).toBe('recorded');
      expect(await users.credentialOf('ada@example.com')).toEqual({
        ...credential,
        passwordHash: 'upgraded',
      });
      expect(await users.profileOf(before.user.id)).toEqual(before);
    });

    test('refuses a credential that changed since it was read', async () => {
      const before = await users.stored('ada@example.com');
      const credential = await users.credentialOf('ada@example.com');
      await users.store.resetPassword({
        userId: before.user.id,
        email: before.user.email,
        credentialVersion: 1,
        passwordHash: 'new hash',
        event: users.event('after-reset-password'),
      });
      expect(await users.store.recordLogin({ credential, upgradedHash: 'upgraded' })).toBe('stale');
      expect(await users.store.recordLogin({ credential, event: users.event('after-login') })).toBe(
        'stale',
      );
      expect((await users.credentialOf('ada@example.com')).passwordHash).toBe('new hash');
    });

    describe.each([
      ['an upgraded hash', { upgradedHash: 'upgraded' }],
      ['an event', { event: users.event('after-login') }],
    ])('of %s', (_, login) => {
      test.each([
        ['who was deactivated', { is_active: false }, 1],
        ['whose access tokens were ended', {}, 2],
      ])('refuses a user %s since the read', async (_, changes, tokenVersion) => {
        const before = await users.stored('ada@example.com');
        const credential = await users.credentialOf('ada@example.com');
        await users.store.update({ ...users.change(before, changes), tokenVersion });
        expect(await users.store.recordLogin({ credential, ...login })).toBe('stale');
        expect((await users.credentialOf('ada@example.com')).passwordHash).toBe(
          credential.passwordHash,
        );
      });
    });
  });
}
