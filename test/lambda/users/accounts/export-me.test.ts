import { beforeEach, describe, expect, test } from '@jest/globals';
import { exportMe } from '../../../../lambda/users/accounts/export-me.ts';
import type { PersonalData } from '../../../../lambda/users/accounts/personal-data.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain } from '../../../support/domain/domain.ts';

const AT = '2026-01-01T00:00:00.000Z';
const DATA: PersonalData = {
  lastEvent: { id: 'event', type: 'after-update', at: AT, changed: ['name', 'notes'] },
  credentialVersion: 2,
  groups: {
    sessions: [],
    revoked_tokens: [{ id: 'token', expires_at: AT }],
    accounts: [{ client: 'google', subject: '1' }],
    passkeys: [{ id: 'passkey' }],
    requests: [{ kind: 'forgot-password', requested_at: AT }],
  },
};

describe('exportMe', () => {
  let domain: Domain;
  let profile: Profile;

  beforeEach(async () => {
    domain = new Domain();
    profile = await domain.user('ada@example.com');
  });

  const run = (data: PersonalData | undefined, changes: Partial<Profile> = {}) => {
    const model = { ...domain.model, hasFields: true, privateFields: ['notes'] };
    const custom = { name: 'Ada', notes: 'private' };
    return exportMe(
      { personalData: { read: async () => data }, model, clock: domain.clock },
      { profile: { ...profile, ...changes, user: { ...profile.user, custom } } },
    );
  };

  test('gives the user as other routes do, and all else that is stored', async () => {
    expect(await run(DATA)).toStrictEqual({
      exported_at: domain.clock.now().toISOString(),
      user: { ...profile.user, name: 'Ada' },
      credential: { credential_version: 2 },
      last_event: { id: 'event', type: 'after-update', time: AT, changed: ['name'] },
      ...DATA.groups,
    });
  });

  test('has the new address that waits to be confirmed', async () => {
    const pendingEmail = 'lovelace@example.com';
    expect((await run(DATA, { pendingEmail })).pending_email).toBe(pendingEmail);
  });

  test('names no changed fields where the last event has none', async () => {
    const lastEvent = { id: 'event', type: 'after-register', at: AT } as const;
    expect((await run({ ...DATA, lastEvent })).last_event).toStrictEqual({
      id: 'event',
      type: 'after-register',
      time: AT,
    });
  });

  test('has no last event of a user of whom none was raised', async () => {
    const { lastEvent: _, ...data } = DATA;
    expect(await run(data)).not.toHaveProperty('last_event');
  });

  test('has no private field, and not the name of one', async () => {
    expect(JSON.stringify(await run(DATA))).not.toMatch(/notes|private/);
  });

  test('refuses a user who was deleted since the read', async () => {
    await expect(run(undefined)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});
