import { describe, expect, test } from '@jest/globals';
import { DELETED } from '../domain/domain.ts';
import { LATER, outcomes, type Start, StoredUsers } from './stored-users.ts';

/** What every adapter of `AccountStore` guarantees, with the reads of `UserReads`. */
export function describeAccountStore(start: Start): void {
  const users = new StoredUsers(start);

  describe('create', () => {
    test('stores profile and credential of a user', async () => {
      const { user, version, tokenVersion } = await users.stored('ada@example.com');
      expect({ version, tokenVersion }).toEqual({ version: 1, tokenVersion: 1 });
      expect(user).toEqual({ ...users.newUser('ada@example.com'), id: user.id });
      expect(await users.credentialOf('ada@example.com')).toEqual({
        email: 'ada@example.com',
        userId: user.id,
        passwordHash: 'hash of ada@example.com',
        credentialVersion: 1,
        tokenVersion: 1,
        isActive: true,
        isVerified: false,
      });
    });

    test('refuses an address that is taken, and leaves nothing of the second user', async () => {
      const first = await users.stored('ada@example.com');
      const second = users.newUser('ada@example.com');
      const attempt = { user: second, passwordHash: 'other', event: users.event('after-register') };
      expect(await users.store.create(attempt)).toBe('email_taken');
      expect((await users.store.lookup([second.id])).profiles.size).toBe(0);
      expect((await users.credentialOf('ada@example.com')).userId).toBe(first.user.id);
    });

    test('lets one of 200 racing users have an address', async () => {
      const racing = Array.from({ length: 200 }, () =>
        users.store.create({
          user: users.newUser('ada@example.com'),
          passwordHash: 'hash',
          event: users.event('after-register'),
        }),
      );
      expect(await outcomes(racing)).toEqual({ created: 1, email_taken: 199 });
      expect(await users.store.list({ limit: 100 })).toHaveLength(1);
    });
  });

  describe('lookup', () => {
    test('finds profiles by id and the owner of an address at once', async () => {
      const ada = await users.stored('ada@example.com');
      const bob = await users.stored('bob@example.com');
      const missing = users.ids.next();
      const found = await users.store.lookup([ada.user.id, missing, ada.user.id], {
        email: 'bob@example.com',
      });
      expect([...found.profiles.values()]).toEqual([ada]);
      expect(found.owner).toBe(bob.user.id);
    });

    test('knows no owner of an unknown address', async () => {
      expect((await users.store.lookup([], { email: 'ada@example.com' })).owner).toBeUndefined();
      expect(await users.store.credential('ada@example.com')).toBeUndefined();
    });
  });

  describe('update', () => {
    test('without an event raises only the token version', async () => {
      const before = await users.stored('ada@example.com');
      expect(await users.store.update({ before, user: before.user, tokenVersion: 2 })).toBe(
        'updated',
      );
      expect(await users.profileOf(before.user.id)).toMatchObject({
        user: before.user,
        tokenVersion: 2,
      });
      expect(await users.credentialOf('ada@example.com')).toMatchObject({
        tokenVersion: 2,
        credentialVersion: 1,
      });
    });

    test('changes flags in profile and credential', async () => {
      const before = await users.stored('ada@example.com');
      const deactivated = {
        ...users.change(before, { is_active: false, is_verified: true }),
        tokenVersion: 2,
      };
      expect(await users.store.update(deactivated)).toBe('updated');
      expect(await users.profileOf(before.user.id)).toEqual({
        user: { ...before.user, is_active: false, is_verified: true, updated_at: LATER },
        version: 2,
        tokenVersion: 2,
      });
      expect(await users.credentialOf('ada@example.com')).toMatchObject({
        isActive: false,
        isVerified: true,
        tokenVersion: 2,
        credentialVersion: 1,
      });
    });

    test('keeps the surviving token until a change drops it', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.update({ ...users.change(before, {}), survivingToken: 'jti' });
      const kept = await users.profileOf(before.user.id);
      expect(kept.survivingToken).toBe('jti');
      await users.store.update({ ...users.change(kept, {}), survivingToken: undefined });
      expect((await users.profileOf(before.user.id)).survivingToken).toBeUndefined();
    });

    test('changes the password in the same credential', async () => {
      const before = await users.stored('ada@example.com');
      const credential = {
        before: await users.credentialOf('ada@example.com'),
        passwordHash: 'new hash',
      };
      expect(
        await users.store.update({ ...users.change(before, {}), tokenVersion: 2, credential }),
      ).toBe('updated');
      expect(await users.credentialOf('ada@example.com')).toMatchObject({
        passwordHash: 'new hash',
        credentialVersion: 2,
        tokenVersion: 2,
      });
    });

    test('moves the credential to a new address and frees the old one', async () => {
      const before = await users.stored('ada@example.com');
      const old = await users.credentialOf('ada@example.com');
      const credential = { before: old, passwordHash: old.passwordHash };
      const moved = { ...users.change(before, { email: 'ada@example.org' }), credential };
      expect(await users.store.update(moved)).toBe('updated');
      expect(await users.store.credential('ada@example.com')).toBeUndefined();
      expect(await users.credentialOf('ada@example.org')).toEqual({
        ...old,
        email: 'ada@example.org',
        credentialVersion: 2,
      });
      await users.stored('ada@example.com');
    });

    test('refuses a taken address and changes nothing', async () => {
      const before = await users.stored('ada@example.com');
      await users.stored('bob@example.com');
      const old = await users.credentialOf('ada@example.com');
      const credential = { before: old, passwordHash: old.passwordHash };
      const moved = { ...users.change(before, { email: 'bob@example.com' }), credential };
      expect(await users.store.update(moved)).toBe('email_taken');
      expect(await users.profileOf(before.user.id)).toEqual(before);
      expect(await users.credentialOf('ada@example.com')).toEqual(old);
    });

    test('lets one of 50 racing users move to an address', async () => {
      const racers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => users.stored(`user${index}@example.com`)),
      );
      const racing = racers.map(async (before) => {
        const old = await users.credentialOf(before.user.email);
        const credential = { before: old, passwordHash: old.passwordHash };
        return users.store.update({
          ...users.change(before, { email: 'one@example.com' }),
          credential,
        });
      });
      expect(await outcomes(racing)).toEqual({ updated: 1, email_taken: 49 });
    });

    test('refuses a profile that changed since it was read', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.update(users.change(before, { is_verified: true }));
      expect(await users.store.update(users.change(before, { is_superuser: true }))).toBe('stale');
      expect((await users.profileOf(before.user.id)).user.is_superuser).toBe(false);
    });

    test('refuses a credential that changed since it was read', async () => {
      const before = await users.stored('ada@example.com');
      const credential = {
        before: { ...(await users.credentialOf('ada@example.com')), credentialVersion: 7 },
        passwordHash: 'new hash',
      };
      expect(await users.store.update({ ...users.change(before, {}), credential })).toBe('stale');
    });

    test('refuses as stale whatever else there is to refuse', async () => {
      const before = await users.stored('root@example.com', { is_superuser: true });
      await users.stored('bob@example.com');
      const credential = {
        before: await users.credentialOf('root@example.com'),
        passwordHash: 'new hash',
      };
      await users.store.update(users.change(before, { is_verified: true }));
      const changes = { email: 'bob@example.com', is_superuser: false };
      expect(await users.store.update({ ...users.change(before, changes), credential })).toBe(
        'stale',
      );
    });

    test('lets one of 50 racing changes of a user win', async () => {
      const before = await users.stored('ada@example.com');
      const racing = Array.from({ length: 50 }, () =>
        users.store.update(users.change(before, { is_verified: true })),
      );
      expect(await outcomes(racing)).toEqual({ updated: 1, stale: 49 });
      expect((await users.profileOf(before.user.id)).version).toBe(2);
    });

    test('refuses a user that is gone', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.delete(before, DELETED);
      expect(await users.store.update(users.change(before, { is_verified: true }))).toBe('stale');
      expect((await users.store.lookup([before.user.id])).profiles.size).toBe(0);
    });
  });

  describe('delete', () => {
    test('removes profile and credential, and frees the address', async () => {
      const before = await users.stored('ada@example.com');
      expect(await users.store.delete(before, DELETED)).toBe('deleted');
      expect(
        (await users.store.lookup([before.user.id], { email: 'ada@example.com' })).owner,
      ).toBeUndefined();
      expect(await users.store.list({ limit: 10 })).toEqual([]);
      await users.stored('ada@example.com');
    });

    test('notes who did it, and of users who are there that nobody has', async () => {
      const ada = await users.stored('ada@example.com');
      expect(await users.store.actorOf(ada.user.id)).toBeUndefined();
      await users.store.delete(ada, DELETED);
      expect(await users.store.actorOf(ada.user.id)).toEqual(DELETED.actor);
      const eve = await users.stored('eve@example.com');
      const herself = { id: eve.user.id, by: 'user' } as const;
      await users.store.delete(eve, { ...DELETED, actor: herself });
      expect(await users.store.actorOf(eve.user.id)).toEqual(herself);
      const bob = await users.stored('bob@example.com');
      await users.store.update(users.change(bob, { is_verified: true }));
      expect(await users.store.delete(bob, DELETED)).toBe('stale');
      expect(await users.store.actorOf(bob.user.id)).toBeUndefined();
    });

    test('refuses a profile that changed since it was read', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.update(users.change(before, { is_verified: true }));
      expect(await users.store.delete(before, DELETED)).toBe('stale');
    });
  });
}
