import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../../lambda/users/user.ts';
import { LATER, outcomes, type Start, StoredUsers } from './stored-users.ts';

/** What every adapter of `PasswordStore` guarantees. */
export function describePasswordStore(start: Start): void {
  const users = new StoredUsers(start);

  describe('currentHash', () => {
    test('is that of the user, under another address too, and of nobody else', async () => {
      const { user } = await users.stored('ada@example.com');
      const { passwordHash } = await users.credentialOf('ada@example.com');
      const { id: userId, email } = user;
      const found = {
        own: await users.store.currentHash({ userId, email }, []),
        moved: await users.store.currentHash({ userId, email: 'bob@example.com' }, []),
        gone: await users.store.currentHash({ userId: 'eve', email }, []),
      };
      const own = { hash: passwordHash, watched: [] };
      expect(found).toEqual({ own, moved: own, gone: 'gone' });
      expect(passwordHash).toEqual(expect.any(String));
    });
  });

  describe('resetPassword', () => {
    const reset = ({ user }: Profile, changes = {}) => ({
      userId: user.id,
      email: user.email,
      credentialVersion: 1,
      passwordHash: 'new hash',
      event: users.event('after-reset-password'),
      ...changes,
    });

    test('sets the hash, verifies the address and ends all access tokens', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.update({ ...users.change(before, {}), survivingToken: 'jti' });
      expect(await users.store.resetPassword(reset(before))).toBe('reset');
      expect(await users.profileOf(before.user.id)).toEqual({
        user: { ...before.user, is_verified: true, updated_at: LATER },
        version: 3,
        tokenVersion: 2,
        links: { version: 1, floor: 1, issuers: {} },
      });
      expect(await users.credentialOf('ada@example.com')).toMatchObject({
        passwordHash: 'new hash',
        credentialVersion: 2,
        tokenVersion: 2,
        isVerified: true,
        linkFloor: 1,
      });
    });

    test('raises the floor of accounts to the version of an address that was changed', async () => {
      const first = await users.stored('old@example.com', { is_verified: true });
      const credential = { before: await users.credentialOf('old@example.com') };
      const moved = users.change(first, { email: 'ada@example.com', is_verified: false });
      await users.store.update({ ...moved, credential });
      const changes = { email: 'ada@example.com', credentialVersion: 2 };
      expect(await users.store.resetPassword(reset(first, changes))).toBe('reset');
      const { links } = await users.profileOf(first.user.id);
      expect(links).toEqual({ version: 2, floor: 2, issuers: {} });
      expect(await users.credentialOf('ada@example.com')).toMatchObject({ linkFloor: 2 });
    });

    test('gives a password to a user who had none', async () => {
      const user = users.newUser('ada@example.com', { is_verified: true });
      await users.store.create({ user, event: users.event('after-register') });
      const before = await users.profileOf(user.id);
      expect(before).toHaveProperty('passwordless', true);
      await users.store.resetPassword(reset(before));
      expect(await users.profileOf(user.id)).not.toHaveProperty('passwordless');
    });

    test.each([
      ['another version of the credential', { credentialVersion: 2 }],
      ['another user', { userId: '00000000-0000-7000-8000-00000000ffff' }],
      ['another address', { email: 'bob@example.com' }],
    ])('refuses %s', async (_, changes) => {
      const before = await users.stored('ada@example.com');
      expect(await users.store.resetPassword(reset(before, changes))).toBe('stale');
      expect(await users.profileOf(before.user.id)).toEqual(before);
    });

    test('refuses an inactive user', async () => {
      const before = await users.stored('ada@example.com', { is_active: false });
      expect(await users.store.resetPassword(reset(before))).toBe('stale');
    });

    test('lets one of 50 racing resets win', async () => {
      const before = await users.stored('ada@example.com');
      const racing = Array.from({ length: 50 }, () => users.store.resetPassword(reset(before)));
      expect(await outcomes(racing)).toEqual({ reset: 1, stale: 49 });
    });
  });
}
