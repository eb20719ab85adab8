import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UserChanges } from '../../../../lambda/users/accounts/plan-change.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, SUPERUSER } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

describe('a superuser who changes a user with passkeys', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user('ada@example.com', { is_verified: true });
    domain.forget();
  });

  /** How often proof is asked for, always before anything else is done. */
  async function asked(changes: UserChanges, passkeys = 1): Promise<number> {
    let count = 0;
    await updateUser(domain, {
      profile: { ...ada, factors: { totp: false, passkeys, recoveryCodes: 0 } },
      ...{ changes, actor: SUPERUSER },
      assertProved: async () => {
        count++;
        expect({ calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
          calls: [],
          hashes: [],
        });
      },
    });
    return count;
  }

  test('is asked for proof before a new password or address, and not before flags', async () => {
    expect(await asked({ is_superuser: true })).toBe(0);
    domain.forget();
    ada = await domain.profile(ada.user.id);
    domain.forget();
    expect(await asked({ password: OTHER_PASSWORD })).toBe(1);
    ada = await domain.profile(ada.user.id);
    domain.forget();
    domain.hash.calls.length = 0;
    expect(await asked({ email: 'new@example.com' })).toBe(1);
  });

  test('is asked for none where there is no passkey to lose', async () => {
    expect(await asked({ password: OTHER_PASSWORD }, 0)).toBe(0);
  });
});
