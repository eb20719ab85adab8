import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import type { VerificationTokens } from '../../../../lambda/users/verification/tokens.ts';
import { verify } from '../../../../lambda/users/verification/verify.ts';
import { DELETED, Domain, SUPERUSER, withCalls } from '../../../support/domain/domain.ts';
import { verificationTokens } from '../../../support/domain/keys.ts';

const EMAIL = 'ada@example.com';
const AT = '2026-01-01T00:00:00.000Z';

describe('verify', () => {
  let domain: Domain;
  let tokens: VerificationTokens;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    tokens = verificationTokens(domain.clock);
    ada = await domain.user(EMAIL);
  });

  async function tokenFor(email: string): Promise<string> {
    const event = { id: domain.ids.next(), type: 'after-request-verify', at: AT } as const;
    return (await tokens.issue({ userId: ada.user.id, email }, event)).token;
  }

  const use = (token: string, store = domain.store as Parameters<typeof verify>[0]['store']) =>
    verify({ ...domain, store, tokens }, { token });
  const badToken = { name: 'UsersError', code: 'VERIFY_USER_BAD_TOKEN' };
  const alreadyVerified = { name: 'UsersError', code: 'VERIFY_USER_ALREADY_VERIFIED' };

  test('makes a verified user of one, by one read and one write with its event', async () => {
    const token = await tokenFor(EMAIL);
    domain.clock.advance(60);
    const at = '2026-01-01T00:01:00.000Z';
    const user = await use(token);
    expect(user).toEqual({ ...ada.user, is_verified: true, updated_at: at });
    expect(domain.store.calls).toEqual(['lookup', 'update']);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-verify',
        at,
        actor: { id: ada.user.id, by: 'token' },
      },
    ]);
    expect((await domain.credential(EMAIL)).isVerified).toBe(true);
  });

  test('leaves sessions and password as they are', async () => {
    const before = await domain.credential(EMAIL);
    await use(await tokenFor(EMAIL));
    expect(await domain.credential(EMAIL)).toMatchObject({
      passwordHash: before.passwordHash,
      credentialVersion: before.credentialVersion,
      tokenVersion: before.tokenVersion,
    });
    expect((await domain.profile(ada.user.id)).tokenVersion).toBe(ada.tokenVersion);
  });

  test('refuses an invalid and an expired token, without a read', async () => {
    const token = await tokenFor(EMAIL);
    domain.clock.advance(3600);
    for (const bad of ['', 'no.such.token', token]) {
      await expect(use(bad)).rejects.toMatchObject(badToken);
    }
    expect(domain.store.calls).toEqual([]);
  });

  test('says that a user is already verified, however that happened', async () => {
    const token = await tokenFor(EMAIL);
    await use(token);
    domain.forget();
    await expect(use(token)).rejects.toMatchObject(alreadyVerified);
    expect(domain.store.calls).toEqual(['lookup']);
    expect(domain.store.events).toEqual([]);
  });

  test('refuses the token of an address that is no longer that of the user', async () => {
    const token = await tokenFor(EMAIL);
    await updateUser(domain, {
      profile: ada,
      changes: { email: 'lovelace@example.com' },
      actor: SUPERUSER,
    });
    await expect(use(token)).rejects.toMatchObject(badToken);
  });

  test('refuses the token of a user who was deactivated, verified or not, or deleted', async () => {
    const token = await tokenFor(EMAIL);
    await domain.deactivate(ada);
    await expect(use(token)).rejects.toMatchObject(badToken);
    await domain.store.delete(await domain.profile(ada.user.id), DELETED);
    await expect(use(token)).rejects.toMatchObject(badToken);
  });

  test('verifies a user of whom something else changes in between', async () => {
    const token = await tokenFor(EMAIL);
    let others = 1;
    const store = withCalls(domain.store, {
      update: async (change) => {
        if (others-- > 0) {
          const profile = await domain.profile(ada.user.id);
          await updateUser(domain, { profile, changes: { is_superuser: true }, actor: SUPERUSER });
        }
        return domain.store.update(change);
      },
    });
    expect(await use(token, store)).toMatchObject({ is_verified: true, is_superuser: true });
  });

  test('is refused when the user is deleted between read and write', async () => {
    const token = await tokenFor(EMAIL);
    const store = withCalls(domain.store, {
      update: async (change) => {
        await domain.store.delete(ada, DELETED);
        return domain.store.update(change);
      },
    });
    await expect(use(token, store)).rejects.toMatchObject(badToken);
  });

  test('lets one of 50 racing uses win, and tells the others that they are late', async () => {
    const token = await tokenFor(EMAIL);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => use(token)));
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refusals).toHaveLength(49);
    for (const refusal of refusals) expect(refusal).toMatchObject(alreadyVerified);
    expect(domain.store.events).toHaveLength(1);
  });
});
