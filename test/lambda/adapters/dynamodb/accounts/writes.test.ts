import { describe, expect, test } from '@jest/globals';
import { toUser } from '../../../../../lambda/adapters/dynamodb/accounts/items.ts';
import { create, updateUser } from '../../../../../lambda/adapters/dynamodb/accounts/writes.ts';
import type { UserChange } from '../../../../../lambda/users/accounts/account-store.ts';
import type { Profile, User } from '../../../../../lambda/users/user.ts';
import { SUPERUSER } from '../../../../support/domain/domain.ts';

const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-02T00:00:00.000Z';
const ada: User = {
  id: '00000000-0000-7000-8000-000000000001',
  email: 'ada@example.com',
  is_active: true,
  is_superuser: false,
  is_verified: false,
  created_at: AT,
  updated_at: AT,
};
const before: Profile = { user: ada, version: 3, tokenVersion: 2 };
const event = { id: ada.id, type: 'after-verify', at: LATER, actor: SUPERUSER } as const;

/** Names of the attributes that each update of a change sets, removes or compares. */
function named(user: Partial<User>, more: Partial<UserChange> = {}) {
  const change = { before, user: { ...ada, ...user }, tokenVersion: 2, event, ...more };
  return updateUser('Users', change, []).map(({ write }) =>
    Object.values(write.Update?.ExpressionAttributeNames ?? {}).sort(),
  );
}

describe('a change of a user names', () => {
  test('what changes, on the profile and in its copies', () => {
    expect(named({ is_verified: true, updated_at: LATER })).toEqual([
      ['event', 'is_verified', 'updated_at', 'version'],
      ['is_verified'],
    ]);
  });

  test('nothing of the credential where only the profile changes', () => {
    expect(named({ updated_at: LATER, custom: { plan: 'pro' } })).toEqual([
      ['custom', 'event', 'updated_at', 'version'],
    ]);
  });

  test('the versions of tokens where all logins end', () => {
    const was = { ...before, survivingToken: 'survivor' };
    expect(named({}, { before: was, tokenVersion: 3, event: undefined })).toEqual([
      ['surviving_token', 'token_version', 'version'],
      ['token_version'],
    ]);
    expect(named({}, { tokenVersion: 3, survivingToken: 'survivor', event: undefined })).toEqual([
      ['surviving_token', 'token_version', 'version'],
      ['token_version'],
    ]);
  });
});

describe('who is no superuser', () => {
  const putOf = (user: User) =>
    create('Users', { user, event }, []).flatMap(({ write }) => write.Put?.Item ?? []);

  test('has no attribute that says so', () => {
    for (const item of putOf(ada)) expect(item).not.toHaveProperty('is_superuser');
    expect(putOf({ ...ada, is_superuser: true })).toContainEqual(
      expect.objectContaining({ sk: 'PROFILE', is_superuser: true }),
    );
  });

  test('is read as no superuser, without the attribute and, as before 0.2.0, with it false', () => {
    const { is_superuser: _, ...without } = ada;
    expect(toUser(without)).toEqual(ada);
    expect(toUser({ ...ada })).toEqual(ada);
  });
});
