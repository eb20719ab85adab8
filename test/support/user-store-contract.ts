import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredEvent } from '../../lambda/users/events/event.ts';
import type { UserStore } from '../../lambda/users/ports.ts';
import type { Credential, Profile, User } from '../../lambda/users/user.ts';
import { CountingIds } from './frozen.ts';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';

/** What every adapter of `UserStore` keeps. `start` gives a store with nothing in it. */
export function describeUserStore(start: () => Promise<UserStore>): void {
  let store: UserStore;
  let ids: CountingIds;

  beforeEach(async () => {
    store = await start();
    ids = new CountingIds();
  });

  const event = (type: StoredEvent['type']): StoredEvent => ({ id: ids.next(), type, at: LATER });

  function newUser(email: string, flags: Partial<User> = {}): User {
    return {
      id: ids.next(),
      email,
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: AT,
      updated_at: AT,
      ...flags,
    };
  }

  async function stored(email: string, flags: Partial<User> = {}): Promise<Profile> {
    const user = newUser(email, flags);
    const outcome = await store.create({
      user,
      passwordHash: `hash of ${email}`,
      event: event('after-register'),
    });
    expect(outcome).toBe('created');
    return profileOf(user.id);
  }

  async function profileOf(id: string): Promise<Profile> {
    const profile = (await store.lookup([id])).profiles.get(id);
    if (!profile) throw new Error(`no profile ${id}`);
    return profile;
  }

  async function credentialOf(email: string): Promise<Credential> {
    const credential = await store.credential(email);
    if (!credential) throw new Error(`no credential of ${email}`);
    return credential;
  }

  const change = (before: Profile, changes: Partial<User>) => ({
    before,
    user: { ...before.user, ...changes, updated_at: LATER },
    tokenVersion: before.tokenVersion,
    survivingToken: before.survivingToken,
    event: event('after-update'),
  });

  const outcomes = async <T extends string>(racing: Promise<T>[]) => {
    const counts: Partial<Record<T, number>> = {};
    for (const outcome of await Promise.all(racing)) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };

  describe('create', () => {
    test('stores profile and credential of a user', async () => {
      const { user, version, tokenVersion } = await stored('ada@example.com');
      expect({ version, tokenVersion }).toEqual({ version: 1, tokenVersion: 1 });
      expect(user).toEqual(newUserLike(user.id, 'ada@example.com'));
      expect(await credentialOf('ada@example.com')).toEqual({
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
      const first = await stored('ada@example.com');
      const second = newUser('ada@example.com');
      const attempt = { user: second, passwordHash: 'other', event: event('after-register') };
      expect(await store.create(attempt)).toBe('email_taken');
      expect((await store.lookup([second.id])).profiles.size).toBe(0);
      expect((await credentialOf('ada@example.com')).userId).toBe(first.user.id);
    });

    test('lets one of 200 racing users have an address', async () => {
      const racing = Array.from({ length: 200 }, () =>
        store.create({
          user: newUser('ada@example.com'),
          passwordHash: 'hash',
          event: event('after-register'),
        }),
      );
      expect(await outcomes(racing)).toEqual({ created: 1, email_taken: 199 });
      expect(await store.list({ limit: 100 })).toHaveLength(1);
    });
  });

  describe('lookup', () => {
    test('finds profiles by id and the owner of an address at once', async () => {
      const ada = await stored('ada@example.com');
      const bob = await stored('bob@example.com');
      const missing = ids.next();
      const found = await store.lookup([ada.user.id, missing, ada.user.id], {
        email: 'bob@example.com',
      });
      expect([...found.profiles.values()]).toEqual([ada]);
      expect(found.owner).toBe(bob.user.id);
    });

    test('knows no owner of an unknown address', async () => {
      expect((await store.lookup([], { email: 'ada@example.com' })).owner).toBeUndefined();
      expect(await store.credential('ada@example.com')).toBeUndefined();
    });
  });

  describe('update', () => {
    test('without an event raises the token version alone', async () => {
      const before = await stored('ada@example.com');
      expect(await store.update({ before, user: before.user, tokenVersion: 2 })).toBe('updated');
      expect(await profileOf(before.user.id)).toMatchObject({ user: before.user, tokenVersion: 2 });
      expect(await credentialOf('ada@example.com')).toMatchObject({
        tokenVersion: 2,
        credentialVersion: 1,
      });
    });

    test('changes flags in profile and credential', async () => {
      const before = await stored('ada@example.com');
      const deactivated = {
        ...change(before, { is_active: false }),
        tokenVersion: 2,
      };
      expect(await store.update(deactivated)).toBe('updated');
      expect(await profileOf(before.user.id)).toEqual({
        user: { ...before.user, is_active: false, updated_at: LATER },
        version: 2,
        tokenVersion: 2,
      });
      expect(await credentialOf('ada@example.com')).toMatchObject({
        isActive: false,
        tokenVersion: 2,
        credentialVersion: 1,
      });
    });

    test('keeps the surviving token until a change drops it', async () => {
      const before = await stored('ada@example.com');
      await store.update({ ...change(before, {}), survivingToken: 'jti' });
      const kept = await profileOf(before.user.id);
      expect(kept.survivingToken).toBe('jti');
      await store.update({ ...change(kept, {}), survivingToken: undefined });
      expect((await profileOf(before.user.id)).survivingToken).toBeUndefined();
    });

    test('changes the password where the credential stands', async () => {
      const before = await stored('ada@example.com');
      const credential = {
        before: await credentialOf('ada@example.com'),
        passwordHash: 'new hash',
      };
      expect(await store.update({ ...change(before, {}), tokenVersion: 2, credential })).toBe(
        'updated',
      );
      expect(await credentialOf('ada@example.com')).toMatchObject({
        passwordHash: 'new hash',
        credentialVersion: 2,
        tokenVersion: 2,
      });
    });

    test('moves the credential to a new address and frees the old one', async () => {
      const before = await stored('ada@example.com');
      const old = await credentialOf('ada@example.com');
      const credential = { before: old, passwordHash: old.passwordHash };
      const moved = { ...change(before, { email: 'ada@example.org' }), credential };
      expect(await store.update(moved)).toBe('updated');
      expect(await store.credential('ada@example.com')).toBeUndefined();
      expect(await credentialOf('ada@example.org')).toMatchObject({
        userId: before.user.id,
        passwordHash: old.passwordHash,
        credentialVersion: 2,
      });
      await stored('ada@example.com');
    });

    test('refuses a taken address and changes nothing', async () => {
      const before = await stored('ada@example.com');
      await stored('bob@example.com');
      const old = await credentialOf('ada@example.com');
      const credential = { before: old, passwordHash: old.passwordHash };
      const moved = { ...change(before, { email: 'bob@example.com' }), credential };
      expect(await store.update(moved)).toBe('email_taken');
      expect(await profileOf(before.user.id)).toEqual(before);
      expect(await credentialOf('ada@example.com')).toEqual(old);
    });

    test('lets one of 50 racing users move to an address', async () => {
      const users = await Promise.all(
        Array.from({ length: 50 }, (_, index) => stored(`user${index}@example.com`)),
      );
      const racing = users.map(async (before) => {
        const old = await credentialOf(before.user.email);
        const credential = { before: old, passwordHash: old.passwordHash };
        return store.update({ ...change(before, { email: 'one@example.com' }), credential });
      });
      expect(await outcomes(racing)).toEqual({ updated: 1, email_taken: 49 });
    });

    test('refuses a profile that changed since it was read', async () => {
      const before = await stored('ada@example.com');
      await store.update(change(before, { is_verified: true }));
      expect(await store.update(change(before, { is_superuser: true }))).toBe('stale');
      expect((await profileOf(before.user.id)).user.is_superuser).toBe(false);
    });

    test('refuses a credential that changed since it was read', async () => {
      const before = await stored('ada@example.com');
      const credential = {
        before: { ...(await credentialOf('ada@example.com')), credentialVersion: 7 },
        passwordHash: 'new hash',
      };
      expect(await store.update({ ...change(before, {}), credential })).toBe('stale');
    });

    test('refuses as stale whatever else there is to refuse', async () => {
      const before = await stored('root@example.com', { is_superuser: true });
      await stored('bob@example.com');
      const credential = {
        before: await credentialOf('root@example.com'),
        passwordHash: 'new hash',
      };
      await store.update(change(before, { is_verified: true }));
      const changes = { email: 'bob@example.com', is_superuser: false };
      expect(await store.update({ ...change(before, changes), credential })).toBe('stale');
    });

    test('lets one of 50 racing changes of a user win', async () => {
      const before = await stored('ada@example.com');
      const racing = Array.from({ length: 50 }, () =>
        store.update(change(before, { is_verified: true })),
      );
      expect(await outcomes(racing)).toEqual({ updated: 1, stale: 49 });
      expect((await profileOf(before.user.id)).version).toBe(2);
    });

    test('refuses a user that is gone', async () => {
      const before = await stored('ada@example.com');
      await store.delete(before);
      expect(await store.update(change(before, { is_verified: true }))).toBe('stale');
      expect((await store.lookup([before.user.id])).profiles.size).toBe(0);
    });
  });

  describe('the last active superuser', () => {
    const superuser = { is_superuser: true };

    test.each([
      ['demoted', { is_superuser: false }],
      ['deactivated', { is_active: false }],
    ])('cannot be %s', async (_, changes) => {
      const before = await stored('root@example.com', superuser);
      expect(await store.update(change(before, changes))).toBe('last_superuser');
      expect(await profileOf(before.user.id)).toEqual(before);
    });

    test('cannot be deleted', async () => {
      const before = await stored('root@example.com', superuser);
      expect(await store.delete(before)).toBe('last_superuser');
      expect(await store.credential('root@example.com')).toBeDefined();
    });

    test('is counted anew when another comes, is demoted and comes back', async () => {
      const root = await stored('root@example.com', superuser);
      const ada = await stored('ada@example.com');
      expect(await store.update(change(ada, superuser))).toBe('updated');
      expect(await store.update(change(root, { is_superuser: false }))).toBe('updated');
      expect(await store.delete(await profileOf(ada.user.id))).toBe('last_superuser');
      const demoted = await profileOf(root.user.id);
      expect(await store.update(change(demoted, superuser))).toBe('updated');
      expect(await store.delete(await profileOf(ada.user.id))).toBe('deleted');
    });

    test('does not count who is inactive', async () => {
      const root = await stored('root@example.com', superuser);
      await stored('idle@example.com', { is_superuser: true, is_active: false });
      expect(await store.delete(root)).toBe('last_superuser');
    });

    test('is left over when all superusers race to delete themselves', async () => {
      const roots = await Promise.all(
        Array.from({ length: 8 }, (_, index) => stored(`root${index}@example.com`, superuser)),
      );
      const racing = roots.map((root) => store.delete(root));
      expect(await outcomes(racing)).toEqual({ deleted: 7, last_superuser: 1 });
    });
  });

  describe('delete', () => {
    test('removes profile and credential, and frees the address', async () => {
      const before = await stored('ada@example.com');
      expect(await store.delete(before)).toBe('deleted');
      expect(
        (await store.lookup([before.user.id], { email: 'ada@example.com' })).owner,
      ).toBeUndefined();
      expect(await store.list({ limit: 10 })).toEqual([]);
      await stored('ada@example.com');
    });

    test('refuses a profile that changed since it was read', async () => {
      const before = await stored('ada@example.com');
      await store.update(change(before, { is_verified: true }));
      expect(await store.delete(before)).toBe('stale');
    });
  });

  describe('resetPassword', () => {
    const reset = ({ user }: Profile, changes = {}) => ({
      userId: user.id,
      email: user.email,
      credentialVersion: 1,
      passwordHash: 'new hash',
      event: event('after-reset-password'),
      ...changes,
    });

    test('sets the hash and ends all access tokens', async () => {
      const before = await stored('ada@example.com');
      await store.update({ ...change(before, {}), survivingToken: 'jti' });
      expect(await store.resetPassword(reset(before))).toBe('reset');
      expect(await profileOf(before.user.id)).toEqual({
        user: { ...before.user, updated_at: LATER },
        version: 3,
        tokenVersion: 2,
      });
      expect(await credentialOf('ada@example.com')).toMatchObject({
        passwordHash: 'new hash',
        credentialVersion: 2,
        tokenVersion: 2,
      });
    });

    test.each([
      ['another version of the credential', { credentialVersion: 2 }],
      ['another user', { userId: '00000000-0000-7000-8000-00000000ffff' }],
      ['another address', { email: 'bob@example.com' }],
    ])('refuses %s', async (_, changes) => {
      const before = await stored('ada@example.com');
      expect(await store.resetPassword(reset(before, changes))).toBe('stale');
      expect(await profileOf(before.user.id)).toEqual(before);
    });

    test('refuses an inactive user', async () => {
      const before = await stored('ada@example.com', { is_active: false });
      expect(await store.resetPassword(reset(before))).toBe('stale');
    });

    test('lets one of 50 racing resets win', async () => {
      const before = await stored('ada@example.com');
      const racing = Array.from({ length: 50 }, () => store.resetPassword(reset(before)));
      expect(await outcomes(racing)).toEqual({ reset: 1, stale: 49 });
    });
  });

  describe('recordLogin', () => {
    test('stores an upgraded hash and leaves every version as it is', async () => {
      const before = await stored('ada@example.com');
      const credential = await credentialOf('ada@example.com');
      expect(
        await store.recordLogin({
          credential,
          upgradedHash: 'upgraded',
          event: event('after-login'),
        }),
      ).toBe('recorded');
      expect(await credentialOf('ada@example.com')).toEqual({
        ...credential,
        passwordHash: 'upgraded',
      });
      expect(await profileOf(before.user.id)).toEqual(before);
    });

    test('refuses a credential that changed since it was read', async () => {
      const before = await stored('ada@example.com');
      const credential = await credentialOf('ada@example.com');
      await store.resetPassword({
        userId: before.user.id,
        email: before.user.email,
        credentialVersion: 1,
        passwordHash: 'new hash',
        event: event('after-reset-password'),
      });
      expect(await store.recordLogin({ credential, upgradedHash: 'upgraded' })).toBe('stale');
      expect(await store.recordLogin({ credential, event: event('after-login') })).toBe('stale');
      expect((await credentialOf('ada@example.com')).passwordHash).toBe('new hash');
    });

    describe.each([
      ['an upgraded hash', { upgradedHash: 'upgraded' }],
      ['an event', { event: { id: 'event', type: 'after-login' as const, at: LATER } }],
    ])('of %s', (_, login) => {
      test.each([
        ['who was deactivated', { is_active: false }, 1],
        ['whose access tokens were ended', {}, 2],
      ])('refuses a user %s since the read', async (_, changes, tokenVersion) => {
        const before = await stored('ada@example.com');
        const credential = await credentialOf('ada@example.com');
        await store.update({ ...change(before, changes), tokenVersion });
        expect(await store.recordLogin({ credential, ...login })).toBe('stale');
        expect((await credentialOf('ada@example.com')).passwordHash).toBe(credential.passwordHash);
      });
    });
  });

  describe('list', () => {
    test('gives users oldest first, page by page, each once', async () => {
      const all: User[] = [];
      for (let index = 0; index < 23; index++) {
        all.push((await stored(`user${index}@example.com`)).user);
      }
      const seen: User[] = [];
      for (let page = await store.list({ limit: 5 }); page.length > 0; ) {
        seen.push(...page);
        page = await store.list({ limit: 5, after: page.at(-1)?.id });
      }
      expect(seen).toEqual(all);
    });

    test('goes on after a user who is gone', async () => {
      const ada = await stored('ada@example.com');
      const bob = await stored('bob@example.com');
      await store.delete(ada);
      expect(await store.list({ limit: 5, after: ada.user.id })).toEqual([bob.user]);
    });
  });

  function newUserLike(id: string, email: string): User {
    return {
      id,
      email,
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: AT,
      updated_at: AT,
    };
  }
}
