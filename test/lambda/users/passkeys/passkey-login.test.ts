import { beforeEach, describe, expect, test } from '@jest/globals';
import { JwtBegunLogins } from '../../../../lambda/adapters/jose/begun-logins.ts';
import { mfaPurpose } from '../../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../../lambda/adapters/jose/signed-tokens.ts';
import { passkeyLogin } from '../../../../lambda/users/passkeys/passkey-login.ts';
import type { Factors } from '../../../../lambda/users/user.ts';
import { Domain, ORIGIN, withCalls } from '../../../support/domain/domain.ts';
import { TestKeys } from '../../../support/domain/keys.ts';
import { PasskeyDomain } from '../../../support/passkeys/passkey-domain.ts';

const EMAIL = 'ada@example.com';
const BAD = { code: 'LOGIN_BAD_PASSKEY' };
const UNKNOWN = { code: 'LOGIN_PASSKEY_UNKNOWN' };
const APP: Factors = { totp: true, passkeys: 1, recoveryCodes: 10 };

describe('a login by passkey', () => {
  let domain: Domain;
  let passkeys: PasskeyDomain;

  beforeEach(() => {
    domain = new Domain();
    passkeys = new PasskeyDomain(domain);
  });

  test('costs one read and one write, and notes the use', async () => {
    const { userId, authenticator, passkey } = await passkeys.enrolled(EMAIL);
    domain.clock.advance(60);
    expect(await passkeys.signIn(authenticator, { backedUp: false })).toMatchObject({
      ...{ kind: 'issued', userId },
    });
    expect(domain.store.calls).toEqual(['findPasskey', 'recordLogin']);
    expect(domain.hash.calls).toEqual([]);
    const { id } = passkey;
    const last_used_at = domain.clock.now().toISOString();
    expect((await domain.store.findPasskey({ userId, id })).passkey).toEqual({
      ...{ ...passkey, last_used_at, backedUp: false },
    });
  });

  test('issues for the user as the profile is, claims included', async () => {
    const { userId, authenticator } = await passkeys.enrolled(EMAIL);
    const logins: unknown[] = [];
    const issue = async (login: object) => {
      logins.push(login);
      return { credential: 'token', lifetime: 60 };
    };
    const given = await passkeys.assertion(authenticator);
    const model = { ...domain.model, hasFields: true, claimFields: ['plan'] };
    await passkeyLogin({ ...passkeys.login, model, issue }, { ...given, origin: ORIGIN });
    expect(logins).toMatchObject([
      { userId, email: EMAIL, tokenVersion: 1, isActive: true, isVerified: true, claims: {} },
    ]);
  });

  test('is refused for a challenge that has expired, or is none', async () => {
    const { authenticator } = await passkeys.enrolled(EMAIL);
    const given = await passkeys.assertion(authenticator);
    domain.clock.advance(301);
    const late = passkeyLogin(passkeys.login, { ...given, origin: ORIGIN });
    await expect(late).rejects.toMatchObject(BAD);
    const none = { ...given, challengeToken: 'none', origin: ORIGIN };
    await expect(passkeyLogin(passkeys.login, none)).rejects.toMatchObject(BAD);
    expect(domain.store.calls).toEqual([]);
  });

  test('is one of 100 with one assertion', async () => {
    const { authenticator } = await passkeys.enrolled(EMAIL);
    const given = await passkeys.assertion(authenticator);
    const all = Array.from({ length: 100 }, () =>
      passkeyLogin(passkeys.login, { ...given, origin: ORIGIN }).catch(({ code }) => ({
        kind: code,
      })),
    );
    const kinds = (await Promise.all(all)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'issued')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === BAD.code)).toHaveLength(99);
  });

  test('is told from one of a passkey that is no more, or of a user who is no more', async () => {
    const { authenticator } = await passkeys.enrolled(EMAIL);
    const empty = withCalls(domain.store, { findPasskey: async () => ({}) });
    const without = new PasskeyDomain(domain, passkeys.settings, empty);
    await expect(without.signIn(authenticator)).rejects.toMatchObject(UNKNOWN);
    const given = await passkeys.assertion(authenticator);
    const { response } = given.credential;
    for (const userHandle of ['bm9uZQ', '****', `${response.userHandle}=`]) {
      const credential = { ...given.credential, response: { ...response, userHandle } };
      const login = passkeyLogin(passkeys.login, { ...given, credential, origin: ORIGIN });
      await expect(login).rejects.toMatchObject(UNKNOWN);
    }
  });

  test('is refused by the passkey of another user, whoever it says that it is of', async () => {
    const ada = await passkeys.enrolled(EMAIL);
    const bob = await passkeys.enrolled('bob@example.com');
    const given = await passkeys.assertion(bob.authenticator);
    const userHandle = Buffer.from(ada.userId).toString('base64url');
    const response = { ...given.credential.response, userHandle };
    const asAda = { ...given, credential: { ...given.credential, response }, origin: ORIGIN };
    await expect(passkeyLogin(passkeys.login, asAda)).rejects.toMatchObject(UNKNOWN);
    const { id } = ada.passkey;
    const mixed = { ...given.credential, id, rawId: id, response };
    const login = passkeyLogin(passkeys.login, { ...given, credential: mixed, origin: ORIGIN });
    await expect(login).rejects.toMatchObject(BAD);
  });

  test('is refused for a user who is inactive, or not verified where that is required', async () => {
    const { userId, authenticator } = await passkeys.enrolled(EMAIL);
    const before = await domain.profile(userId);
    const user = { ...before.user, is_verified: false };
    const { tokenVersion } = before;
    await domain.store.update({ before, user, tokenVersion });
    const given = await passkeys.assertion(authenticator);
    const strict = { ...passkeys.login, requireVerification: true };
    await expect(passkeyLogin(strict, { ...given, origin: ORIGIN })).rejects.toMatchObject({
      code: 'LOGIN_USER_NOT_VERIFIED',
    });
    await domain.deactivate(await domain.profile(userId));
    await expect(passkeys.signIn(authenticator)).rejects.toMatchObject(BAD);
  });

  test('is refused when the user changed after the read', async () => {
    const { userId, authenticator } = await passkeys.enrolled(EMAIL);
    const late = withCalls(domain.store, {
      recordLogin: async (login) => {
        await domain.deactivate(await domain.profile(userId));
        return domain.store.recordLogin(login);
      },
    });
    const racing = new PasskeyDomain(domain, passkeys.settings, late);
    await expect(racing.signIn(authenticator)).rejects.toMatchObject({ code: expect.any(String) });
  });

  describe('of a user with an authenticator app', () => {
    const withApp = async (behaviour = {}) => {
      const { userId, authenticator } = await passkeys.enrolled(EMAIL, behaviour);
      const stored = async () => {
        const found = await domain.store.findPasskey({ userId, id });
        return { ...found, ...(found.profile && { profile: { ...found.profile, factors: APP } }) };
      };
      const id = (await domain.store.passkeysOf(userId))[0]?.id ?? '';
      const store = withCalls(domain.store, {
        findPasskey: stored,
        loginCredential: async (email) => {
          const credential = await domain.store.loginCredential(email);
          return credential && { ...credential, factors: APP };
        },
      });
      domain.forget();
      const { clock } = domain;
      const begun = new JwtBegunLogins(
        new SignedTokens(mfaPurpose('jwt'), new TestKeys(), clock),
        clock,
      );
      const methods = ['totp', 'recovery_code', 'passkey'] as const;
      const having = new PasskeyDomain(domain, passkeys.settings, store);
      const secondFactors = { begun, methods, requiredOf: undefined };
      return { authenticator, having, secondFactors };
    };

    test('needs no code where the passkey was used with a PIN or a finger', async () => {
      const { authenticator, having, secondFactors } = await withApp();
      const given = await having.assertion(authenticator);
      const outcome = await passkeyLogin(
        { ...having.login, secondFactors },
        { ...given, origin: ORIGIN },
      );
      expect(outcome.kind).toBe('issued');
    });

    test('needs a code where it was only touched, and its assertion is good once', async () => {
      const { authenticator, having, secondFactors } = await withApp();
      const given = await having.assertion(authenticator, { userVerified: false });
      const login = () =>
        passkeyLogin({ ...having.login, secondFactors }, { ...given, origin: ORIGIN });
      expect(await login()).toMatchObject({
        kind: 'mfa-required',
        methods: expect.arrayContaining(['totp']),
      });
      await expect(login()).rejects.toMatchObject(BAD);
    });
  });
});
