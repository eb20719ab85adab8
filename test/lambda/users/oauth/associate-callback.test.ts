import { beforeEach, describe, expect, test } from '@jest/globals';
import { associateCallback } from '../../../../lambda/users/oauth/associate-callback.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DELETED, Domain, SUPERUSER } from '../../../support/domain/domain.ts';

const ACCOUNT = { client: 'acme', issuer: 'https://acme.example', subject: 'subject' };

describe('an account at a provider that a user adds', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user('ada@example.com');
  });

  const associate = (profile = ada, { account = ACCOUNT, acceptsEarlier = false } = {}) =>
    associateCallback({ ...domain, accounts: domain.store }, { profile, account, acceptsEarlier });
  const owner = async () => (await domain.store.find({ account: ACCOUNT })).holder?.userId;

  test('is linked by one write, with an event that names it', async () => {
    await associate();
    expect(domain.store.calls).toEqual(['link']);
    expect(domain.store.events).toStrictEqual([
      {
        id: expect.any(String),
        type: 'after-account-link',
        at: domain.clock.now().toISOString(),
        actor: { id: ada.user.id, by: 'user' },
        ...ACCOUNT,
      },
    ]);
    expect(await owner()).toBe(ada.user.id);
  });

  test('needs no verified address', async () => {
    expect(ada.user.is_verified).toBe(false);
    await associate();
    expect(await owner()).toBe(ada.user.id);
  });

  test('stays as it is where the user has it already, and nothing happens', async () => {
    await associate();
    domain.forget();
    await associate();
    expect(domain.store.events).toEqual([]);
    expect(await owner()).toBe(ada.user.id);
  });

  test('is refused where it is another user’s', async () => {
    const eve = await domain.user('eve@example.com');
    await associate(eve);
    await expect(associate()).rejects.toMatchObject({ code: 'OAUTH_USER_ALREADY_EXISTS' });
    expect(await owner()).toBe(eve.user.id);
  });

  test('is refused where it was stored without an issuer for another user, by a client that accepts that', async () => {
    const eve = await domain.user('eve@example.com');
    await associate(eve, { account: { ...ACCOUNT, issuer: '' } });
    const accepting = { acceptsEarlier: true };
    await expect(associate(ada, accepting)).rejects.toMatchObject({
      code: 'OAUTH_USER_ALREADY_EXISTS',
    });
    expect(await owner()).toBeUndefined();
    await associate(await domain.profile(eve.user.id), accepting);
    expect(await owner()).toBe(eve.user.id);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['was deactivated', () => domain.deactivate(ada)],
    ['was deleted', () => domain.store.delete(ada, DELETED)],
    [
      'signed out everywhere',
      () => domain.store.update({ before: ada, user: ada.user, tokenVersion: 2 }),
    ],
  ])('is refused for a user who %s in between, and linked to nobody', async (_, happen) => {
    await happen();
    await expect(associate()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await owner()).toBeUndefined();
  });

  test('is linked after another change of the user that came first', async () => {
    await domain.store.update({ before: ada, user: ada.user, tokenVersion: ada.tokenVersion });
    await associate();
    expect(await owner()).toBe(ada.user.id);
  });

  test('that a reset removed is refused until it is deleted, and linked then', async () => {
    await associate();
    await domain.store.resetPassword({
      userId: ada.user.id,
      email: ada.user.email,
      credentialVersion: 1,
      passwordHash: 'hash',
      event: { id: domain.ids.next(), type: 'after-reset-password', at: '', actor: SUPERUSER },
    });
    const reset = await domain.profile(ada.user.id);
    await expect(associate(reset)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await domain.store.sweepAccounts(ada.user.id, 1);
    await associate(reset);
    expect(await owner()).toBe(ada.user.id);
  });
});
