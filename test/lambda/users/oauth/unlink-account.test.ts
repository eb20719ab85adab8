import { beforeEach, describe, expect, test } from '@jest/globals';
import { associateCallback } from '../../../../lambda/users/oauth/associate-callback.ts';
import { listAccounts } from '../../../../lambda/users/oauth/list-accounts.ts';
import { unlinkAccount } from '../../../../lambda/users/oauth/unlink-account.ts';
import { unlinkMyAccount } from '../../../../lambda/users/oauth/unlink-my-account.ts';
import type { NewLink, Profile } from '../../../../lambda/users/user.ts';
import { Domain, SUPERUSER } from '../../../support/domain/domain.ts';

const GOOGLE = { client: 'google', issuer: 'https://google.example', subject: 'a/b' };
const ACME = { client: 'acme', issuer: 'https://acme.example', subject: 'a', email: 'a@b.example' };

describe('an account at a provider that is removed', () => {
  let domain: Domain;
  let userId: string;

  const profile = () => domain.profile(userId);
  const deps = () => ({ ...domain, accounts: domain.store });
  const link = async (account: NewLink) =>
    associateCallback(deps(), { profile: await profile(), account, acceptsEarlier: false });
  const listed = async () => listAccounts(deps(), { profile: await profile() });
  const unlink = async ({ client, subject }: Pick<NewLink, 'client' | 'subject'>, as?: Profile) =>
    unlinkMyAccount(deps(), { profile: as ?? (await profile()), client, subject });

  /** A user with both accounts, and a password or none. */
  async function someone(withPassword: boolean): Promise<void> {
    if (withPassword) {
      userId = (await domain.user('ada@example.com', { is_verified: true })).user.id;
      await link(GOOGLE);
    } else {
      userId = domain.ids.next();
      const at = domain.clock.now().toISOString();
      const flags = { is_active: true, is_superuser: false, is_verified: true };
      const user = {
        id: userId,
        email: 'ada@example.com',
        ...flags,
        created_at: at,
        updated_at: at,
      };
      const event = {
        id: domain.ids.next(),
        type: 'after-register',
        at,
        actor: SUPERUSER,
      } as const;
      await domain.store.create({ user, link: { account: GOOGLE, linkVersion: 1 }, event });
    }
    domain.clock.advance(60);
    await link(ACME);
    domain.forget();
  }

  beforeEach(() => {
    domain = new Domain();
  });

  test('is no longer listed and signs nobody in, with one read, one write and one event', async () => {
    await someone(true);
    expect((await listed()).map(({ client, email }) => ({ client, email }))).toEqual([
      { client: 'google', email: null },
      { client: 'acme', email: ACME.email },
    ]);
    domain.forget();
    const before = await profile();
    domain.forget();
    await unlink(ACME, before);
    expect(domain.store.calls).toEqual(['accountsOf', 'unlink']);
    const { client, issuer, subject } = ACME;
    expect(domain.store.events).toStrictEqual([
      {
        id: expect.any(String),
        type: 'after-account-unlink',
        at: domain.clock.now().toISOString(),
        actor: { id: userId, by: 'user' },
        ...{ client, issuer, subject },
      },
    ]);
    expect(await domain.store.find({ account: ACME })).toEqual({});
    expect(await listed()).toHaveLength(1);
  });

  test.each(['a/b', 'a%2Fb'])(
    'is named by its subject, decoded once or twice: %s',
    async (subject) => {
      await someone(true);
      await unlink({ client: 'google', subject });
      expect((await listed()).map(({ client }) => client)).toEqual(['acme']);
    },
  );

  test('may be the last one of a user with a password, and of no other', async () => {
    await someone(true);
    await unlink(GOOGLE);
    await unlink(ACME);
    expect(await listed()).toEqual([]);

    domain = new Domain();
    await someone(false);
    await unlink(GOOGLE);
    await expect(unlink(ACME)).rejects.toMatchObject({ code: 'LAST_CREDENTIAL' });
    expect(await listed()).toHaveLength(1);
  });

  test('leaves the other one where both are removed at once', async () => {
    await someone(false);
    const before = await profile();
    const outcomes = await Promise.allSettled([unlink(GOOGLE, before), unlink(ACME, before)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'LAST_CREDENTIAL' } });
    expect(await listed()).toHaveLength(1);
  });

  test.each([
    ['another client', { client: 'other', subject: 'a' }],
    ['another subject', { client: 'acme', subject: 'b' }],
  ])('has to be the user’s: not of %s', async (_, account) => {
    await someone(true);
    await expect(unlink(account)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is not found where a reset has removed it', async () => {
    userId = (await domain.user('ada@example.com')).user.id;
    await link(ACME);
    await domain.store.resetPassword({
      userId,
      email: 'ada@example.com',
      credentialVersion: 1,
      passwordHash: 'hash',
      event: { id: domain.ids.next(), type: 'after-reset-password', at: '', actor: SUPERUSER },
    });
    expect(await listed()).toEqual([]);
    await expect(unlink(ACME)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is removed by a superuser as well, who is named in the event', async () => {
    await someone(true);
    const { client, subject } = ACME;
    await unlinkAccount(deps(), { profile: await profile(), client, subject, actor: SUPERUSER });
    expect(domain.store.events).toMatchObject([{ type: 'after-account-unlink', actor: SUPERUSER }]);
  });

  test('stays where the user was signed out in between', async () => {
    await someone(true);
    const before = await profile();
    await domain.deactivate(before);
    await expect(unlink(ACME, before)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});
