import { expect, test } from '@jest/globals';
import { nameOfRequest } from '../../../lambda/users/email-login/email-attempts.ts';
import { ANYONE } from '../../../lambda/users/events/event.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { passkeyOf } from './passkey-store-contract.ts';
import { enrolled } from './stored-factors.ts';
import { AT, type Start, StoredUsers } from './stored-users.ts';

const [EMAIL, OTHER] = ['ada@example.com', 'lovelace@example.com'];
const APP = { totp: true, passkeys: 0, recoveryCodes: 10 };
const PASSKEY = { totp: false, passkeys: 1, recoveryCodes: 0 };

/** What every adapter guarantees of second factors and passkeys when something else of their user changes. */
export function describeKeptFactors(start: Start): void {
  const users = new StoredUsers(start);
  let challenges = 0;

  const passkey = async (before: Profile) =>
    users.store.addPasskey({
      passkey: passkeyOf(before.user.id, { id: `of ${challenges}` }),
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
  const rows = Object.entries(WAYS).flatMap(([way, happens]) =>
    Object.entries(KINDS).map(([kind, { add, has }]) => ({ way, happens, kind, add, has })),
  );

  /** What profile and credential say, which has to be the same. */
  async function said(before: Profile) {
    const { user, factors } = await now(before);
    const credential = await users.credentialOf(user.email);
    expect({ credential: credential.factors }).toEqual({ credential: factors });
    return factors;
  }

  test.each(rows)('$way leaves an $kind', async ({ happens, add, has }) => {
    const before = await users.stored(EMAIL);
    await add(before);
    await happens(await now(before));
    expect(await said(before)).toEqual(has);
  });

  test.each(Object.values(KINDS))(
    'of an addition and a reset that race, the addition is as the profile says',
    async (kind) => {
      const before = await users.stored(EMAIL);
      const [outcome] = await Promise.all([kind.add(before), WAYS['a reset'](before)]);
      expect(await said(before)).toEqual(outcome === 'stale' ? undefined : kind.has);
    },
  );

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
}
