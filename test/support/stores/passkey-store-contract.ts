import { describe, expect, test } from '@jest/globals';
import type { PasskeyUse } from '../../../lambda/users/passkey-use.ts';
import type { Passkey } from '../../../lambda/users/passkeys/passkey.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { required } from '../domain/domain.ts';
import { AT, LATER, outcomes, type Start, StoredUsers } from './stored-users.ts';

/** A passkey that doesn't count, as those that synchronise don't. */
export const passkeyOf = (userId: string, changes: Partial<Passkey> = {}): Passkey => ({
  userId,
  id: 'cGFzc2tleQ',
  name: 'Laptop',
  publicKey: 'a2V5',
  signCount: 0,
  aaguid: '00000000-0000-0000-0000-000000000000',
  transports: ['internal'],
  backupEligible: true,
  backedUp: false,
  created_at: AT,
  ...changes,
});

const EXPIRES_AT = 1_900_000_000;

/** What every adapter of `PasskeyStore` guarantees, and of the uses that logins record. */
export function describePasskeyStore(start: Start): void {
  const users = new StoredUsers(start);

  const added = async (before: Profile, passkey: Passkey, challenge = `for ${passkey.id}`) =>
    users.store.addPasskey({
      ...{ passkey, before },
      used: { challenge, expiresAt: EXPIRES_AT },
      event: users.event('after-passkey-add'),
    });

  /** A user with these passkeys. */
  async function having(...ids: readonly string[]): Promise<Profile> {
    const { user } = await users.stored('ada@example.com');
    for (const id of ids) {
      expect(await added(await users.profileOf(user.id), passkeyOf(user.id, { id }))).toBe('added');
    }
    return users.profileOf(user.id);
  }

  describe('addPasskey', () => {
    test('stores it, and counts it on profile and credential', async () => {
      const { user, version } = await users.stored('ada@example.com');
      const passkey = passkeyOf(user.id);
      expect(await added(await users.profileOf(user.id), passkey)).toBe('added');
      const factors = { totp: false, passkeys: 1, recoveryCodes: 0 };
      const { credential } = { credential: await users.credentialOf(user.email) };
      expect(await users.store.findPasskey({ userId: user.id, id: passkey.id })).toEqual({
        passkey,
        profile: { ...(await users.profileOf(user.id)), version: version + 1, factors },
      });
      expect({ of: credential.factors, version: credential.credentialVersion }).toEqual({
        ...{ of: factors, version: 1 },
      });
    });

    test('takes ids of 1,023 bytes', async () => {
      const id = Buffer.alloc(1023, 7).toString('base64url');
      const { user } = await having(id);
      const { passkey } = await users.store.findPasskey({ userId: user.id, id });
      expect(passkey?.id).toBe(id);
    });

    test('is refused for a user who changed since the read, or was deleted', async () => {
      const before = await users.stored('ada@example.com');
      await users.store.update(users.change(before, { is_verified: true }));
      expect(await added(before, passkeyOf(before.user.id))).toBe('stale');
      const passkey = passkeyOf(users.ids.next());
      const gone = { ...before, user: { ...before.user, id: passkey.userId } };
      expect(await added(gone, passkey)).toBe('stale');
      expect(await users.store.passkeysOf(before.user.id)).toEqual([]);
    });

    test('is refused for a challenge that was used, and for a passkey that the user has', async () => {
      const before = await having('one');
      const other = passkeyOf(before.user.id, { id: 'two' });
      expect(await added(before, other, 'for one')).toBe('used');
      const again = passkeyOf(before.user.id, { id: 'one', name: 'Other' });
      expect(await added(before, again, 'another')).toBe('taken');
      const { id } = before.user;
      expect((await users.store.passkeysOf(id)).map(({ name }) => name)).toEqual(['Laptop']);
      expect(await users.profileOf(id)).toEqual(before);
    });

    test('tells users apart who have a passkey of the same id', async () => {
      const ada = await having('one');
      const bob = await users.stored('bob@example.com');
      const theirs = passkeyOf(bob.user.id, { id: 'one', publicKey: 'b3RoZXI' });
      expect(await added(bob, theirs, 'for bob')).toBe('added');
      const keyOf = async (userId: string) =>
        (await users.store.findPasskey({ userId, id: 'one' })).passkey?.publicKey;
      expect({ ada: await keyOf(ada.user.id), bob: await keyOf(bob.user.id) }).toEqual({
        ...{ ada: 'a2V5', bob: 'b3RoZXI' },
      });
    });

    test('is written once of 20 that race with one challenge', async () => {
      const before = await users.stored('ada@example.com');
      const racing = Array.from({ length: 20 }, (_, index) =>
        added(before, passkeyOf(before.user.id, { id: `id-${index}` }), 'one'),
      );
      expect((await outcomes(racing)).added).toBe(1);
      expect(await users.store.passkeysOf(before.user.id)).toHaveLength(1);
      expect((await users.profileOf(before.user.id)).factors?.passkeys).toBe(1);
    });
  });

  describe('renamePasskey', () => {
    test('gives it another name, and returns it whole', async () => {
      const { user } = await having('one', 'two');
      const of = { userId: user.id, id: 'two' };
      const renamed = passkeyOf(user.id, { id: 'two', name: 'Phone' });
      expect(await users.store.renamePasskey({ ...of, name: 'Phone' })).toEqual(renamed);
      expect((await users.store.findPasskey(of)).passkey).toEqual(renamed);
    });

    test('makes none of one that is not there', async () => {
      const { user } = await having('one');
      const name = { userId: user.id, id: 'two', name: 'Phone' };
      expect(await users.store.renamePasskey(name)).toBeUndefined();
      expect(await users.store.passkeysOf(user.id)).toHaveLength(1);
    });
  });

  describe('removePasskey', () => {
    const removed = (before: Profile, id: string) =>
      users.store.removePasskey({
        passkey: { userId: before.user.id, id },
        before,
        event: users.event('after-passkey-delete'),
      });

    test('deletes it, and counts those that stay', async () => {
      const before = await having('one', 'two');
      expect(await removed(before, 'one')).toBe('removed');
      const { id, email } = before.user;
      expect((await users.store.passkeysOf(id)).map((each) => each.id)).toEqual(['two']);
      const left = { totp: false, passkeys: 1, recoveryCodes: 0 };
      expect((await users.profileOf(id)).factors).toEqual(left);
      expect((await users.credentialOf(email)).factors).toEqual(left);
      expect(await removed(await users.profileOf(id), 'two')).toBe('removed');
      expect((await users.profileOf(id)).factors).toBeUndefined();
      expect((await users.credentialOf(email)).factors).toBeUndefined();
    });

    test('is refused for a user who changed since the read, and for one that is not there', async () => {
      const before = await having('one');
      expect(await removed(before, 'two')).toBe('stale');
      await users.store.update(users.change(before, { is_verified: true }));
      expect(await removed(before, 'one')).toBe('stale');
      expect(await users.store.passkeysOf(before.user.id)).toHaveLength(1);
    });

    test('leaves the right count whichever of 10 removals and additions come first', async () => {
      const before = await having('one', 'two', 'three');
      const { id } = before.user;
      const change = async (index: number) => {
        for (;;) {
          const now = await users.profileOf(id);
          const outcome =
            index % 2 === 0
              ? await added(now, passkeyOf(id, { id: `more-${index}` }))
              : await removed(now, ['one', 'two', 'three'][(index - 1) / 2] ?? '');
          if (outcome !== 'stale') return outcome;
        }
      };
      await Promise.all([0, 1, 2, 3, 4, 5].map(change));
      expect(await users.store.passkeysOf(id)).toHaveLength(3);
      expect((await users.profileOf(id)).factors?.passkeys).toBe(3);
    });
  });

  describe('a use of a passkey, recorded with its login,', () => {
    const use = (userId: string, changes: Partial<PasskeyUse> = {}): PasskeyUse => ({
      ...{ userId, id: 'one', challenge: 'asked', expiresAt: EXPIRES_AT },
      ...{ signCount: 0, backedUp: true, at: LATER },
      ...changes,
    });
    const recorded = async (before: Profile, changes: Partial<PasskeyUse> = {}) => {
      const { credentialVersion: _, ...credential } = await users.credentialOf(before.user.email);
      const passkeyUse = use(before.user.id, changes);
      return users.store.recordLogin({ credential, passkeyUse });
    };
    const stored = async (userId: string) =>
      required((await users.store.findPasskey({ userId, id: 'one' })).passkey);

    test('notes when it was, how often it was used, and whether it is backed up', async () => {
      const before = await having('one');
      expect(await recorded(before, { signCount: 3 })).toBe('recorded');
      expect(await stored(before.user.id)).toEqual(
        passkeyOf(before.user.id, {
          ...{ id: 'one', signCount: 3, backedUp: true, last_used_at: LATER },
        }),
      );
      expect(await users.profileOf(before.user.id)).toEqual(before);
    });

    test('uses its challenge up, whichever passkey comes with it', async () => {
      const before = await having('one', 'two');
      expect(await recorded(before)).toBe('recorded');
      expect(await recorded(before)).toBe('used');
      expect(await recorded(before, { id: 'two' })).toBe('used');
      expect(await recorded(before, { challenge: 'asked again' })).toBe('recorded');
    });

    test('is refused for one that has counted as far, or is gone', async () => {
      const before = await having('one');
      await recorded(before, { signCount: 5 });
      for (const signCount of [5, 4, 0]) {
        const challenge = `after ${signCount}`;
        expect(await recorded(before, { signCount, challenge })).toBe('used');
      }
      expect(await recorded(before, { id: 'two', challenge: 'of two' })).toBe('used');
      // What was refused used no challenge up.
      expect(await recorded(before, { signCount: 6, challenge: 'after 5' })).toBe('recorded');
    });

    test('is refused for a user who changed since the read', async () => {
      const before = await having('one');
      const { credentialVersion: _, ...credential } = await users.credentialOf(before.user.email);
      const ended = { ...users.change(before, { is_active: false }), tokenVersion: 2 };
      await users.store.update(ended);
      const passkeyUse = use(before.user.id);
      expect(await users.store.recordLogin({ credential, passkeyUse })).toBe('stale');
      expect((await stored(before.user.id)).last_used_at).toBeUndefined();
    });

    test('is recorded once of 100 that race', async () => {
      const before = await having('one');
      const racing = Array.from({ length: 100 }, () => recorded(before));
      expect(await outcomes(racing)).toEqual({ recorded: 1, used: 99 });
    });
  });

  test('passkeys go with their user', async () => {
    const before = await having('one', 'two');
    const { id, email } = before.user;
    const at = new Date(LATER);
    const actor = { id, by: 'user' } as const;
    expect(await users.store.delete(before, { actor, at })).toBe('deleted');
    await users.store.sweep({ id, email }, at);
    expect(await users.store.passkeysOf(id)).toEqual([]);
  });

  test('a move to another address takes the count along', async () => {
    const before = await having('one');
    const credential = await users.credentialOf(before.user.email);
    const { passwordHash } = credential;
    const moved = { before: credential, ...(passwordHash !== undefined && { passwordHash }) };
    const change = users.change(before, { email: 'lovelace@example.com' });
    expect(await users.store.update({ ...change, credential: moved })).toBe('updated');
    const { factors } = await users.credentialOf('lovelace@example.com');
    expect(factors?.passkeys).toBe(1);
  });
}
