import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ResetTokens } from '../../../../lambda/users/passwords/mailed-tokens.ts';
import { resetPassword } from '../../../../lambda/users/passwords/reset-password.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, Domain, SENDER } from '../../../support/domain/domain.ts';
import { resetTokens } from '../../../support/domain/keys.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';

describe('resetPassword', () => {
  let domain: Domain;
  let tokens: ResetTokens;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    tokens = resetTokens(domain.clock);
    ada = await domain.user(EMAIL);
  });

  async function tokenOf(email: string): Promise<string> {
    const { userId, credentialVersion } = await domain.credential(email);
    const at = domain.clock.now().toISOString();
    const event = { id: domain.ids.next(), type: 'after-forgot-password', at } as const;
    const { token } = await tokens.issue({ userId, email, credentialVersion }, event);
    domain.forget();
    return token;
  }

  const reset = (token: string, password = OTHER_PASSWORD) =>
    resetPassword({ ...domain, tokens }, { token, password, sender: SENDER });
  const badToken = { name: 'UsersError', code: 'RESET_PASSWORD_BAD_TOKEN' };

  test('sets the password in one write, with one event', async () => {
    await reset(await tokenOf(EMAIL));
    expect(domain.store.calls).toEqual(['resetPassword']);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-reset-password',
        at: '2026-01-01T00:00:00.000Z',
        actor: { id: ada.user.id, by: 'token' },
      },
    ]);
    const { passwordHash } = await domain.credential(EMAIL);
    expect(await domain.hash.verify(OTHER_PASSWORD, passwordHash)).toBe(true);
    expect(await domain.hash.verify(PASSWORD, passwordHash)).toBe(false);
  });

  test('ends every access token of the user', async () => {
    await reset(await tokenOf(EMAIL));
    const { tokenVersion, survivingToken } = await domain.profile(ada.user.id);
    expect(tokenVersion).toBe(ada.tokenVersion + 1);
    expect(survivingToken).toBeUndefined();
  });

  test('spends the token', async () => {
    const token = await tokenOf(EMAIL);
    await reset(token);
    await expect(reset(token)).rejects.toMatchObject(badToken);
    expect(domain.store.events).toHaveLength(1);
  });

  test('spends other tokens of the user with it', async () => {
    const [first, second] = [await tokenOf(EMAIL), await tokenOf(EMAIL)];
    await reset(second);
    await expect(reset(first)).rejects.toMatchObject(badToken);
  });

  test('leaves the token unspent when it refuses the password, without a write', async () => {
    const token = await tokenOf(EMAIL);
    await expect(reset(token, 'short')).rejects.toMatchObject({
      code: 'RESET_PASSWORD_INVALID_PASSWORD',
      reason: 'Password should have at least 8 characters; this one has 5',
    });
    await expect(reset(token, `x${EMAIL}x`)).rejects.toMatchObject({
      code: 'RESET_PASSWORD_INVALID_PASSWORD',
      reason: 'Password should not contain the email; this one contains ada@example.com',
    });
    expect(domain.store.calls).toEqual([]);
    expect(domain.hash.calls).toEqual([]);
    await reset(token);
  });

  test('refuses a bad token before it looks at the password, hashes or reads', async () => {
    await expect(reset('no.such.token', 'short')).rejects.toMatchObject(badToken);
    expect(domain.hash.calls).toEqual([]);
    expect(domain.store.calls).toEqual([]);
  });

  test('refuses a token that expired', async () => {
    const token = await tokenOf(EMAIL);
    domain.clock.advance(3600);
    await expect(reset(token)).rejects.toMatchObject(badToken);
  });

  test('refuses the token of a user who was deactivated', async () => {
    const token = await tokenOf(EMAIL);
    await domain.deactivate(ada);
    await expect(reset(token)).rejects.toMatchObject(badToken);
  });

  test('refuses the token of a user who was deleted, also when another took the address', async () => {
    const token = await tokenOf(EMAIL);
    await domain.store.delete(ada, DELETED);
    await expect(reset(token)).rejects.toMatchObject(badToken);
    await domain.user(EMAIL);
    await expect(reset(token)).rejects.toMatchObject(badToken);
  });

  test('lets one of 50 racing uses win', async () => {
    const token = await tokenOf(EMAIL);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => reset(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(domain.store.events).toHaveLength(1);
  });
});
