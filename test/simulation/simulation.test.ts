import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { checkSeed } from './check.ts';
import { simulate } from './totals.ts';

const PROGRAMS = 20_000;

describe('the use cases over the store in memory', () => {
  beforeAll(() => {
    // A use of a session that could not be noted.
    jest.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  test(`keep every promise in ${PROGRAMS} programs, however calls interleave and fail`, async () => {
    const { failures, ...totals } = await simulate(1, PROGRAMS);
    expect(failures.join('\n\n')).toBe('');
    expect(totals.programs).toBe(PROGRAMS);
    // Programs that do nothing would break nothing.
    expect(totals.faults).toBeGreaterThan(PROGRAMS / 2);
    expect(totals.choices).toBeGreaterThan(2 * PROGRAMS);
  });

  test('do the same, bit for bit, when the program of a seed is run again', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const [one, again] = [await checkSeed(seed), await checkSeed(seed)];
      expect(again).toEqual(one);
    }
  });
});
