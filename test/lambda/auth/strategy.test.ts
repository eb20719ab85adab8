import { describe, expect, test } from '@jest/globals';
import { isHonoured } from '../../../lambda/auth/strategy.ts';
import { Domain } from '../../support/domain.ts';

describe('claims are', () => {
  const claims = { userId: 'ada', tokenId: 'jti', tokenVersion: 3 };

  test.each([
    ['honoured at the version of the profile', {}, true],
    ['refused when the profile is at a later version', { tokenVersion: 4 }, false],
    ['refused when the profile is at an earlier version', { tokenVersion: 2 }, false],
    [
      'honoured when theirs is the surviving token',
      { tokenVersion: 4, survivingToken: 'jti' },
      true,
    ],
    ['refused when another token survives', { tokenVersion: 4, survivingToken: 'other' }, false],
  ])('%s', async (_, changes, expected) => {
    const profile = await new Domain().user('ada@example.com');
    expect(isHonoured(claims, { ...profile, tokenVersion: 3, ...changes })).toBe(expected);
  });

  test('refused for an inactive user at whatever version', async () => {
    const { user, version } = await new Domain().user('ada@example.com');
    const inactive = { user: { ...user, is_active: false }, version, tokenVersion: 3 };
    expect(isHonoured(claims, inactive)).toBe(false);
    expect(isHonoured(claims, { ...inactive, tokenVersion: 4, survivingToken: 'jti' })).toBe(false);
  });

  test('refused for a user who is gone', () => {
    expect(isHonoured(claims, undefined)).toBe(false);
  });
});
