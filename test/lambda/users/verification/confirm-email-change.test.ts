import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Change } from '../../../../lambda/users/events/change.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { confirmEmailChange } from '../../../../lambda/users/verification/confirm-email-change.ts';
import type { EmailChangeTokens } from '../../../../lambda/users/verification/tokens.ts';
import { composed, tokensOf } from '../../../support/domain/composers.ts';
import { DELETED, Domain, OWN, SUPERUSER, withCalls } from '../../../support/domain/domain.ts';
import { emailChangeTokens } from '../../../support/domain/keys.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const EMAIL = 'ada@example.com';
const NEW_EMAIL = 'lovelace@example.com';
const AT = '2026-01-01T00:00:00.000Z';
const own = { ...OWN, confirmEmail: true };

describe('a change of address that has to be confirmed', () => {
  let domain: Domain;
  let tokens: EmailChangeTokens;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    tokens = emailChangeTokens(domain.clock);
    ada = await domain.user(EMAIL);
  });

  async function request(email = NEW_EMAIL, more: object = {}): Promise<void> {
    const profile = await domain.profile(ada.user.id);
    await updateMe(domain, { profile, changes: { email, ...more }, own });
  }

  async function tokenFor(newEmail = NEW_EMAIL): Promise<string> {
    const { userId, credentialVersion } = await domain.credential(EMAIL);
    const event = { id: domain.ids.next(), type: 'after-request-email-change', at: AT } as const;
    const claims = { userId, email: EMAIL, newEmail, credentialVersion };
    const { token } = await tokens.issue(claims, event);
    domain.forget();
    return token;
  }

  const confirm = (token: string, store: Stores = domain.store) =>
    confirmEmailChange({ ...domain, store, tokens }, { token });
  const badToken = { name: 'UsersError', code: 'EMAIL_CHANGE_BAD_TOKEN' };

  test('is noted and asked for, and leaves the user as they are', async () => {
    const changes = { email: NEW_EMAIL };
    expect(await updateMe(domain, { profile: ada, changes, own })).toEqual(ada.user);
    expect(domain.store.calls).toEqual(['guessedCredential', 'attempts', 'update']);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-request-email-change',
        at: AT,
        actor: { id: ada.user.id, by: 'user' },
      },
    ]);
    expect(await domain.profile(ada.user.id)).toMatchObject({
      user: ada.user,
      pendingEmail: NEW_EMAIL,
      tokenVersion: ada.tokenVersion,
    });
  });

  test('is bound to the credential as it is after the change that asks for it', async () => {
    const asked: (number | undefined)[] = [];
    const store = withCalls(domain.store, {
      update: (change) => {
        asked.push(change.emailChange?.credentialVersion);
        return domain.store.update(change);
      },
    });
    for (const changes of [{}, { password: OTHER_PASSWORD }]) {
      const profile = await domain.profile(ada.user.id);
      const email = `${asked.length}${NEW_EMAIL}`;
      await updateMe({ ...domain, store }, { profile, changes: { email, ...changes }, own });
    }
    const { credentialVersion } = await domain.credential(EMAIL);
    expect(asked).toEqual([1, credentialVersion]);
    expect(credentialVersion).toBe(2);
  });

  test('is refused as the second in a minute, with all that comes with it', async () => {
    await request();
    const more = { password: OTHER_PASSWORD };
    domain.clock.advance(20);
    await expect(request(NEW_EMAIL, more)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfter: 40,
    });
    const { passwordHash } = await domain.credential(EMAIL);
    expect(await domain.hash.verify(PASSWORD, passwordHash)).toBe(true);
    domain.clock.advance(40);
    await request();
  });

  test('moves and verifies the user by two reads at once and one write, with its event', async () => {
    await request();
    const user = await confirm(await tokenFor());
    expect(user).toMatchObject({ id: ada.user.id, email: NEW_EMAIL, is_verified: true });
    expect(domain.store.calls).toEqual(['lookup', 'credential', 'update']);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-update',
        at: AT,
        actor: { id: ada.user.id, by: 'token' },
        changed: ['email', 'is_verified'],
        previous_email: EMAIL,
      },
    ]);
    expect(await domain.profile(ada.user.id)).not.toHaveProperty('pendingEmail');
    const { credentialVersion, passwordHash } = await domain.credential(NEW_EMAIL);
    expect(credentialVersion).toBe(2);
    expect(await domain.hash.verify(PASSWORD, passwordHash)).toBe(true);
  });

  test('names only the address where the user was verified before', async () => {
    const user = { ...ada.user, is_verified: true };
    await domain.store.update({ before: ada, user, tokenVersion: ada.tokenVersion });
    await request();
    await confirm(await tokenFor());
    expect(domain.store.events).toMatchObject([{ changed: ['email'], previous_email: EMAIL }]);
  });

  test('takes no token but its own, of a user who is there', async () => {
    await request();
    const [token, reset] = [await tokenFor(), tokensOf(domain).reset];
    const { userId, credentialVersion } = await domain.credential(EMAIL);
    const event = { id: domain.ids.next(), type: 'after-forgot-password', at: AT } as const;
    const other = await reset.issue({ userId, email: EMAIL, credentialVersion }, event);
    for (const wrong of ['', 'x.y.z', other.token]) {
      await expect(confirm(wrong)).rejects.toMatchObject(badToken);
    }
    expect(domain.store.calls).toEqual(['credential']);
    await domain.store.delete(await domain.profile(ada.user.id), DELETED);
    await expect(confirm(token)).rejects.toMatchObject(badToken);
  });

  test('is refused once it was confirmed, superseded or made by a superuser in between', async () => {
    await request();
    const first = await tokenFor();
    await request('countess@example.com');
    await expect(confirm(first)).rejects.toMatchObject(badToken);
    const second = await tokenFor('countess@example.com');
    await confirm(second);
    await expect(confirm(second)).rejects.toMatchObject(badToken);
  });

  test('is dropped by a superuser’s change of the address, there and back', async () => {
    await request();
    const token = await tokenFor();
    for (const email of ['other@example.com', EMAIL]) {
      const profile = await domain.profile(ada.user.id);
      await updateUser(domain, { profile, changes: { email }, actor: SUPERUSER });
    }
    expect(await domain.profile(ada.user.id)).not.toHaveProperty('pendingEmail');
    await expect(confirm(token)).rejects.toMatchObject(badToken);
  });

  test('is refused after a new password, deactivation and deletion', async () => {
    await request();
    const token = await tokenFor();
    const changes = { password: OTHER_PASSWORD };
    await updateUser(domain, {
      profile: await domain.profile(ada.user.id),
      changes,
      actor: SUPERUSER,
    });
    await expect(confirm(token)).rejects.toMatchObject(badToken);
    const fresh = await tokenFor();
    await domain.deactivate(await domain.profile(ada.user.id));
    await expect(confirm(fresh)).rejects.toMatchObject(badToken);
    await domain.store.delete(await domain.profile(ada.user.id), DELETED);
    await expect(confirm(fresh)).rejects.toMatchObject(badToken);
  });

  test('is refused when somebody else has the address by then', async () => {
    await request();
    const token = await tokenFor();
    await domain.user(NEW_EMAIL);
    const taken = { code: 'UPDATE_USER_EMAIL_ALREADY_EXISTS' };
    await expect(confirm(token)).rejects.toMatchObject(taken);
  });

  test('is refused when it is superseded between read and write', async () => {
    await request();
    const token = await tokenFor();
    let others = 1;
    const store = withCalls(domain.store, {
      update: async (change) => {
        if (others-- > 0) await request('countess@example.com');
        return domain.store.update(change);
      },
    });
    await expect(confirm(token, store)).rejects.toMatchObject(badToken);
    expect((await domain.profile(ada.user.id)).user.email).toBe(EMAIL);
  });

  test('is refused when the user is deleted between read and write', async () => {
    await request();
    const token = await tokenFor();
    const store = withCalls(domain.store, {
      update: async (change) => {
        await domain.store.delete(await domain.profile(ada.user.id), DELETED);
        return domain.store.update(change);
      },
    });
    await expect(confirm(token, store)).rejects.toMatchObject(badToken);
  });

  test('leaves sessions as they are, and the one that survives', async () => {
    const { user } = ada;
    await domain.store.update({ before: ada, user, tokenVersion: 2, survivingToken: 'login' });
    await request();
    await confirm(await tokenFor());
    expect(await domain.profile(ada.user.id)).toMatchObject({
      tokenVersion: 2,
      survivingToken: 'login',
    });
  });

  test('lets one of two users who confirm the same address win', async () => {
    const eve = await domain.user('eve@example.com');
    await request();
    const first = await tokenFor();
    domain.clock.advance(60);
    await updateMe(domain, { profile: eve, changes: { email: NEW_EMAIL }, own });
    const { userId, credentialVersion } = await domain.credential('eve@example.com');
    const claims = { userId, email: 'eve@example.com', newEmail: NEW_EMAIL, credentialVersion };
    const event = { id: domain.ids.next(), type: 'after-request-email-change', at: AT } as const;
    const { token: second } = await tokens.issue(claims, event);
    const outcomes = await Promise.allSettled([confirm(first), confirm(second)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  describe('told by the relay', () => {
    const relayed = (change: Change, store: Stores = domain.store) =>
      composed({ ...domain, store }, change, { ...tokensOf(domain), emailChange: tokens });
    const change = (newEmail = NEW_EMAIL): Change => ({
      kind: 'email-change',
      userId: ada.user.id,
      email: EMAIL,
      newEmail,
      credentialVersion: 1,
      event: { id: 'event', type: 'after-request-email-change', at: AT },
    });

    test('brings the new address and its token, in one read', async () => {
      await request();
      domain.forget();
      const event = await relayed(change());
      expect(event).toMatchObject({
        type: 'after-request-email-change',
        detail: { user: ada.user, new_email: NEW_EMAIL },
      });
      expect(domain.store.calls).toEqual(['lookup']);
      await confirm(event?.detail.token ?? '');
    });

    test('brings no token where the new address has a user', async () => {
      await request();
      await domain.user(NEW_EMAIL);
      expect((await relayed(change()))?.detail).toEqual({
        id: 'event',
        time: AT,
        sequence: 2,
        user: ada.user,
        new_email: NEW_EMAIL,
      });
    });

    test('publishes no event for a change that was withdrawn', async () => {
      expect(await relayed(change())).toBeUndefined();
      await request();
      const moved = await domain.profile(ada.user.id);
      const profiles = new Map([[ada.user.id, { ...moved, user: { ...moved.user, email: 'x' } }]]);
      const store = withCalls(domain.store, {
        lookup: async () => ({ profiles }),
      });
      expect(await relayed(change(), store)).toBeUndefined();
      await domain.deactivate(await domain.profile(ada.user.id));
      expect(await relayed(change())).toBeUndefined();
    });
  });
});
