import { beforeEach, describe, expect, test } from '@jest/globals';
import type { NewUser } from '../../../lambda/users/accounts/account-store.ts';
import type { OAuthAccountStore } from '../../../lambda/users/oauth/account-store.ts';
import type { NewLink, Profile } from '../../../lambda/users/user.ts';
import { DELETED, required, SUPERUSER } from '../domain/domain.ts';
import { CountingIds } from '../domain/frozen.ts';
import { AT, type Start, userAt } from './stored-users.ts';
import type { Stores } from './stores.ts';

/** A subject may contain the separator of keys. */
export const ACCOUNT = { client: 'acme', issuer: 'https://acme.example', subject: 'a#1' };

const ids = new CountingIds();

/** A verified user who registered with `ACCOUNT`. */
export function newcomer(email = 'ada@example.com'): NewUser {
  return {
    user: userAt(ids.next(), email, { is_verified: true }),
    link: { account: ACCOUNT, linkVersion: 1 },
    event: { id: ids.next(), type: 'after-register', at: AT, actor: SUPERUSER },
  };
}

/** What `OAuthAccountStore` guarantees in every adapter, and `AccountStore.create` for accounts. */
export function describeOAuthAccountStore(start: Start): void {
  let users: Stores;
  let accounts: OAuthAccountStore;

  /** A verified user with a password. */
  async function stored(email = 'ada@example.com'): Promise<Profile> {
    const { link: _, ...added } = newcomer(email);
    await users.create({ ...added, passwordHash: 'hash' });
    const { id } = added.user;
    return required((await users.lookup([id])).profiles.get(id));
  }

  const profileOf = async ({ user: { id } }: Profile) =>
    required((await users.lookup([id])).profiles.get(id));

  const link = (before: Profile, account: NewLink = ACCOUNT) => ({
    account,
    before,
    event: { id: ids.next(), type: 'after-account-link', at: AT, actor: SUPERUSER } as const,
  });

  const credentialOf = async (email: string) =>
    required((await accounts.find({ email })).credential);

  describe('accounts', () => {
    beforeEach(async () => {
      users = await start();
      accounts = users;
    });

    test('are found with the user who registered with them, and with the credential of an address', async () => {
      expect(await accounts.find({ account: ACCOUNT, email: 'ada@example.com' })).toEqual({});
      const { user } = newcomer();
      await users.create({ ...newcomer(), user });
      const holder = { userId: user.id, linkVersion: 1 };
      expect(await accounts.find({ account: ACCOUNT })).toEqual({ holder });
      const credential = {
        email: user.email,
        userId: user.id,
        credentialVersion: 1,
        tokenVersion: 1,
        isActive: true,
        isVerified: true,
      };
      expect(await accounts.find({ account: ACCOUNT, email: user.email })).toEqual({
        holder,
        credential,
      });
      expect(await accounts.find({ email: user.email })).toEqual({ credential });
      for (const other of [{ client: 'other' }, { issuer: 'https://other.example' }]) {
        expect(await accounts.find({ account: { ...ACCOUNT, ...other } })).toEqual({});
      }
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
      expect(await credentialOf('ada@example.com')).not.toHaveProperty('passwordHash');
    });

    test('register one user only', async () => {
      await users.create(newcomer());
      expect(await users.create(newcomer('eve@example.com'))).toBe('account_taken');
      expect(await users.credential('eve@example.com')).toBeUndefined();
      expect(await users.create(newcomer())).toBe('email_taken');
    });

    test('are noted on their user, with the issuer, until a password is set', async () => {
      const added = newcomer();
      await users.create(added);
      const first = required((await users.lookup([added.user.id])).profiles.get(added.user.id));
      const issuers = { [ACCOUNT.issuer]: 1 };
      expect(first).toMatchObject({ passwordless: true, links: { version: 1, floor: 0, issuers } });
      const { user, tokenVersion } = first;
      const credential = {
        before: required(await users.credential(user.email)),
        passwordHash: 'hash',
      };
      await users.update({ before: first, user, tokenVersion, credential });
      expect(await profileOf(first)).not.toHaveProperty('passwordless');
      expect(await profileOf(first)).toMatchObject({ links: { issuers } });
    });

    test('are linked to one user only', async () => {
      const [ada, eve] = [await stored(), await stored('eve@example.com')];
      expect(await accounts.link(link(ada))).toBe('linked');
      expect(await accounts.link(link(eve))).toBe('account_taken');
      expect(await accounts.link(link(await profileOf(ada)))).toBe('account_taken');
      const { holder } = await accounts.find({ account: ACCOUNT });
      expect(holder).toEqual({ userId: ada.user.id, linkVersion: 1 });
    });

    test.each(['link', 'linkByEmail'] as const)('of 50 races of %s one is won', async (way) => {
      const ada = await stored();
      const credential = await credentialOf(ada.user.email);
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, () => accounts[way](link(ada), credential)),
      );
      expect(outcomes.filter((outcome) => outcome === 'linked')).toHaveLength(1);
    });

    test('are linked to no user who changed since the read, or is gone', async () => {
      const ada = await stored();
      const { user, tokenVersion } = ada;
      const credential = await credentialOf(user.email);
      await users.update({ before: ada, user: { ...user, is_active: false }, tokenVersion });
      expect(await accounts.link(link(ada))).toBe('stale');
      expect(await accounts.linkByEmail(link(ada), credential)).toBe('stale');
      const changed = await profileOf(ada);
      await users.delete(changed, DELETED);
      expect(await accounts.link(link(changed))).toBe('stale');
      expect(await accounts.linkByEmail(link(changed), credential)).toBe('stale');
      expect(await accounts.find({ account: ACCOUNT })).toEqual({});
    });

    test('are linked by address to no user whose credential is another one by now', async () => {
      const ada = await stored();
      const credential = await credentialOf(ada.user.email);
      const other = { ...credential, tokenVersion: 2 };
      expect(await accounts.linkByEmail(link(ada), other)).toBe('stale');
      expect(await accounts.linkByEmail(link(ada), credential)).toBe('linked');
    });

    test('that are linked change nothing else of their user', async () => {
      const ada = await stored();
      await accounts.link(link(ada));
      const links = { version: 1, floor: 0, issuers: { [ACCOUNT.issuer]: 1 } };
      expect(await profileOf(ada)).toEqual({ ...ada, version: 2, links });
    });

    test('that are linked by address end every login, and accounts of an earlier version', async () => {
      const ada = await stored();
      await users.update({ ...ada, before: ada, survivingToken: 'jti' });
      const before = await profileOf(ada);
      expect(await accounts.linkByEmail(link(before), await credentialOf(ada.user.email))).toBe(
        'linked',
      );
      expect(await profileOf(ada)).toEqual({
        user: ada.user,
        version: 3,
        tokenVersion: 2,
        links: { version: 1, floor: 1, issuers: { [ACCOUNT.issuer]: 1 } },
      });
      expect(await credentialOf(ada.user.email)).toMatchObject({ tokenVersion: 2, linkFloor: 1 });
    });

    test('get a version below the user’s while the address is not verified', async () => {
      const ada = await stored();
      const { user, tokenVersion } = ada;
      await users.update({ before: ada, user: { ...user, is_verified: false }, tokenVersion });
      const unverified = await profileOf(ada);
      expect(unverified.links).toEqual({ version: 2, floor: 0, issuers: {} });
      await accounts.link(link(unverified));
      const { holder } = await accounts.find({ account: ACCOUNT });
      expect(holder).toEqual({ userId: user.id, linkVersion: 1 });
    });

    test('are deleted of one user, below a version, and no others', async () => {
      const [ada, eve] = [await stored(), await stored('eve@example.com')];
      const older = { ...ACCOUNT, subject: 'older' };
      const hers = { ...ACCOUNT, subject: 'hers' };
      await accounts.link(link({ ...ada, links: { version: 1, floor: 0, issuers: {} } }, older));
      await accounts.link(link(eve, hers));
      const links = { version: 2, floor: 0, issuers: {} };
      await accounts.link(link({ ...(await profileOf(ada)), links }));
      await users.sweepAccounts(ada.user.id, 2);
      const holderOf = async (account: NewLink) => (await accounts.find({ account })).holder;
      expect(await holderOf(older)).toBeUndefined();
      expect(await holderOf(ACCOUNT)).toEqual({ userId: ada.user.id, linkVersion: 2 });
      expect(await holderOf(hers)).toEqual({ userId: eve.user.id, linkVersion: 1 });
    });

    test('are listed of one user, and removed while the user is as read', async () => {
      const [ada, eve] = [await stored(), await stored('eve@example.com')];
      const second = { ...ACCOUNT, issuer: 'https://second.example', email: 'ada@gmail.com' };
      await accounts.link(link(eve, { ...ACCOUNT, subject: 'hers' }));
      await accounts.link(link(ada));
      await accounts.link(link(await profileOf(ada), second));
      const listed = await users.accountsOf(ada.user.id);
      const kept = { created_at: AT, linkVersion: 1 };
      expect(listed).toHaveLength(2);
      expect(listed).toEqual(
        expect.arrayContaining([
          { ...ACCOUNT, ...kept },
          { ...second, ...kept },
        ]),
      );

      const before = await profileOf(ada);
      const removal = {
        account: { ...ACCOUNT, ...kept },
        staying: [{ ...second, ...kept }],
        event: {
          id: ids.next(),
          type: 'after-account-unlink',
          at: AT,
          actor: SUPERUSER,
        } as const,
      };
      expect(await users.unlink({ ...removal, before: ada })).toBe('stale');
      expect(await users.unlink({ ...removal, before })).toBe('unlinked');
      expect(await users.unlink({ ...removal, before: await profileOf(ada) })).toBe('stale');
      expect(await accounts.find({ account: ACCOUNT })).toEqual({});
      expect(await users.accountsOf(ada.user.id)).toEqual([{ ...second, ...kept }]);
      const links = { version: 1, floor: 0, issuers: { [second.issuer]: 1 } };
      expect(await profileOf(ada)).toEqual({ ...before, version: before.version + 1, links });
    });
  });
}
