import { beforeEach, describe, expect, test } from '@jest/globals';
import { goOnByPasskey } from '../../../../lambda/users/passkeys/second-passkey.ts';
import { deleteSessions } from '../../../../lambda/users/sessions/delete-sessions.ts';
import { ORIGIN } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';
import { PasskeyDomain } from '../../../support/passkeys/passkey-domain.ts';

const EMAIL = 'ada@example.com';
const BAD_TOKEN = { code: 'LOGIN_BAD_MFA_TOKEN' };
const BAD = { code: 'LOGIN_BAD_PASSKEY' };

describe('a login that goes on by a passkey', () => {
  let domain: FactorDomain;
  let passkeys: PasskeyDomain;

  beforeEach(() => {
    domain = new FactorDomain();
    passkeys = new PasskeyDomain(domain);
  });

  const goOn = async (mfaToken: string, given: Awaited<ReturnType<PasskeyDomain['assertion']>>) =>
    goOnByPasskey(
      { ...passkeys.login, begun: domain.begun },
      { ...given, mfaToken, origin: ORIGIN },
    );

  test('costs one round trip to read and one to write', async () => {
    const { userId, authenticator } = await passkeys.enrolled(EMAIL);
    const mfaToken = await domain.begin(EMAIL);
    domain.forget();
    const given = await passkeys.assertion(authenticator, { userVerified: false });
    expect(await goOn(mfaToken, given)).toMatchObject({ kind: 'issued', userId });
    // The credential is read at the same time, once the token of the challenge is known to be one.
    expect(domain.store.calls.toSorted()).toEqual(['credential', 'findPasskey', 'recordLogin']);
  });

  test('is one of 100 with one assertion', async () => {
    const { authenticator } = await passkeys.enrolled(EMAIL);
    const mfaToken = await domain.begin(EMAIL);
    const given = await passkeys.assertion(authenticator);
    const all = Array.from({ length: 100 }, () =>
      goOn(mfaToken, given).catch(({ code }) => ({ kind: code })),
    );
    const kinds = (await Promise.all(all)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'issued')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === BAD.code)).toHaveLength(99);
  });

  test('ends with a new password, and with the five minutes of its token', async () => {
    const { authenticator } = await passkeys.enrolled(EMAIL);
    const old = await domain.begin(EMAIL, { credentialVersion: 7 });
    await expect(goOn(old, await passkeys.assertion(authenticator))).rejects.toMatchObject(
      BAD_TOKEN,
    );
    const mfaToken = await domain.begin(EMAIL);
    domain.clock.advance(301);
    const late = goOn(mfaToken, await passkeys.assertion(authenticator));
    await expect(late).rejects.toMatchObject(BAD_TOKEN);
  });

  test('ends with the login in use that is proved again', async () => {
    const { userId, authenticator } = await passkeys.enrolled(EMAIL);
    const keeping = { by: 'session', backend: 'jwt' } as const;
    const renewed = { userId, sessionId: 'ended', tokenVersion: 1, keeping };
    const mfaToken = await domain.begin(EMAIL, { renewed });
    await expect(goOn(mfaToken, await passkeys.assertion(authenticator))).rejects.toMatchObject(
      BAD_TOKEN,
    );
  });

  test('ends with all logins of the user', async () => {
    const { userId, authenticator } = await passkeys.enrolled(EMAIL);
    const mfaToken = await domain.begin(EMAIL);
    await deleteSessions(domain, { profile: await domain.profile(userId) });
    const given = await passkeys.assertion(authenticator);
    await expect(goOn(mfaToken, given)).rejects.toMatchObject(BAD_TOKEN);
  });

  test('takes a passkey of the same user', async () => {
    await passkeys.enrolled(EMAIL);
    const bob = await passkeys.enrolled('bob@example.com');
    const mfaToken = await domain.begin(EMAIL);
    const given = await passkeys.assertion(bob.authenticator);
    await expect(goOn(mfaToken, given)).rejects.toMatchObject(BAD);
  });

  test.each([
    ['a key', 'swk'],
    ['a code by mail', 'email'],
  ])('takes a PIN or a finger where the first factor was %s', async (_, first) => {
    const { authenticator } = await passkeys.enrolled(EMAIL);
    const mfaToken = await domain.begin(EMAIL, { amr: [first] });
    const touched = await passkeys.assertion(authenticator, { userVerified: false });
    await expect(goOn(mfaToken, touched)).rejects.toMatchObject(BAD);
    const outcome = await goOn(mfaToken, await passkeys.assertion(authenticator));
    expect(outcome.kind).toBe('issued');
  });
});
