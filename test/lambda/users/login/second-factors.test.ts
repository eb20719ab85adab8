import { beforeEach, describe, expect, test } from '@jest/globals';
import { JwtBegunLogins } from '../../../../lambda/adapters/jose/begun-logins.ts';
import { mfaPurpose } from '../../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../../lambda/adapters/jose/signed-tokens.ts';
import {
  missingFactor,
  type SecondFactors,
} from '../../../../lambda/users/login/second-factors.ts';
import { signIn } from '../../../../lambda/users/login/sign-in.ts';
import type { AccessClaims } from '../../../../lambda/users/sessions/session.ts';
import type { Credential, Factors } from '../../../../lambda/users/user.ts';
import { Domain, ORIGIN } from '../../../support/domain/domain.ts';
import { TestKeys } from '../../../support/domain/keys.ts';

const EMAIL = 'ada@example.com';
const TOTP: Factors = { totp: true, passkeys: 0, recoveryCodes: 10 };
const PASSKEY: Factors = { totp: false, passkeys: 1, recoveryCodes: 0 };
const METHODS = ['totp', 'passkey', 'recovery_code'] as const;
const RENEWED: AccessClaims = {
  userId: 'ada',
  sessionId: 'in-use',
  tokenVersion: 1,
  keeping: { by: 'session', backend: 'jwt', secretHash: 'a hash' },
};

describe('a second factor', () => {
  const missing = (
    factors: Factors | undefined,
    amr: 'pwd' | 'mfa',
    more: object = {},
    is_superuser = false,
  ) => {
    const holder = { ...(factors && { factors }), user: { is_superuser } };
    return missingFactor({ methods: METHODS, ...more }, holder, { amr: [amr] });
  };

  test('is missing where the user has an authenticator app, until it was given', () => {
    expect({
      none: missing(undefined, 'pwd'),
      app: missing(TOTP, 'pwd'),
      given: missing(TOTP, 'mfa'),
    }).toEqual({ none: undefined, app: ['totp', 'recovery_code'], given: undefined });
  });

  test('is missing with a passkey alone where the user must have one', () => {
    const ofSuperusers = { requiredOf: 'superusers' };
    expect({
      free: missing(PASSKEY, 'pwd', {}, true),
      others: missing(PASSKEY, 'pwd', ofSuperusers),
      superusers: missing(PASSKEY, 'pwd', ofSuperusers, true),
      everyone: missing(PASSKEY, 'pwd', { requiredOf: 'everyone' }),
    }).toEqual({
      free: undefined,
      others: undefined,
      superusers: ['passkey'],
      everyone: ['passkey'],
    });
  });

  test('is none that the API does not take', () => {
    const methods = ['passkey'] as const;
    expect({
      app: missing(TOTP, 'pwd', { methods }),
      both: missing({ ...TOTP, passkeys: 2 }, 'pwd', { methods, requiredOf: 'everyone' }),
    }).toEqual({ app: undefined, both: ['passkey'] });
  });
});

