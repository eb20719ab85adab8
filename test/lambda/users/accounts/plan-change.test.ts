import { describe, expect, test } from '@jest/globals';
import { type ChangedBy, planChange } from '../../../../lambda/users/accounts/plan-change.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const AT = '2026-01-02T00:00:00.000Z';
const ADA: Profile = {
  user: {
    id: '00000000-0000-7000-8000-000000000001',
    email: 'ada@example.com',
    is_active: true,
    is_superuser: false,
    is_verified: true,
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
    custom: { plan: 'free', notes: 'a regular' },
  },
  version: 3,
  tokenVersion: 2,
  survivingToken: 'earlier',
};
const SUPERUSER: ChangedBy = {
  themselves: false,
  by: 'superuser',
  actor: { id: 'root', by: 'superuser' },
};
const LOGIN = { themselves: true, sessionId: 'in-use', confirmEmail: false } as const;
const OWN: ChangedBy = { ...LOGIN, by: 'user' };
const CONFIRMING: ChangedBy = { ...OWN, confirmEmail: true };
const NEW_EMAIL = 'lovelace@example.com';

const UNTOUCHED = {
  tokenVersion: 2,
  survivingToken: 'earlier',
  newCredential: false,
  endsOwnLogins: false,
};

describe('the plan of a change', () => {
  test.each<[string, Parameters<typeof planChange>[1], ChangedBy]>([
    ['nothing is asked for', {}, SUPERUSER],
    ['it is so already', { email: ADA.user.email, is_verified: true }, SUPERUSER],
    ['the address to confirm is the present one', { email: ADA.user.email }, CONFIRMING],
  ])('is none where %s', (_, changes, who) => {
    expect(planChange(ADA, changes, ADA.user.custom, who, AT)).toBeUndefined();
  });

  test('names what differs, sorted, and leaves the rest of the user and its tokens', () => {
    const custom = { plan: 'pro', notes: 'a regular' };
    const changes = { is_superuser: true, is_active: true };
    expect(planChange(ADA, changes, custom, SUPERUSER, AT)).toStrictEqual({
      ...UNTOUCHED,
      before: ADA,
      user: { ...ADA.user, is_superuser: true, custom, updated_at: AT },
      fields: ['is_superuser', 'plan'],
      by: 'superuser',
      actor: { id: 'root', by: 'superuser' },
      at: AT,
    });
  });

  test('takes the credential for a new address, which is unverified unless the change says otherwise', () => {
    expect(planChange(ADA, { email: NEW_EMAIL }, undefined, OWN, AT)).toMatchObject({
      ...UNTOUCHED,
      user: { email: NEW_EMAIL, is_verified: false },
      fields: ['email', 'is_verified'],
      newCredential: true,
    });
    const verified = { email: NEW_EMAIL, is_verified: true };
    expect(planChange(ADA, verified, undefined, SUPERUSER, AT)).toMatchObject({
      user: verified,
      fields: ['email'],
    });
  });

  test('separates an address that its user has to confirm, and changes nothing yet', () => {
    expect(planChange(ADA, { email: NEW_EMAIL }, undefined, CONFIRMING, AT)).toStrictEqual({
      ...UNTOUCHED,
      before: ADA,
      user: ADA.user,
      fields: [],
      newEmail: NEW_EMAIL,
      newCredential: true,
      by: 'user',
      actor: { id: ADA.user.id, by: 'user' },
      at: AT,
    });
  });

  test.each([
    ['of its own user, except the one in use', OWN, 'in-use'],
    ['by a superuser', SUPERUSER, undefined],
  ])('ends tokens with a new password %s', (_, who, survivingToken) => {
    expect(planChange(ADA, { password: PASSWORD }, undefined, who, AT)).toMatchObject({
      tokenVersion: 3,
      survivingToken,
      fields: ['password'],
      password: PASSWORD,
      newCredential: true,
    });
  });

  test('ends all tokens with a deactivation, and none by an activation', () => {
    const off = planChange(ADA, { is_active: false }, undefined, SUPERUSER, AT);
    expect(off).toMatchObject({ tokenVersion: 3, survivingToken: undefined });
    const idle = { ...ADA, user: { ...ADA.user, is_active: false } };
    const on = planChange(idle, { is_active: true }, undefined, SUPERUSER, AT);
    expect(on).toMatchObject(UNTOUCHED);
  });
});
