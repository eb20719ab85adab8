import { expect, test } from '@jest/globals';
import { version } from 'uuid';
import { randomIds, systemClock } from '../../../lambda/adapters/system.ts';

test('ids are UUIDs of version 7 that sort by age, and never twice the same', () => {
  const ids = Array.from({ length: 1_000 }, () => randomIds.next());
  expect(ids.every((id) => version(id) === 7)).toBe(true);
  expect([...new Set(ids)].sort()).toEqual(ids);
});

test('the clock is the system’s', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
