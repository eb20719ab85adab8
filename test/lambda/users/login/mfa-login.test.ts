import { beforeEach, describe, expect, test } from '@jest/globals';
import type { GivenCode } from '../../../../lambda/users/factors/factor-use.ts';
import { type MfaLoginDeps, mfaLogin } from '../../../../lambda/users/login/mfa-login.ts';
import type { Proof } from '../../../../lambda/users/proof.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { issuedBy, ORIGIN } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';
import { outcomes } from '../../../support/stores/stored-users.ts';

const EMAIL = 'ada@example.com';
const BAD_TOKEN = { code: 'LOGIN_BAD_MFA_TOKEN' };
const BAD_CODE = { code: 'LOGIN_BAD_MFA_CODE' };
const LOCKED = { code: 'TOO_MANY_REQUESTS' };

describe('mfaLogin', () => {
  let domain: FactorDomain;
  let ada: Profile;
  let secret: string;
  let recoveryCodes: readonly string[];
  let mfaToken: string;
  let proofs: Proof[];

  beforeEach(async () => {
    domain = new FactorDomain();
    ada = await domain.user(EMAIL);
    ({ secret, recoveryCodes } = await domain.enrolled(ada));
    mfaToken = await domain.begin(EMAIL);
    proofs = [];
    domain.forget();
  });

  const byApp = (code = domain.code(secret)): GivenCode => ({ method: 'totp', code });
  const byRecovery = (index = 0): GivenCode => ({
    method: 'recovery_code',
    code: recoveryCodes[index] ?? '',
  });
  const deps = (changes: Partial<MfaLoginDeps> = {}): MfaLoginDeps => ({
    ...domain,
    issue: async (_, __, proof) => {
      proofs.push(proof);
      return { credential: 'issued', lifetime: 60 };
    },
    ...changes,
  });
  const login = (given: GivenCode, changes: Partial<MfaLoginDeps> = {}, ip = ORIGIN.ip) =>
    mfaLogin(deps(changes), {
      ...{ mfaToken, given, origin: { ...ORIGIN, ip } },
      arrivedAt: domain.clock.now(),
    });
  const answers = (racing: Promise<unknown>[]) =>
    outcomes(
      racing.map((each) =>
        each.then(
          () => 'issued',
          ({ code }) => code as string,
        ),
      ),
    );

  test('issues what the first proof began, as proved by both', async () => {
    expect(issuedBy(await login(byApp()))).toMatchObject({
      userId: ada.user.id,
      credential: 'issued',
    });
    expect(proofs).toEqual([
      { authTime: domain.clock.now().getTime() / 1000, amr: ['pwd', 'otp', 'mfa'] },
    ]);
  });

  test('costs one read and one write, by a code and by a recovery code', async () => {
    await login(byApp());
    const byCode = [...domain.store.calls];
    domain.forget();
    await login(byRecovery());
    expect({ byCode, byRecovery: domain.store.calls }).toEqual({
      byCode: ['storedFactors', 'recordLogin'],
      byRecovery: ['storedFactors', 'recoveryCodes', 'recordLogin'],
    });
  });

  test('takes no code twice, nor an earlier one', async () => {
    const [before, now, next] = [-30, 0, 30].map((seconds) => domain.code(secret, seconds));
    issuedBy(await login(byApp(next)));
    for (const code of [next, now, before]) {
      await expect(login(byApp(code))).rejects.toMatchObject(BAD_CODE);
    }
    domain.clock.advance(60);
    issuedBy(await login(byApp()));
  });

  test('takes a recovery code once, tells how many are left, and raises an event', async () => {
    issuedBy(await login(byRecovery()));
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-recovery-code',
        at: domain.clock.now().toISOString(),
        actor: { id: ada.user.id, by: 'user' },
        ip: ORIGIN.ip,
        user_agent: ORIGIN.user_agent,
        method: 'recovery_code',
        codes_left: 9,
      },
    ]);
    expect((await domain.profile(ada.user.id)).factors?.recoveryCodes).toBe(9);
    await expect(login(byRecovery())).rejects.toMatchObject(BAD_CODE);
  });

  test('raises the event of the login as well, where logins have one', async () => {
    issuedBy(await login(byRecovery(), { loginEvents: true }));
    expect(domain.store.events.map(({ type }) => type).toSorted()).toEqual([
      'after-login',
      'after-recovery-code',
    ]);
  });

  test('refuses what is no token, one of another backend, and one of five minutes ago', async () => {
    const token = mfaToken;
    for (const wrong of ['', 'a.b.c', `${token}x`]) {
      mfaToken = wrong;
      await expect(login(byApp())).rejects.toMatchObject(BAD_TOKEN);
    }
    mfaToken = token;
    domain.clock.advance(300);
    await expect(login(byApp())).rejects.toMatchObject(BAD_TOKEN);
    expect(domain.store.calls).toEqual([]);
  });

  test.each([
    ['the password changed', { credentialVersion: 0 }],
    ['the address has another user', { userId: '00000000-0000-7000-8000-00000000bbbb' }],
    ['the address has no user', { email: 'lovelace@example.com' }],
  ])('refuses the token of a login since which %s', async (_, changes) => {
    mfaToken = await domain.begin(EMAIL, changes);
    await expect(login(byApp())).rejects.toMatchObject(BAD_TOKEN);
  });

  test('refuses a user who was deactivated since, and one whose app was removed', async () => {
    await domain.deactivate(await domain.profile(ada.user.id));
    await expect(login(byApp())).rejects.toMatchObject(BAD_TOKEN);
    const bob = await domain.user('bob@example.com');
    mfaToken = await domain.begin('bob@example.com');
    await expect(login(byApp())).rejects.toMatchObject(BAD_CODE);
    expect(bob.factors).toBeUndefined();
  });

  test('answers five wrong codes from wherever they come, and then none for a second', async () => {
    for (let each = 0; each < 5; each++) {
      const wrong = byApp(domain.wrongCode(secret));
      await expect(login(wrong, {}, `198.51.100.${each}`)).rejects.toMatchObject(BAD_CODE);
    }
    await expect(login(byApp(), {}, '203.0.113.1')).rejects.toMatchObject(LOCKED);
    await expect(login(byRecovery(), {}, '203.0.113.1')).rejects.toMatchObject(LOCKED);
    domain.clock.advance(1);
    issuedBy(await login(byApp()));
  });

  test('locks for twice as long after each further wrong code, whatever token comes with it', async () => {
    const wrong = () => login(byApp(domain.wrongCode(secret)));
    for (let each = 0; each < 5; each++) await wrong().catch(() => {});
    for (const seconds of [1, 2, 4, 8, 16]) {
      domain.clock.advance(seconds - 0.001);
      mfaToken = await domain.begin(EMAIL);
      await expect(wrong()).rejects.toMatchObject(LOCKED);
      domain.clock.advance(0.001);
      await expect(wrong()).rejects.toMatchObject(BAD_CODE);
    }
  });

  test('counts wrong codes though nothing is counted of passwords', async () => {
    const off = { bruteForce: undefined };
    const racing = Array.from({ length: 20 }, () => login(byApp(domain.wrongCode(secret)), off));
    expect(await answers(racing)).toEqual({ LOGIN_BAD_MFA_CODE: 5, TOO_MANY_REQUESTS: 15 });
  });

  test('tells of a lock of codes once an hour, although passwords were locked before', async () => {
    for (let each = 0; each < 5; each++) await login(byRecovery(99)).catch(() => {});
    expect(domain.store.events).toMatchObject([
      { type: 'after-lockout', attempts: 5, method: 'recovery_code', ip: ORIGIN.ip },
    ]);
  });

  test('is won once of a hundred with one code, and five of the others are told that it is wrong', async () => {
    const racing = Array.from({ length: 100 }, () => login(byApp()));
    expect(await answers(racing)).toEqual({
      issued: 1,
      LOGIN_BAD_MFA_CODE: 5,
      TOO_MANY_REQUESTS: 94,
    });
  });

  test('is won once of a hundred with one recovery code', async () => {
    const racing = Array.from({ length: 100 }, () => login(byRecovery()));
    const { issued, ...others } = await answers(racing);
    expect({ issued, others: Object.keys(others).toSorted() }).toEqual({
      issued: 1,
      others: ['LOGIN_BAD_MFA_CODE', 'TOO_MANY_REQUESTS'],
    });
    expect(await domain.store.recoveryCodes(ada.user.id)).toHaveLength(9);
  });

  test('is won by each of ten recovery codes at once, each of which is told apart', async () => {
    const racing = recoveryCodes.map((_, index) => login(byRecovery(index)));
    // Four attempts are enough for those who come first.
    const { issued = 0 } = await answers(racing);
    const left = domain.store.events.map(({ codes_left }) => codes_left);
    expect(left).toEqual(Array.from({ length: issued }, (_, index) => 9 - index));
    expect((await domain.profile(ada.user.id)).factors?.recoveryCodes ?? 0).toBe(10 - issued);
  });

  test('uses a right code up that comes after too many wrong ones, though it is not told', async () => {
    const right = byApp();
    const late = deps();
    const recordLogin: MfaLoginDeps['logins']['recordLogin'] = async (record) => {
      for (let each = 0; each < 5; each++) {
        await login(byApp(domain.wrongCode(secret))).catch(() => {});
      }
      return domain.store.recordLogin(record);
    };
    const logins = { ...domain.store, recordLogin };
    await expect(login(right, { ...late, logins })).rejects.toMatchObject(LOCKED);
    expect(proofs).toHaveLength(1);
    domain.clock.advance(1);
    await expect(login(right)).rejects.toMatchObject(BAD_CODE);
  });

  test('is tried again where the user changed between read and write', async () => {
    let changed = false;
    const recordLogin: MfaLoginDeps['logins']['recordLogin'] = async (record) => {
      if (changed) return domain.store.recordLogin(record);
      changed = true;
      return 'stale';
    };
    issuedBy(await login(byApp(), { logins: { ...domain.store, recordLogin } }));
    const always = { ...domain.store, recordLogin: async () => 'stale' as const };
    domain.clock.advance(30);
    await expect(login(byApp(), { logins: always })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  test('uses no code where nothing is issued', async () => {
    const refused = new Error('refused');
    const code = byApp();
    const failing = login(code, { issue: () => Promise.reject(refused) });
    await expect(failing).rejects.toBe(refused);
    issuedBy(await login(code));
  });

  test('seals the secret with the new key after a rotation, and takes its codes after another', async () => {
    for (let rotation = 0; rotation < 3; rotation++) {
      domain.sealingKeys.rotate();
      domain.clock.advance(30);
      mfaToken = await domain.begin(EMAIL);
      issuedBy(await login(rotation === 1 ? byRecovery() : byApp()));
    }
    issuedBy(await login(byRecovery(1)));
  });

  test('ends the login of the cookie that came with it, and the one in use that is proved again', async () => {
    const claims = (sessionId: string) => ({
      ...{ userId: ada.user.id, sessionId, tokenVersion: 1 },
      keeping: { by: 'revocation' as const, expiresAt: 4_000_000_000 },
    });
    mfaToken = await domain.begin(EMAIL, { renewed: claims('in-use') });
    const outcome = await mfaLogin(deps(), {
      ...{ mfaToken, given: byApp(), origin: ORIGIN, arrivedAt: domain.clock.now() },
      replaced: claims('of-the-cookie'),
    });
    issuedBy(outcome);
    const keys = ['in-use', 'of-the-cookie'].map((id) => claims(id));
    const { revoked } = await domain.store.signInState([], { revocations: keys });
    expect([...revoked].toSorted()).toEqual(['in-use', 'of-the-cookie']);
  });

  test('ends with the login in use that is proved again, and uses no code then', async () => {
    const keeping = { by: 'session', backend: 'jwt' } as const;
    const renewed = { userId: ada.user.id, sessionId: 'ended', tokenVersion: 1, keeping };
    mfaToken = await domain.begin(EMAIL, { renewed });
    await expect(login(byApp())).rejects.toMatchObject(BAD_TOKEN);
    mfaToken = await domain.begin(EMAIL);
    issuedBy(await login(byApp()));
  });
});
