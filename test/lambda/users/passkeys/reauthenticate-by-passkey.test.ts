import { beforeEach, describe, expect, test } from '@jest/globals';
import { reauthenticateByPasskey } from '../../../../lambda/users/passkeys/reauthenticate-by-passkey.ts';
import { Domain, ORIGIN } from '../../../support/domain/domain.ts';
import { PasskeyDomain } from '../../../support/passkeys/passkey-domain.ts';

describe('proof by passkey of a user who is signed in', () => {
  let domain: Domain;
  let passkeys: PasskeyDomain;

  beforeEach(() => {
    domain = new Domain();
    passkeys = new PasskeyDomain(domain);
  });

  const prove = async (
    userId: string,
    given: Awaited<ReturnType<PasskeyDomain['assertion']>>,
    {
      deps = passkeys.login,
      before,
    }: { deps?: Parameters<typeof reauthenticateByPasskey>[0]; before?: string[] } = {},
  ) =>
    reauthenticateByPasskey(deps, {
      ...given,
      profile: await domain.profile(userId),
      claims: {
        ...{ userId, sessionId: 'in-use', tokenVersion: 1 },
        keeping: { by: 'revocation', expiresAt: 1_900_000_000 },
        ...(before && { proof: { authTime: 1_700_000_000, amr: before } }),
      },
      origin: ORIGIN,
    });

  test('ends the login in use in the write that begins the new one, once', async () => {
    const { userId, authenticator } = await passkeys.enrolled('ada@example.com');
    const given = await passkeys.assertion(authenticator);
    expect(await prove(userId, given)).toMatchObject({ kind: 'issued', userId });
    expect(domain.store.calls).toEqual(['lookup', 'findPasskey', 'recordLogin']);
    const again = prove(userId, await passkeys.assertion(authenticator));
    await expect(again).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  test('is none by the passkey of another user', async () => {
    const ada = await passkeys.enrolled('ada@example.com');
    const bob = await passkeys.enrolled('bob@example.com');
    const given = await passkeys.assertion(bob.authenticator);
    await expect(prove(ada.userId, given)).rejects.toMatchObject({ code: 'LOGIN_BAD_PASSKEY' });
  });

  test.each([
    { before: ['pwd'], amr: ['pwd', 'swk', 'mfa'] },
    { before: ['hwk'], amr: ['swk'] },
    { before: ['pwd', 'hwk', 'mfa'], amr: ['pwd', 'swk', 'mfa'] },
  ])('by a key that was touched, after $before, is $amr', async ({ before, amr }) => {
    const { userId, authenticator } = await passkeys.enrolled('ada@example.com');
    const given = await passkeys.assertion(authenticator, { userVerified: false });
    const proofs: unknown[] = [];
    const issue = async (_login: object, _origin: object, proof: object) => {
      proofs.push(proof);
      return { credential: 'token', lifetime: 60 };
    };
    await prove(userId, given, { deps: { ...passkeys.login, issue }, before });
    expect(proofs).toMatchObject([{ amr }]);
  });
});
