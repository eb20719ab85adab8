import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ConfirmTotpDeps,
  confirmTotp,
} from '../../../../lambda/users/factors/confirm-totp.ts';
import { enrolTotp } from '../../../../lambda/users/factors/enrol-totp.ts';
import { publicFactors } from '../../../../lambda/users/factors/public-factors.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, ORIGIN, withCalls } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';

const EMAIL = 'ada@example.com';
const BAD = { code: 'MFA_BAD_CODE' };
const LOCKED = { code: 'TOO_MANY_REQUESTS' };

describe('an enrolment', () => {
  let domain: FactorDomain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new FactorDomain();
    ada = await domain.user(EMAIL);
  });

  const enrol = () => enrolTotp(domain, { profile: ada });
  const confirm = (code: string, profile = ada, deps: ConfirmTotpDeps = domain) =>
    confirmTotp(deps, { profile, code, sender: domain.sender() });

  test('tells the app a secret that is another one each time, and puts nothing in force', async () => {
    const one = await enrol();
    expect(one).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringContaining(`secret=${one.secret}&`),
      expires_at: new Date(domain.clock.now().getTime() + 600_000).toISOString(),
    });
    expect((await enrol()).secret).not.toBe(one.secret);
    expect(publicFactors(await domain.profile(ada.user.id))).toEqual({
      totp: false,
      recovery_codes_left: 0,
      passkeys: 0,
    });
    expect(domain.store.events).toEqual([]);
  });

  test('stores the secret sealed, and neither it nor a code anywhere else', async () => {
    const stored: string[] = [];
    const factors = withCalls(domain.store, {
      enrolTotp: (userId, pending) => {
        stored.push(JSON.stringify(pending));
        return domain.store.enrolTotp(userId, pending);
      },
      confirmTotp: (confirmation) => {
        stored.push(JSON.stringify(confirmation));
        return domain.store.confirmTotp(confirmation);
      },
    });
    const { secret } = await enrolTotp(
      { ...domain, factors, sealing: domain.sealing },
      { profile: ada },
    );
    const codes = await confirm(
      domain.code(secret),
      ada,
      Object.assign(Object.create(domain), { factors }),
    );
    const shown = [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))];
    expect(shown.filter((text) => stored.some((each) => each.includes(text)))).toEqual([]);
    expect(stored).toHaveLength(2);
  });

  test('is in force with its first code, with ten recovery codes and an event', async () => {
    const { secret } = await enrol();
    const codes = await confirm(domain.code(secret));
    expect(new Set(codes).size).toBe(10);
    const profile = await domain.profile(ada.user.id);
    expect(publicFactors(profile)).toEqual({ totp: true, recovery_codes_left: 10, passkeys: 0 });
    expect((await domain.credential(EMAIL)).factors).toEqual(profile.factors);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-mfa-enable',
        at: domain.clock.now().toISOString(),
        actor: { id: ada.user.id, by: 'user' },
        method: 'totp',
        codes_left: 10,
        ip: ORIGIN.ip,
        user_agent: ORIGIN.user_agent,
      },
    ]);
  });

  test('takes the first code as used', async () => {
    const { secret } = await enrol();
    const code = domain.code(secret);
    await confirm(code);
    const { totp } = await domain.store.storedFactors({ userId: ada.user.id }, []);
    expect(totp?.lastStep).toBe(Math.floor(domain.clock.now().getTime() / 30_000));
  });

  test('is refused for a user who has an app in force', async () => {
    await domain.enrolled(ada);
    const profile = await domain.profile(ada.user.id);
    await expect(enrolTotp(domain, { profile })).rejects.toMatchObject({
      code: 'MFA_ALREADY_ENABLED',
    });
  });

  test('does not replace an app that was put in force since the caller was read', async () => {
    const { secret: late } = await enrol();
    const lateCode = domain.code(late);
    const { secret } = await domain.enrolled(ada);
    // Read before that app was in force.
    const { secret: later } = await enrolTotp(domain, { profile: ada });
    const profile = await domain.profile(ada.user.id);
    for (const code of [lateCode, domain.code(later)]) {
      await expect(confirm(code, profile)).rejects.toMatchObject(BAD);
    }
    const { totp } = await domain.store.storedFactors({ userId: ada.user.id }, []);
    const { secret: inForce } = await domain.sealing.open(totp?.sealed ?? '', ada.user.id);
    expect(domain.totpCodes.stepOf(inForce, domain.code(secret), domain.clock.now())).toBeDefined();
  });

  test('ends after ten minutes, though it is stored still', async () => {
    const { secret } = await enrol();
    domain.clock.advance(599);
    const code = domain.code(secret, 1);
    domain.clock.advance(1);
    await expect(confirm(code)).rejects.toMatchObject(BAD);
    const again = await enrol();
    await expect(confirm(domain.code(again.secret))).resolves.toHaveLength(10);
  });

  test('is confirmed by no code where nothing waits, and that counts as no guess', async () => {
    for (let each = 0; each < 7; each++) {
      await expect(confirm('123456')).rejects.toMatchObject(BAD);
    }
    const { secret } = await enrol();
    await expect(confirm(domain.code(secret))).resolves.toHaveLength(10);
  });

  test('answers five wrong codes, and then none, right or wrong, for a second', async () => {
    const { secret } = await enrol();
    for (let each = 0; each < 5; each++) {
      await expect(confirm(domain.wrongCode(secret))).rejects.toMatchObject(BAD);
    }
    await expect(confirm(domain.wrongCode(secret))).rejects.toMatchObject(LOCKED);
    await expect(confirm(domain.code(secret))).rejects.toMatchObject(LOCKED);
    domain.clock.advance(1);
    await expect(confirm(domain.code(secret))).resolves.toHaveLength(10);
  });

  test('is confirmed on a user who changed in between', async () => {
    const { secret } = await enrol();
    const user = { ...ada.user, is_verified: true };
    await domain.store.update({ before: ada, user, tokenVersion: ada.tokenVersion });
    await expect(confirm(domain.code(secret))).resolves.toHaveLength(10);
    expect(await domain.profile(ada.user.id)).toMatchObject({ user, factors: { totp: true } });
  });

  test('is nobody’s once the user was signed out or deleted', async () => {
    const { secret } = await enrol();
    await domain.deactivate(ada);
    await expect(confirm(domain.code(secret))).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await domain.store.delete(await domain.profile(ada.user.id), DELETED);
    await expect(enrol()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});
