import { beforeEach, describe, expect, test } from '@jest/globals';
import type { UsedAttempts } from '../../../lambda/users/oauth/used-attempts.ts';
import type { Start } from './stored-users.ts';

const ATTEMPT = { client: 'acme', state: 'state', expiresAt: 1_900_000_000 };

/** What `UsedAttempts` guarantees in every adapter. */
export function describeUsedAttempts(start: Start): void {
  let used: UsedAttempts;

  describe('attempts at a provider', () => {
    beforeEach(async () => {
      used = await start();
    });

    test('are used once', async () => {
      expect(await used.use(ATTEMPT)).toBe('used');
      expect(await used.use(ATTEMPT)).toBe('replayed');
    });

    test('are told from those of another state or another client', async () => {
      await used.use(ATTEMPT);
      expect(await used.use({ ...ATTEMPT, state: 'other' })).toBe('used');
      expect(await used.use({ ...ATTEMPT, client: 'partner' })).toBe('used');
    });

    test('are used by one of 50 that race', async () => {
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => used.use(ATTEMPT)));
      expect(outcomes.filter((outcome) => outcome === 'used')).toHaveLength(1);
    });
  });
}
