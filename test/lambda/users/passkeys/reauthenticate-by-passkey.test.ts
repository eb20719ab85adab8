import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SignInDeps } from '../../../../lambda/users/login/sign-in.ts';
import { reauthenticateByPasskey } from '../../../../lambda/users/passkeys/reauthenticate-by-passkey.ts';
import { Domain, issueClaims, ORIGIN } from '../../../support/domain/domain.ts';
import { PasskeyDomain } from '../../../support/passkeys/passkey-domain.ts';

describe('proof by passkey of a user who is signed in', () => {
  let domain: Domain;
  let passkeys: PasskeyDomain;
  /** What the last login proved. */
  let proved: readonly string[];

  beforeEach(() => {
    domain = new Domain();
    passkeys = new PasskeyDomain(domain);
  });

  const issue: SignInDeps['issue'] = async (...login) => {
    proved = login[2].amr;
    return issueClaims(login[0]);
  };
  const prove = async (
    userId: string,
    given: Awaited<ReturnType<PasskeyDomain['assertion']>>,
    before: readonly string[] = ['pwd'],
  ) =>
    reauthenticateByPasskey(
      { ...passkeys.login, issue },
      {
        ...given,
        profile: await domain.profile(userId),
        claims: {
          ...{ userId, sessionId: 'in-use', tokenVersion: 1 },
          keeping: { by: 'revocation', expiresAt: 1_900_000_000 },
          proof: { authTime: 0, amr: before },
        },
        origin: ORIGIN,
      },
    );

  test('ends the login in use in the write that begins the new one, once', async () => {
    const { userId, authenticator } = await passkeys.enrolled('ada@example.com');
    const given = await passkeys.assertion(authenticator);
    expect(await prove(userId, given)).toMatchObject({ kind: 'issued', userId });
    expect(domain.store.calls).toEqual(['lookup', 'findPasskey', 'recordLogin']);
    const again = prove(userId, await passkeys.assertion(authenticator));
    await expect(again).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  test.each([
    [['pwd'], ['pwd', 'swk', 'mfa']],
    [['fed'], ['fed', 'swk', 'mfa']],
    [
      ['hwk', 'mfa'],
      ['hwk', 'swk', 'mfa'],
    ],
    [['hwk'], ['swk']],
    [['swk'], ['swk']],
    [['email'], ['swk']],
    [['email', 'hwk'], ['swk']],
    [[], ['swk']],
  ])('by touch, after a login by %j, is %j', async (before, amr) => {
    const { userId, authenticator } = await passkeys.enrolled('ada@example.com');
    const given = await passkeys.assertion(authenticator, { userVerified: false });
    await prove(userId, given, before);
    expect(proved).toEqual(amr);
  });

  test('is none by the passkey of another user', async () => {
    const ada = await passkeys.enrolled('ada@example.com');
    const bob = await passkeys.enrolled('bob@example.com');
    const given = await passkeys.assertion(bob.authenticator);
    await expect(prove(ada.userId, given)).rejects.toMatchObject({ code: 'LOGIN_BAD_PASSKEY' });
  });
});
