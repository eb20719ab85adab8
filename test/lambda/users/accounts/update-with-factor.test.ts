import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UserChanges } from '../../../../lambda/users/accounts/plan-change.ts';
import { type UpdateMeInput, updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { assertFactorGiven } from '../../../../lambda/users/login/factor-admission.ts';
import type { Proof } from '../../../../lambda/users/proof.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { OWN, PROOF } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

const SETTINGS = { methods: ['totp', 'recovery_code'] } as const;
type Own = Partial<UpdateMeInput['own']> & { readonly proof?: Proof };
const BOTH = { ...PROOF, amr: ['pwd', 'otp', 'mfa'] };

describe('a user with an authenticator app', () => {
  let domain: FactorDomain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new FactorDomain();
    const { user } = await domain.user('ada@example.com', { is_verified: true });
    await domain.enrolled(await domain.profile(user.id));
    ada = await domain.profile(user.id);
    domain.forget();
  });

  const change = (changes: UserChanges, { proof = PROOF, ...own }: Own = {}) =>
    updateMe(domain, {
      ...{ profile: ada, changes },
      own: Object.assign(
        { ...OWN },
        { assertFactor: (caller: Profile) => assertFactorGiven(SETTINGS, { caller, proof }) },
        own,
      ),
    });

  const CHANGES: readonly (readonly [string, UserChanges, Own])[] = [
    ['the password', { password: OTHER_PASSWORD }, {}],
    ['the address', { email: 'new@example.com' }, {}],
    ['the address, by a mail', { email: 'new@example.com' }, { confirmEmail: true }],
    ['to be inactive', { is_active: false }, { by: 'superuser' }],
  ];

  describe.each(CHANGES)('who changes %s', (_, changes, own) => {
    test.each([
      ['the current password', {}],
      ['a recent login', { recent: true }],
      ['no current password, where none is asked for', { requireCurrentPassword: false }],
      ['a login that says nothing of its proof', { proof: { authTime: 0, amr: [] }, recent: true }],
    ])('is refused by one factor and %s', async (__, more) => {
      const refused = change(changes, { ...own, ...more });
      await expect(refused).rejects.toMatchObject({ code: 'MFA_REQUIRED' });
      // Nothing is compared either: the refusal doesn't tell whether the password is right.
      expect({ calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
        calls: [],
        hashes: [],
      });
    });

    test('may with both factors', async () => {
      await change(changes, { ...own, proof: BOTH });
      expect(await domain.profile(ada.user.id)).not.toEqual(ada);
    });
  });

  test('without a password is refused by a recent login with one factor, too', async () => {
    const { factors } = ada;
    ada = { ...(await domain.removePassword(ada)), ...(factors && { factors }) };
    const own = { recent: true, currentPassword: undefined };
    const changes = { password: OTHER_PASSWORD };
    await expect(change(changes, own)).rejects.toMatchObject({ code: 'MFA_REQUIRED' });
    await change(changes, { ...own, proof: BOTH });
  });

  test('changes nothing with the address that is theirs already, by one factor', async () => {
    expect(await change({ email: ada.user.email })).toEqual(ada.user);
  });
});
