import { describe, expect, test } from '@jest/globals';
import { nameOfRequest } from '../../../lambda/users/email-login/email-attempts.ts';
import { ANYONE } from '../../../lambda/users/events/event.ts';
import { factorVersionsOf, isProven, versionOfFactor } from '../../../lambda/users/proven.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { passkeyOf } from './passkey-store-contract.ts';
import { enrolled } from './stored-factors.ts';
import { AT, type Start, StoredUsers } from './stored-users.ts';

const [EMAIL, OTHER] = ['ada@example.com', 'lovelace@example.com'];
const APP = { totp: true, passkeys: 0, recoveryCodes: 10 };
const PASSKEY = { totp: false, passkeys: 1, recoveryCodes: 0 };

/** What every adapter guarantees of second factors and passkeys, of users who were verified once and of those who never were. */
export function describeProven(start: Start): void {
  const users = new StoredUsers(start);
  let challenges = 0;

  const passkey = async (before: Profile) =>
    users.store.addPasskey({
      passkey: passkeyOf(before.user.id, {
        ...{ id: `of ${challenges}`, factorVersion: versionOfFactor(before) },
      }),
      before,
      used: { challenge: `challenge ${challenges++}`, expiresAt: 1_900_000_000 },
      event: users.event('after-passkey-add'),
    });
  const app = (before: Profile) => enrolled(users.store, before, users.event('after-mfa-enable'));
  const KINDS = { app: { add: app, has: APP }, passkey: { add: passkey, has: PASSKEY } } as const;

  const now = ({ user }: Profile) => users.profileOf(user.id);
  const updated = async (before: Profile, changes: Partial<Profile['user']>, more: object = {}) => {
    const credential = {
      before: await users.credentialOf(before.user.email),
      passwordHash: 'hash',
    };
    const change = { ...users.change(before, changes), credential, ...more };
    expect(await users.store.update(change)).toBe('updated');
  };

  /** What can happen to a user, by the profile as it is. */
  const WAYS = {
    async 'a reset'({ user }: Profile) {
      const { credentialVersion } = await users.credentialOf(user.email);
      const reset = { userId: user.id, email: user.email, credentialVersion, passwordHash: 'new' };
      const event = users.event('after-reset-password');
      expect(await users.store.resetPassword({ ...reset, event })).toBe('reset');
    },
    async 'a code by mail'({ user: { email } }: Profile) {
      const id = users.ids.next();
      const asked = { id, type: 'after-request-login', at: AT, actor: ANYONE } as const;
      await users.store.requestCode({ email, tries: 5, event: asked });
      const tried = { email, request: nameOfRequest(id), id: users.ids.next() };
      await users.store.tryCode(tried, [], new Date(AT));
      const code = { email, requestId: id, use: users.ids.next() };
      const credential = await users.credentialOf(email);
      const claim = { credential, code, event: users.event('after-update') };
      expect(await users.store.claimAddress(claim)).toBe('claimed');
    },
    "a superuser's new password": (before: Profile) => updated(before, {}, { endsAccounts: true }),
    "a superuser's new password and address": (before: Profile) =>
      updated(before, { email: OTHER, is_verified: false }, { endsAccounts: true }),
    'a new address that nobody confirmed': (before: Profile) =>
      updated(before, { email: OTHER, is_verified: false }),
    'a new address that was confirmed': (before: Profile) =>
      updated(before, { email: OTHER, is_verified: true }),
    'a link that verifies': (before: Profile) => updated(before, { is_verified: true }),
    'a superuser who takes the verification back': (before: Profile) =>
      updated(before, { is_verified: false }),
  };
  const ENDING = ['a reset', 'a code by mail', "a superuser's new password"];
  const rows = Object.entries(WAYS).flatMap(([way, happens]) =>
    Object.entries(KINDS).map(([kind, { add, has }]) => ({ way, happens, kind, add, has })),
  );

  /** What profile and credential say, which has to be the same. */
  async function said(before: Profile) {
    const { user, factors, factorVersions } = await now(before);
    const credential = await users.credentialOf(user.email);
    expect({ factors: credential.factors, versions: credential.factorVersions }).toEqual({
      ...{ factors, versions: factorVersions },
    });
    return factors;
  }

  /** As the relay does it after every change. */
  async function swept(before: Profile) {
    await users.store.sweepFactors(before.user.id, factorVersionsOf(await now(before)).floor);
    const { hasSecret, recoveryCodes } = await users.store.storedItems(before.user.id);
    const passkeys = await users.store.passkeysOf(before.user.id);
    return { totp: hasSecret, passkeys: passkeys.length, recoveryCodes: recoveryCodes.length };
  }
  const NOTHING = { totp: false, passkeys: 0, recoveryCodes: 0 };

  describe('of a user who was never verified', () => {
    test.each(rows)('$way leaves or ends an $kind', async ({ way, happens, add, has }) => {
      const before = await users.stored(EMAIL);
      await add(before);
      expect(isProven(before)).toBe(false);
      await happens(await now(before));
      const ends = ENDING.some((each) => way.startsWith(each));
      expect({ way, said: await said(before) }).toEqual({ way, said: ends ? undefined : has });
      expect(await swept(before)).toEqual(ends ? NOTHING : has);
    });

    test.each(rows.filter(({ way }) => ENDING.some((each) => way.startsWith(each))))(
      '$way leaves an $kind that is added before the other is deleted',
      async ({ happens, add, has }) => {
        const before = await users.stored(EMAIL);
        await add(before);
        await happens(await now(before));
        await add(await now(before));
        expect(await said(before)).toEqual(has);
        expect(await swept(before)).toEqual(has);
        expect(await said(before)).toEqual(has);
      },
    );

    test.each(Object.values(KINDS))('a second proof ends nothing of the owner', async (kind) => {
      const before = await users.stored(EMAIL);
      await WAYS['a reset'](before);
      await kind.add(await now(before));
      await WAYS['a new address that nobody confirmed'](await now(before));
      await WAYS['a code by mail'](await now(before));
      await WAYS["a superuser's new password"](await now(before));
      await WAYS['a reset'](await now(before));
      expect(await said(before)).toEqual(kind.has);
      expect(await swept(before)).toEqual(kind.has);
    });

    test.each(Object.values(KINDS))(
      'each proof ends what was added since, until one is of the mailbox',
      async (kind) => {
        const before = await users.stored(EMAIL);
        for (const way of [
          "a superuser's new password",
          "a superuser's new password",
          'a reset',
        ] as const) {
          await kind.add(await now(before));
          expect(await said(before)).toEqual(kind.has);
          await WAYS[way](await now(before));
          expect(await said(before)).toBeUndefined();
        }
        await kind.add(await now(before));
        await WAYS['a reset'](await now(before));
        expect(await said(before)).toEqual(kind.has);
      },
    );

    test.each(Object.values(KINDS))(
      'what was there when a link verified it is the owner’s',
      async (kind) => {
        const before = await users.stored(EMAIL);
        await WAYS["a superuser's new password"](before);
        await kind.add(await now(before));
        await WAYS['a link that verifies'](await now(before));
        await WAYS['a reset'](await now(before));
        expect(await said(before)).toEqual(kind.has);
      },
    );
  });

  describe('of a user who was verified once', () => {
    const moved = rows.filter(({ way }) => way !== 'a code by mail');

    test.each(moved)('$way leaves an $kind', async ({ happens, add, has }) => {
      const before = await users.stored(EMAIL, { is_verified: true });
      await add(before);
      await happens(await now(before));
      expect(await said(before)).toEqual(has);
      expect(await swept(before)).toEqual(has);
      expect(isProven(await now(before))).toBe(true);
    });

    test.each(rows)(
      'and has moved to an address that is not, $way leaves an $kind',
      async ({ happens, add, has }) => {
        const before = await users.stored('before@example.com');
        await WAYS['a link that verifies'](before);
        await updated(await now(before), { email: EMAIL, is_verified: false });
        const unverified = await now(before);
        expect(isProven(unverified)).toBe(true);
        await add(unverified);
        await happens(await now(before));
        expect(await said(before)).toEqual(has);
        expect(await swept(before)).toEqual(has);
      },
    );
  });

  test('nobody claims an address by a code that was verified meanwhile', async () => {
    const before = await users.stored(EMAIL);
    const credential = await users.credentialOf(EMAIL);
    await WAYS['a link that verifies'](before);
    const id = users.ids.next();
    const asked = { id, type: 'after-request-login', at: AT, actor: ANYONE } as const;
    await users.store.requestCode({ email: EMAIL, tries: 5, event: asked });
    const code = { email: EMAIL, requestId: id, use: users.ids.next() };
    const late = { ...credential, credentialVersion: 2 };
    const claim = { credential: late, code, event: users.event('after-update') };
    expect(await users.store.claimAddress(claim)).toBe('stale');
  });

  test.each(Object.values(KINDS))(
    'of an enrolment and a reset that race, what is left is the reset’s',
    async (kind) => {
      const before = await users.stored(EMAIL);
      const racing = [kind.add(before), WAYS['a reset'](before)];
      await Promise.all(racing);
      expect(await said(before)).toBeUndefined();
      expect(await swept(before)).toEqual(NOTHING);
    },
  );
}
