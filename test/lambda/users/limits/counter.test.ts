import { describe, expect, test } from '@jest/globals';
import {
  type Attempts,
  type Counter,
  passwordCounters,
  stateOf,
} from '../../../../lambda/users/limits/counter.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../../lib/contract/limits.ts';

const AT = Date.parse('2026-01-01T00:00:00.000Z');
const [narrow, wide, ofAddress] = passwordCounters(BRUTE_FORCE_DEFAULTS, {
  name: 'a name',
  address: '192.0.2.1',
}) as [Counter, Counter, Counter];

/** What a counter means for a request so many seconds after what was counted last. */
const after = (counter: Counter, n: number, seconds: number) => {
  const seen: Attempts = { n, lastAt: AT };
  return stateOf({ counter, seen }, new Date(AT + seconds * 1000));
};
/** Seconds for which it is locked. */
function lockOf(counter: Counter, n: number): number {
  const state = after(counter, n, 0);
  return state.kind === 'locked' ? (state.until - AT) / 1000 : 0;
}

describe('a counter of a name and an address', () => {
  test('is open while nothing, or less than the limit, is counted', () => {
    expect(stateOf({ counter: narrow, seen: undefined }, new Date(AT))).toEqual({ kind: 'open' });
    expect(after(narrow, 4, 0)).toEqual({ kind: 'open' });
  });

  test('is locked for a second at the limit, and for twice as long after each further try, up to 15 minutes', () => {
    const locks = [4, 5, 6, 7, 8, 14, 15, 16, 2000].map((n) => lockOf(narrow, n));
    expect(locks).toEqual([0, 1, 2, 4, 8, 512, 900, 900, 900]);
  });

  test('allows one more try when a lock is over', () => {
    expect({ before: after(narrow, 7, 3.999).kind, at: after(narrow, 7, 4).kind }).toEqual({
      before: 'locked',
      at: 'trial',
    });
  });

  test('is void once there was no wrong try for 15 minutes', () => {
    expect({ before: after(narrow, 3, 899.999).kind, at: after(narrow, 3, 900).kind }).toEqual({
      before: 'open',
      at: 'void',
    });
    expect(after(narrow, 20, 900).kind).toBe('void');
  });

  test('is locked for a request that arrived before what was counted last', () => {
    expect(after(narrow, 5, -20).kind).toBe('locked');
  });
});

test('a counter of a name everywhere allows a hundred', () => {
  expect([lockOf(wide, 99), lockOf(wide, 100), lockOf(wide, 101)]).toEqual([0, 1, 2]);
});

test('a counter of an address is locked from a hundred on until its 15 minutes are over', () => {
  expect(after(ofAddress, 99, 899).kind).toBe('open');
  expect(after(ofAddress, 100, 1)).toEqual({ kind: 'locked', until: AT + 900_000 });
  expect(after(ofAddress, 100, 900).kind).toBe('void');
});
