import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { deleteUser } from '../../../../lambda/users/administration/delete-user.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { deleteMySessions } from '../../../../lambda/users/sessions/delete-my-sessions.ts';
import { deleteSessions } from '../../../../lambda/users/sessions/delete-sessions.ts';
import type { AccessClaims } from '../../../../lambda/users/sessions/session.ts';
import { Domain, OWN, SUPERUSER } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

describe('the end of all sessions', () => {
  let domain: Domain;

  beforeEach(() => {
    domain = new Domain();
  });

  test('raises the token version in one write, and neither an event nor the time of change', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteSessions(domain, { profile });
    expect(domain.store.calls).toEqual(['update']);
    expect(domain.store.events).toEqual([]);
    const after = await domain.profile(profile.user.id);
    expect(after).toMatchObject({ user: profile.user, tokenVersion: profile.tokenVersion + 1 });
    const { tokenVersion } = await domain.credential('ada@example.com');
    expect(tokenVersion).toBe(after.tokenVersion);
  });

  test('ends the token too that outlived a change of password', async () => {
    const profile = await domain.user('ada@example.com');
    const own = { ...OWN, sessionId: 'token' };
    const changes = { password: OTHER_PASSWORD };
    await updateMe(domain, { profile, changes, own });
    const changed = await domain.profile(profile.user.id);
    expect(changed.survivingToken).toBe('token');
    await deleteSessions(domain, { profile: changed });
    expect((await domain.profile(profile.user.id)).survivingToken).toBeUndefined();
  });

  test('ends the sessions of a user who changed since they were read', async () => {
    const profile = await domain.user('ada@example.com');
    await updateUser(domain, { profile, changes: { email: 'ada@example.org' }, actor: SUPERUSER });
    await deleteSessions(domain, { profile });
    expect(await domain.profile(profile.user.id)).toMatchObject({
      user: { email: 'ada@example.org' },
      tokenVersion: profile.tokenVersion + 1,
    });
  });

  test('does not find a user who is gone', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteUser(domain, { profile, actor: SUPERUSER });
    await expect(deleteSessions(domain, { profile })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  describe('by a login of the user’s own', () => {
    const login = (sessionId: string, tokenVersion = 1): AccessClaims => ({
      userId: '00000000-0000-7000-8000-000000000001',
      sessionId,
      tokenVersion,
      keeping: { by: 'session', backend: 'web', secretHash: 'hash' },
    });

    test('leaves that one', async () => {
      const profile = await domain.user('ada@example.com');
      await deleteMySessions(domain, { profile, survivor: login('own') });
      expect(await domain.profile(profile.user.id)).toMatchObject({
        tokenVersion: 2,
        survivingToken: 'own',
      });
    });

    test('does not bring it back after another login, or a superuser, ended it', async () => {
      const profile = await domain.user('ada@example.com');
      await deleteMySessions(domain, { profile, survivor: login('other') });
      const late = deleteMySessions(domain, { profile, survivor: login('own') });
      await expect(late).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      expect((await domain.profile(profile.user.id)).survivingToken).toBe('other');
      await deleteSessions(domain, { profile: await domain.profile(profile.user.id) });
      const later = deleteMySessions(domain, { profile, survivor: login('other') });
      await expect(later).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    });

    test('does not sign in a user who was deactivated in between, whatever the token version', async () => {
      const profile = await domain.user('ada@example.com');
      const user = { ...profile.user, is_active: false };
      await domain.store.update({ before: profile, user, tokenVersion: 1 });
      for (const tokenVersion of [1, 2]) {
        const late = deleteMySessions(domain, { profile, survivor: login('own', tokenVersion) });
        await expect(late).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
      }
      expect((await domain.profile(profile.user.id)).tokenVersion).toBe(1);
    });

    test('goes on if the user only changed in between', async () => {
      const profile = await domain.user('ada@example.com');
      await updateUser(domain, { profile, changes: { is_verified: true }, actor: SUPERUSER });
      await deleteMySessions(domain, { profile, survivor: login('own') });
      expect((await domain.profile(profile.user.id)).survivingToken).toBe('own');
    });
  });
});
