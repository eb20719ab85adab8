import { beforeEach, describe, expect, test } from '@jest/globals';
import { assertFreshProof } from '../../../../lambda/users/passwords/fresh-proof.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, Domain, SENDER } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const refused = { code: 'REAUTHENTICATION_REQUIRED' };

describe('fresh proof', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
    domain.forget();
  });

  const give = (recent: boolean, currentPassword?: string, profile = ada) =>
    assertFreshProof(domain, profile, {
      recent,
      sender: SENDER,
      ...(currentPassword !== undefined && { currentPassword }),
    });

  test('is a recent login, without a read and without a hash', async () => {
    await give(true);
    expect({ calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
      calls: [],
      hashes: [],
    });
  });

  test('is the current password, by one read, one hash and another look at the counters, however long ago the login was', async () => {
    await give(false, PASSWORD);
    expect({ calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
      calls: ['currentHash', 'attempts'],
      hashes: ['verify'],
    });
  });

  test('is no login of long ago by itself, without a read', async () => {
    await expect(give(false)).rejects.toMatchObject(refused);
    expect(domain.store.calls).toEqual([]);
  });

  test.each([
    ['a login of long ago', false],
    ['a recent login', true],
  ])('is no wrong password, after %s', async (_, recent) => {
    await expect(give(recent, OTHER_PASSWORD)).rejects.toMatchObject(refused);
    await expect(give(recent, '')).rejects.toMatchObject(refused);
  });

  test('is no password of somebody who has the address by now', async () => {
    await domain.store.delete(ada, DELETED);
    await domain.user(EMAIL);
    await expect(give(false, PASSWORD)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(domain.hash.calls).not.toContain('verify');
  });
});
