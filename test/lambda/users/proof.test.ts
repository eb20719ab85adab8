import { expect, test } from '@jest/globals';
import { isRecent } from '../../../lambda/users/proof.ts';

const NOW = new Date('2026-01-01T00:10:00.000Z');
const seconds = NOW.getTime() / 1000;

test.each([
  ['this moment', 0, true],
  ['just within the time', 599, true],
  ['the time ago', 600, false],
  ['long ago', 86_400, false],
  ['a moment ahead, by the clock of another function', -1, true],
])('a proof of %s is recent: %# %s', (_, ago, expected) => {
  expect(isRecent({ authTime: seconds - ago, amr: ['pwd'] }, NOW, 600)).toBe(expected);
});

test('a credential of before there was proof is not recent', () => {
  expect(isRecent(undefined, NOW, 600)).toBe(false);
});