describe('signing in without the second factor', () => {
  let domain: Domain;
  let credential: Credential;
  let issued: number;

  beforeEach(async () => {
    domain = new Domain();
    await domain.user(EMAIL);
    credential = { ...(await domain.credential(EMAIL)), factors: TOTP };
    issued = 0;
    domain.forget();
  });

  const begunLogins = (backend = 'jwt', keys = new TestKeys()) =>
    new JwtBegunLogins(new SignedTokens(mfaPurpose(backend), keys, domain.clock), domain.clock);
  const attempt = (
    begun: SecondFactors['begun'],
    more: object = {},
    {
      settings = {},
      ...deps
    }: { readonly settings?: object; readonly [name: string]: unknown } = {},
  ) => {
    const secondFactors = { begun, methods: METHODS, ...settings };
    const issue = async () => {
      issued++;
      return { credential: 'issued', lifetime: 60 };
    };
    const given = { ...domain, secondFactors, issue, loginEvents: true, ...deps };
    const proof = { amr: ['pwd'] } as const;
    return signIn(given, { credential, origin: ORIGIN, proof, ...more });
  };

  test('issues and stores nothing, raises no event and ends no login', async () => {
    const outcome = await attempt(begunLogins(), { replaced: RENEWED });
    expect(outcome).toEqual({
      kind: 'mfa-required',
      userId: credential.userId,
      mfaToken: expect.any(String),
      methods: ['totp', 'recovery_code'],
      expiresAt: new Date(domain.clock.now().getTime() + 300_000),
    });
    expect({ issued, calls: domain.store.calls, events: domain.store.events }).toEqual({
      issued: 0,
      calls: [],
      events: [],
    });
  });

  test('runs no hook', async () => {
    const asked: string[] = [];
    const hooks = { ...domain.model.hooks, beforeLogin: async () => void asked.push('login') };
    await attempt(begunLogins(), {}, { model: { ...domain.model, hooks } });
    expect(asked).toEqual([]);
  });

  test('stores a better hash of the password that was right, which nothing later knows', async () => {
    await attempt(begunLogins(), { upgradedHash: 'better' });
    expect((await domain.credential(EMAIL)).passwordHash).toBe('better');
    const gone = { ...credential, credentialVersion: 7 };
    await expect(
      attempt(begunLogins(), { credential: gone, upgradedHash: 'worse' }),
    ).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
  });

  test('gives a token that says how far the login is', async () => {
    const begun = begunLogins();
    const outcome = await attempt(begun, { renewed: RENEWED });
    const token = outcome.kind === 'mfa-required' ? outcome.mfaToken : '';
    expect(await begun.verify(token)).toEqual({
      userId: credential.userId,
      email: EMAIL,
      ...{ credentialVersion: 1, tokenVersion: 1 },
      amr: ['pwd'],
      renewed: RENEWED,
    });
    domain.clock.advance(300);
    expect(await begun.verify(token)).toBeUndefined();
  });

  test('gives a token that is good for no other backend, even under the same secret', async () => {
    const keys = new TestKeys();
    const outcome = await attempt(begunLogins('jwt', keys));
    const token = outcome.kind === 'mfa-required' ? outcome.mfaToken : '';
    expect(await begunLogins('cookie', keys).verify(token)).toBeUndefined();
  });

  describe('where superusers must have one, and the user has a passkey alone,', () => {
    const settings = { requiredOf: 'superusers' };
    const withPasskey = (email: string) =>
      domain.credential(email).then((own) => ({ credential: { ...own, factors: PASSKEY } }));

    test('is refused of a superuser, who is known by one more read', async () => {
      await domain.user('root@example.com', { is_superuser: true });
      const root = await withPasskey('root@example.com');
      domain.forget();
      expect(await attempt(begunLogins(), root, { settings })).toMatchObject({
        kind: 'mfa-required',
        methods: ['passkey'],
      });
      expect({ issued, calls: domain.store.calls }).toEqual({ issued: 0, calls: ['isSuperuser'] });
    });

    test('goes on for anyone else', async () => {
      const ada = await withPasskey(EMAIL);
      expect(await attempt(begunLogins(), ada, { settings })).toMatchObject({ kind: 'issued' });
    });

    test('reads nothing more of users who have no passkey, or who gave it', async () => {
      const { credential: passkey } = await withPasskey(EMAIL);
      const { factors: _, ...none } = passkey;
      domain.forget();
      await attempt(begunLogins(), { credential: none }, { settings });
      await attempt(begunLogins(), { credential }, { settings });
      const proof = { amr: ['hwk', 'mfa'] } as const;
      await attempt(begunLogins(), { credential: passkey, proof }, { settings });
      expect(domain.store.calls).not.toContain('isSuperuser');
    });
  });

  test('goes on once it was given', async () => {
    const proof = { amr: ['pwd', 'otp', 'mfa'] } as const;
    expect(await attempt(begunLogins(), { proof })).toMatchObject({ kind: 'issued' });
    expect(issued).toBe(1);
  });
});
