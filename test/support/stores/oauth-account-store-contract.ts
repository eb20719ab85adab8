import { beforeEach, describe, expect, test } from '@jest/globals';
import type { NewUser } from '../../../lambda/users/accounts/account-store.ts';
import type { OAuthAccountStore } from '../../../lambda/users/oauth/account-store.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { DELETED, required, SUPERUSER } from '../domain/domain.ts';
import { CountingIds } from '../domain/frozen.ts';
import { AT, type Start } from './stored-users.ts';
import type { Stores } from './stores.ts';

/** A subject may contain the separator of keys. */
export const ACCOUNT = { client: 'acme', subject: 'a#1' };

const ids = new CountingIds();

/** A verified user who registered with `ACCOUNT`. */
export function newcomer(email = 'ada@example.com'): NewUser {
  return {
    user: {
      id: ids.next(),
      email,
      is_active: true,
      is_superuser: false,
      is_verified: true,
      created_at: AT,
      updated_at: AT,
    },
    account: ACCOUNT,
    event: { id: ids.next(), type: 'after-register', at: AT, actor: SUPERUSER },
  };
}

/** What `OAuthAccountStore` guarantees in every adapter, and `AccountStore.create` for accounts. */
export function describeOAuthAccountStore(start: Start): void {
  let users: Stores;
  let accounts: OAuthAccountStore;

  async function stored(email = 'ada@example.com'): Promise<Profile> {
    const { account: _, ...added } = newcomer(email);
    await users.create({ ...added, passwordHash: 'hash' });
    const { id } = added.user;
    return required((await users.lookup([id])).profiles.get(id));
  }

  const linkTo = ({ user, tokenVersion }: Profile, verifiedEmail?: string) =>
    accounts.link({
      account: ACCOUNT,
      userId: user.id,
      tokenVersion,
      ...(verifiedEmail !== undefined && { verifiedEmail }),
      event: {
        id: ids.next(),
        type: 'after-update',
        at: AT,
        actor: SUPERUSER,
        changed: ['oauth_accounts'],
      },
    });

  describe('accounts', () => {
    beforeEach(async () => {
      users = await start();
      accounts = users;
    });

    test('are found with the user who registered with them, and with the credential of an address', async () => {
      expect(await accounts.find(ACCOUNT, 'ada@example.com')).toEqual({});
      const { user } = newcomer();
      await users.create({ ...newcomer(), user });
      expect(await accounts.find(ACCOUNT)).toEqual({ userId: user.id });
      const credential = {
        email: user.email,
        userId: user.id,
        credentialVersion: 1,
        tokenVersion: 1,
        isActive: true,
        isVerified: true,
      };
      expect(await accounts.find(ACCOUNT, user.email)).toEqual({ userId: user.id, credential });
      expect(await accounts.find(undefined, user.email)).toEqual({ credential });
      expect(await accounts.find({ ...ACCOUNT, client: 'other' })).toEqual({});
      expect((await users.credential(user.email))?.passwordHash).toBeUndefined();
    });

    test('leave their user without a password, through a change of the credential, too', async () => {
      const added = newcomer();
      await users.create(added);
      const before = required((await users.lookup([added.user.id])).profiles.get(added.user.id));
      const credential = { before: required(await users.credential(added.user.email)) };
      const { user, tokenVersion } = before;
      expect(await users.update({ before, user, tokenVersion, credential })).toBe('updated');
      const { passwordHash, credentialVersion } = required(await users.credential(user.email));
      expect({ passwordHash, credentialVersion }).toEqual({
        passwordHash: undefined,
        credentialVersion: 2,
      });
    });

    test('are found without the hash of a password', async () => {
      await stored();
      const { credential } = await accounts.find(undefined, 'ada@example.com');
      expect(credential).not.toHaveProperty('passwordHash');
    });

    test('register one user only', async () => {
      await users.create(newcomer());
      expect(await users.create(newcomer('eve@example.com'))).toBe('account_taken');
      expect(await users.credential('eve@example.com')).toBeUndefined();
      expect(await users.create(newcomer())).toBe('email_taken');
    });

    test('are linked to one user only', async () => {
      const [ada, eve] = [await stored(), await stored('eve@example.com')];
      expect(await linkTo(ada)).toBe('linked');
      expect(await linkTo(eve)).toBe('account_taken');
      expect(await linkTo(ada)).toBe('account_taken');
      expect((await accounts.find(ACCOUNT)).userId).toBe(ada.user.id);
    });

    test('of 50 racing links one is made', async () => {
      const ada = await stored();
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => linkTo(ada)));
      expect(outcomes.filter((outcome) => outcome === 'linked')).toHaveLength(1);
    });

    test('are linked to no user who is gone, inactive or signed out', async () => {
      const ada = await stored();
      const { user, tokenVersion } = ada;
      expect(await linkTo({ ...ada, tokenVersion: tokenVersion - 1 })).toBe('stale');
      await users.update({ before: ada, user: { ...user, is_active: false }, tokenVersion });
      expect(await linkTo(ada)).toBe('stale');
      await users.delete(required((await users.lookup([user.id])).profiles.get(user.id)), DELETED);
      expect(await linkTo(ada)).toBe('stale');
      expect(await accounts.find(ACCOUNT)).toEqual({});
    });

    test('are linked by address while it is the user’s and verified', async () => {
      const ada = await stored();
      expect(await linkTo(ada, 'eve@example.com')).toBe('stale');
      const { user, tokenVersion } = ada;
      await users.update({ before: ada, user: { ...user, is_verified: false }, tokenVersion });
      expect(await linkTo(ada, user.email)).toBe('stale');
      expect(await linkTo(ada)).toBe('linked');
    });
  });
}
