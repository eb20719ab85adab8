import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Profile, User } from '../../../lambda/users/user.ts';
import { required, SUPERUSER } from '../domain/domain.ts';
import { CountingIds, FrozenClock } from '../domain/frozen.ts';
import type { Stores } from './stores.ts';

const NEW_EMAIL = 'lovelace@example.com';

/** What every adapter of `UserStore` guarantees for new addresses that wait to be confirmed. */
export function describeEmailChange(start: () => Promise<Stores>): void {
  describe('a new address that a user asked for', () => {
    let store: Stores;
    let ids: CountingIds;
    let clock: FrozenClock;
    let ada: Profile;

    beforeEach(async () => {
      store = await start();
      ids = new CountingIds();
      clock = new FrozenClock();
      ada = await stored('ada@example.com');
    });

    const at = () => clock.now().toISOString();
    const profileOf = async ({ id }: User) => required((await store.lookup([id])).profiles.get(id));

    async function stored(email: string): Promise<Profile> {
      const flags = { is_active: true, is_superuser: false, is_verified: false };
      const user = { id: ids.next(), email, ...flags, created_at: at(), updated_at: at() };
      const event = { id: ids.next(), type: 'after-register', at: at(), actor: SUPERUSER } as const;
      await store.create({ user, passwordHash: 'hash', event });
      return profileOf(user);
    }

    const change = (before: Profile, changes: Partial<User> = {}) => ({
      before,
      user: { ...before.user, ...changes },
      tokenVersion: before.tokenVersion,
    });
    const request = async (profile: Profile, newEmail = NEW_EMAIL, changes: Partial<User> = {}) => {
      const event = {
        id: ids.next(),
        type: 'after-request-email-change',
        at: at(),
        actor: SUPERUSER,
      } as const;
      const emailChange = { newEmail, credentialVersion: 1, event };
      const before = await profileOf(profile.user);
      return store.update({ ...change(before, changes), emailChange });
    };

    test('is noted next to the address, which stays in force', async () => {
      expect(await request(ada)).toBe('updated');
      expect(await profileOf(ada.user)).toEqual({ ...ada, version: 2, pendingEmail: NEW_EMAIL });
      expect((await store.lookup([], { email: NEW_EMAIL })).owner).toBeUndefined();
    });

    test('is refused within a minute of the same request, with all that comes with it', async () => {
      await request(ada);
      const asked = await profileOf(ada.user);
      clock.advance(59);
      expect(await request(ada, NEW_EMAIL, { is_verified: true })).toEqual({ retryAfter: 1 });
      expect(await profileOf(ada.user)).toEqual(asked);
      clock.advance(1);
      expect(await request(ada)).toBe('updated');
    });

    test('is made six times in an hour for one address, and as often for another one', async () => {
      for (let each = 0; each < 6; each++, clock.advance(60)) {
        expect(await request(ada)).toBe('updated');
      }
      const asked = await profileOf(ada.user);
      expect(await request(ada)).toEqual({ retryAfter: 3600 - 6 * 60 });
      expect(await profileOf(ada.user)).toEqual(asked);
      expect(await request(ada, 'byron@example.com')).toBe('updated');
      clock.advance(3600 - 6 * 60);
      expect(await request(ada)).toBe('updated');
      clock.advance(59);
      expect(await request(ada)).toEqual({ retryAfter: 1 });
    });

    test('of 20 that race for one address, of one user, one is noted', async () => {
      await request(ada);
      clock.advance(60);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => request(ada)));
      expect(outcomes.filter((outcome) => outcome === 'updated')).toHaveLength(1);
    });

    test('is noted whatever others asked for, for the same address and in the same minute', async () => {
      const bob = await stored('bob@example.com');
      expect(await request(ada)).toBe('updated');
      expect(await request(bob)).toBe('updated');
      for (const { user } of [ada, bob]) {
        expect((await profileOf(user)).pendingEmail).toBe(NEW_EMAIL);
      }
    });

    test('takes the place of the one before it, at once', async () => {
      await request(ada);
      expect(await request(ada, 'byron@example.com')).toBe('updated');
      expect((await profileOf(ada.user)).pendingEmail).toBe('byron@example.com');
    });

    test('survives other changes, but not a change of the address', async () => {
      await request(ada);
      await store.update(change(await profileOf(ada.user), { is_verified: true }));
      const waiting = await profileOf(ada.user);
      expect(waiting.pendingEmail).toBe(NEW_EMAIL);
      const before = required(await store.credential(ada.user.email));
      const moved = change(waiting, { email: NEW_EMAIL });
      expect(await store.update({ ...moved, credential: { before } })).toBe('updated');
      expect(await profileOf(ada.user)).not.toHaveProperty('pendingEmail');
    });

    test('of two that race for one address, of two users, both are noted', async () => {
      const bob = await stored('bob@example.com');
      const outcomes = await Promise.all([request(ada), request(bob)]);
      expect(outcomes).toEqual(['updated', 'updated']);
    });
  });
}
