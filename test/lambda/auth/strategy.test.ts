import { beforeAll, describe, expect, test } from '@jest/globals';
import { honouredBy } from '../../../lambda/auth/strategy.ts';
import type { AccessClaims, Session } from '../../../lambda/users/sessions/session.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { Domain } from '../../support/domain/domain.ts';

const NOW = new Date('2026-01-01T00:00:00.000Z');
const SECONDS = NOW.getTime() / 1000;

describe('claims are', () => {
  let ada: Profile;
  let claims: AccessClaims;

  beforeAll(async () => {
    ada = { ...(await new Domain().user('ada@example.com')), tokenVersion: 3 };
    claims = {
      userId: ada.user.id,
      sessionId: 'login',
      tokenVersion: 3,
      keeping: { by: 'revocation', expiresAt: SECONDS + 60 },
    };
  });

  const found = (
    profile: Profile | undefined,
    sessions: Session[] = [],
    revoked: string[] = [],
  ) => ({
    profiles: new Map(profile ? [[profile.user.id, profile]] : []),
    sessions: new Map(sessions.map((session) => [session.sessionId, session])),
    revoked: new Set(revoked),
  });

  test.each([
    ['honoured at the version of the profile', {}, true],
    ['refused when the profile is at a later version', { tokenVersion: 4 }, false],
    ['refused when the profile is at an earlier version', { tokenVersion: 2 }, false],
    ['honoured when theirs survives', { tokenVersion: 4, survivingToken: 'login' }, true],
    ['refused when another survives', { tokenVersion: 4, survivingToken: 'other' }, false],
  ])('%s', (_, changes, expected) => {
    const profile = { ...ada, ...changes };
    expect(honouredBy(found(profile), claims, NOW)).toBe(expected ? profile : undefined);
  });

  test('refused for an inactive user at whatever version', () => {
    const user = { ...ada.user, is_active: false };
    for (const changes of [{}, { tokenVersion: 4, survivingToken: 'login' }]) {
      expect(honouredBy(found({ ...ada, user, ...changes }), claims, NOW)).toBeUndefined();
    }
  });

  test('refused for a user who is gone', () => {
    expect(honouredBy(found(undefined), claims, NOW)).toBeUndefined();
  });

  test('refused once they were revoked, and not because others were', () => {
    expect(honouredBy(found(ada, [], ['login']), claims, NOW)).toBeUndefined();
    expect(honouredBy(found(ada, [], ['other']), claims, NOW)).toBe(ada);
  });

  describe('of a stored session,', () => {
    const keeping = { by: 'session', backend: 'web', secretHash: 'hash' } as const;
    const session = (changes: Partial<Session> = {}): Session => ({
      userId: ada.user.id,
      sessionId: 'login',
      backend: 'web',
      created_at: NOW.toISOString(),
      last_used_at: NOW.toISOString(),
      ip: '192.0.2.1',
      user_agent: 'a browser',
      tokenVersion: 3,
      expiresAt: SECONDS + 1,
      secretHash: 'hash',
      ...changes,
    });
    const honoured = (sessions: Session[], by: AccessClaims['keeping'] = keeping) =>
      honouredBy(found(ada, sessions), { ...claims, keeping: by }, NOW) !== undefined;

    test('honoured as long as it is there', () => {
      expect(honoured([session()])).toBe(true);
      expect(honoured([])).toBe(false);
    });

    test.each<[string, Partial<Session>]>([
      ['has expired, to the second', { expiresAt: SECONDS }],
      ['was ended', { ended_at: NOW.toISOString() }],
      ['has another secret', { secretHash: 'hush' }],
      ['has a longer secret', { secretHash: 'hashes' }],
      ['has no secret', { secretHash: undefined }],
      ['is of another backend', { backend: 'mobile' }],
      ['is of another user', { userId: 'eve' }],
      ['was made at another version', { tokenVersion: 2 }],
    ])('refused when it %s', (_, changes) => {
      expect(honoured([session(changes)])).toBe(false);
    });

    test('refused when it has a secret that they do not know', () => {
      expect(honoured([session()], { by: 'session', backend: 'web' })).toBe(false);
    });
  });
});
