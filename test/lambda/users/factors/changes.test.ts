import { beforeEach, describe, expect, test } from '@jest/globals';
import { deleteMfa } from '../../../../lambda/users/factors/delete-mfa.ts';
import { deleteMyTotp } from '../../../../lambda/users/factors/delete-my-totp.ts';
import type { GivenCode } from '../../../../lambda/users/factors/factor-use.ts';
import { replaceRecoveryCodes } from '../../../../lambda/users/factors/replace-recovery-codes.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, ORIGIN, SUPERUSER } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';

const EMAIL = 'ada@example.com';
const BAD = { code: 'MFA_BAD_CODE' };
const LOCKED = { code: 'TOO_MANY_REQUESTS' };
const FROM = { ip: ORIGIN.ip, user_agent: ORIGIN.user_agent };

describe('a change of second factors', () => {
  let domain: FactorDomain;
  let ada: Profile;
  let secret: string;
  let recoveryCodes: readonly string[];

  beforeEach(async () => {
    domain = new FactorDomain();
    const registered = await domain.user(EMAIL);
    ({ secret, recoveryCodes } = await domain.enrolled(registered));
    ada = await domain.profile(registered.user.id);
    domain.forget();
  });

  const byApp = (code = domain.code(secret)): GivenCode => ({ method: 'totp', code });
  const byRecovery = (index = 0): GivenCode => ({
    method: 'recovery_code',
    code: recoveryCodes[index] ?? '',
  });
  const remove = (given: GivenCode, profile = ada) =>
    deleteMyTotp(domain, { profile, given, sender: domain.sender() });
  const replace = (given: GivenCode, profile = ada) =>
    replaceRecoveryCodes(domain, { profile, given, sender: domain.sender() });
  const factors = async () => (await domain.profile(ada.user.id)).factors;
  const happened = () => domain.store.events.map(({ id: _, at: __, ...event }) => event);

  test.each([
    ['a code of the app', () => byApp()],
    ['a recovery code', () => byRecovery()],
  ])('removes the app and all recovery codes by %s', async (_, given) => {
    await remove(given());
    expect(await factors()).toBeUndefined();
    expect(await domain.store.recoveryCodes(ada.user.id)).toEqual([]);
    expect(happened()).toEqual([
      {
        type: 'after-mfa-disable',
        actor: { id: ada.user.id, by: 'user' },
        method: 'totp',
        ...FROM,
      },
    ]);
  });

  test.each([
    ['a code of the app', () => byApp()],
    ['one of those that are left', () => byRecovery()],
  ])('gets new recovery codes by %s, and those of before are void', async (_, given) => {
    const codes = await replace(given());
    expect(new Set([...codes, ...recoveryCodes]).size).toBe(20);
    expect(await factors()).toEqual({ totp: true, passkeys: 0, recoveryCodes: 10 });
    expect(happened()).toEqual([
      {
        type: 'after-mfa-enable',
        actor: { id: ada.user.id, by: 'user' },
        ...{ method: 'recovery_code', codes_left: 10 },
        ...FROM,
      },
    ]);
    const profile = await domain.profile(ada.user.id);
    await expect(remove(byRecovery(1), profile)).rejects.toMatchObject(BAD);
    await remove({ method: 'recovery_code', code: codes[9] ?? '' }, profile);
  });

  test('costs two round trips, with either kind of code', async () => {
    await replace(byApp());
    const byCode = [...domain.store.calls];
    domain.forget();
    domain.clock.advance(30);
    await remove(byApp(), await domain.profile(ada.user.id));
    expect({ replaced: byCode, removed: domain.store.calls.slice(1) }).toEqual({
      replaced: ['storedFactors', 'recoveryCodes', 'replaceRecoveryCodes'],
      removed: ['storedFactors', 'recoveryCodes', 'removeFactors'],
    });
  });

  test('takes no code twice', async () => {
    const code = domain.code(secret);
    await replace(byApp(code));
    await expect(replace(byApp(code), await domain.profile(ada.user.id))).rejects.toMatchObject(
      BAD,
    );
  });

  test('takes no code of another user, and no recovery code of one', async () => {
    const bob = await domain.user('bob@example.com');
    const his = await domain.enrolled(bob);
    await expect(remove(byApp(domain.code(his.secret)))).rejects.toMatchObject(BAD);
    const code = his.recoveryCodes[0] ?? '';
    await expect(remove({ method: 'recovery_code', code })).rejects.toMatchObject(BAD);
  });

  test('answers five wrong codes of either kind, from wherever, and then none for a second', async () => {
    for (let each = 0; each < 5; each++) {
      const given = each % 2 === 0 ? byApp(domain.wrongCode(secret)) : byRecovery(99);
      const sender = domain.sender(`198.51.100.${each}`);
      const tried = deleteMyTotp(domain, { profile: ada, given, sender });
      await expect(tried).rejects.toMatchObject(BAD);
    }
    await expect(remove(byRecovery())).rejects.toMatchObject(LOCKED);
    expect(happened()).toMatchObject([{ type: 'after-lockout', attempts: 5, method: 'totp' }]);
    expect(domain.lockouts).toBe(1);
    domain.clock.advance(1);
    await remove(byRecovery());
  });

  test('is made on a user who changed in between, and on none who was signed out', async () => {
    const before = await domain.profile(ada.user.id);
    const user = { ...before.user, is_verified: true };
    await domain.store.update({ before, user, tokenVersion: before.tokenVersion });
    await replace(byApp());
    await domain.deactivate(await domain.profile(ada.user.id));
    await expect(remove(byRecovery())).rejects.toMatchObject({ code: expect.any(String) });
    expect((await factors())?.totp).toBe(true);
  });

  test('happens once, of a hundred removals at once with one code', async () => {
    const code = domain.code(secret);
    const racing = Array.from({ length: 100 }, () =>
      remove(byApp(code)).then(
        () => 'removed',
        ({ code: refusal }) => refusal as string,
      ),
    );
    const outcomes = await Promise.all(racing);
    expect(outcomes.filter((each) => each === 'removed')).toHaveLength(1);
    expect(await factors()).toBeUndefined();
  });

  test('by a superuser takes no code, and says who it was', async () => {
    await deleteMfa(domain, { profile: ada, actor: SUPERUSER });
    expect(await factors()).toBeUndefined();
    expect(await domain.store.recoveryCodes(ada.user.id)).toEqual([]);
    expect(happened()).toEqual([{ type: 'after-mfa-disable', actor: SUPERUSER, method: 'totp' }]);
  });

  test('by a superuser changes nothing of a user who has none, and needs one who is there', async () => {
    const bob = await domain.user('bob@example.com');
    await deleteMfa(domain, { profile: bob, actor: SUPERUSER });
    expect({ events: happened(), version: (await domain.profile(bob.user.id)).version }).toEqual({
      events: [],
      version: bob.version,
    });
    await domain.store.delete(ada, DELETED);
    const gone = deleteMfa(domain, { profile: ada, actor: SUPERUSER });
    await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
