import { beforeEach, describe, expect, test } from '@jest/globals';
import { deleteUser } from '../../../lambda/users/delete-user.ts';
import { revokeSessions } from '../../../lambda/users/revoke-sessions.ts';
import { updateUser } from '../../../lambda/users/update-user.ts';
import { Domain } from '../../support/domain.ts';

describe('revokeSessions', () => {
  let domain: Domain;

  beforeEach(() => {
    domain = new Domain();
  });

  test('raises the token version in one write, and neither an event nor the time of change', async () => {
    const profile = await domain.user('ada@example.com');
    await revokeSessions(domain, { profile });
    expect(domain.store.calls).toEqual(['update']);
    expect(domain.store.events).toEqual([]);
    const after = await domain.profile(profile.user.id);
    expect(after).toMatchObject({ user: profile.user, tokenVersion: profile.tokenVersion + 1 });
    const { tokenVersion } = await domain.credential('ada@example.com');
    expect(tokenVersion).toBe(after.tokenVersion);
  });

  test('ends the token too that outlived a change of password', async () => {
    const profile = await domain.user('ada@example.com');
    const own = { sessionId: 'token', requireCurrentPassword: false };
    const changes = { password: 'staple of the day' };
    await updateUser(domain, { profile, changes, own });
    const changed = await domain.profile(profile.user.id);
    expect(changed.survivingToken).toBe('token');
    await revokeSessions(domain, { profile: changed });
    expect((await domain.profile(profile.user.id)).survivingToken).toBeUndefined();
  });

  test('ends the sessions of a user who changed since they were read', async () => {
    const profile = await domain.user('ada@example.com');
    await updateUser(domain, { profile, changes: { email: 'ada@example.org' } });
    await revokeSessions(domain, { profile });
    expect(await domain.profile(profile.user.id)).toMatchObject({
      user: { email: 'ada@example.org' },
      tokenVersion: profile.tokenVersion + 1,
    });
  });

  test('does not find a user who is gone', async () => {
    const profile = await domain.user('ada@example.com');
    await deleteUser(domain, { profile });
    await expect(revokeSessions(domain, { profile })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
