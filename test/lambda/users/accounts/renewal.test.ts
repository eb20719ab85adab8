import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Renewal } from '../../../../lambda/users/accounts/renewal.ts';
import { type UpdateMeInput, updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { HookRefusal, type Hooks } from '../../../../lambda/users/model/hooks.ts';
import type { EntitledLogin, Profile } from '../../../../lambda/users/user.ts';
import { Domain, ORIGIN, OWN } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';

describe('a login that a change of the password replaces', () => {
  let domain: Domain;
  let ada: Profile;
  let entitled: EntitledLogin[];

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
    entitled = [];
  });

  /** Makes a stored login. */
  const renewal: Renewal = {
    origin: ORIGIN,
    async renew(login) {
      entitled.push(login);
      const at = domain.clock.now().toISOString();
      return {
        userId: login.userId,
        sessionId: 'the next',
        ...ORIGIN,
        ...{ created_at: at, last_used_at: at, tokenVersion: login.tokenVersion, expiresAt: 4e9 },
      };
    },
  };
  const change = (
    changes: UpdateMeInput['changes'],
    hooks: Partial<Hooks> = {},
    own: Partial<UpdateMeInput['own']> = {},
  ) =>
    updateMe(
      { ...domain, model: { ...domain.model, hooks: { ...domain.model.hooks, ...hooks } } },
      {
        profile: ada,
        changes,
        own: { ...OWN, sessionId: 'own', currentPassword: PASSWORD, renewal, ...own },
      },
    );

  test('is of the user as changed, and stored in the same write', async () => {
    await change({ password: OTHER_PASSWORD, email: 'lovelace@example.com' });
    expect(entitled).toMatchObject([
      {
        userId: ada.user.id,
        email: 'lovelace@example.com',
        credentialVersion: 2,
        tokenVersion: 2,
        isActive: true,
        addedClaims: {},
      },
    ]);
    expect(domain.store.calls).toEqual(['guessedCredential', 'attempts', 'update']);
    const profile = await domain.profile(ada.user.id);
    expect(profile).toMatchObject({ tokenVersion: 2 });
    expect(profile.survivingToken).toBeUndefined();
    expect(await domain.store.sessionsOf(ada.user.id)).toMatchObject([{ sessionId: 'the next' }]);
  });

  test('is not replaced by another change, nor where the answer has no place for it', async () => {
    await change({ email: 'lovelace@example.com' });
    ada = await domain.profile(ada.user.id);
    await change({ password: OTHER_PASSWORD }, {}, { renewal: undefined });
    expect(entitled).toEqual([]);
    expect((await domain.profile(ada.user.id)).survivingToken).toBe('own');
  });

  test('asks the hooks of a login, of which one can refuse the whole change', async () => {
    const asked: unknown[] = [];
    const beforeLogin: Hooks['beforeLogin'] = async (...args) => {
      asked.push(args);
      throw new HookRefusal('SUSPENDED', 'Your account is suspended');
    };
    const refused = change({ password: OTHER_PASSWORD }, { beforeLogin });
    await expect(refused).rejects.toMatchObject({ code: 'SUSPENDED' });
    expect(asked).toEqual([[{ id: ada.user.id, email: EMAIL, claims: {} }, ORIGIN]]);
    expect(await domain.profile(ada.user.id)).toEqual(ada);
    await change({ password: OTHER_PASSWORD }, { tokenClaims: async () => ({ scope: 'read' }) });
    expect(entitled).toMatchObject([{ addedClaims: { scope: 'read' } }]);
  });

  test('is not handed out where the change came too late', async () => {
    const store = { ...domain.store, update: async () => 'stale' as const };
    const late = updateMe(
      { ...domain, store },
      {
        profile: ada,
        changes: { password: OTHER_PASSWORD },
        own: { ...OWN, sessionId: 'own', currentPassword: PASSWORD, renewal },
      },
    );
    await expect(late).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await domain.store.sessionsOf(ada.user.id)).toEqual([]);
  });
});
