import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { pbkdf2Scheme } from '../../../../lambda/adapters/passwords/pbkdf2.ts';
import { scryptScheme } from '../../../../lambda/adapters/passwords/scrypt.ts';
import type { ScryptCost } from '../../../../lib/contract/password-hash.ts';

const pbkdf2 = pbkdf2Scheme('sha256');
const iterations = fc.integer({ min: 1, max: 2_000_000 });
const cost = fc.record({
  logN: fc.integer({ min: 1, max: 20 }),
  r: fc.integer({ min: 1, max: 32 }),
  p: fc.integer({ min: 1, max: 8 }),
});

/** What the time of scrypt goes with. */
const work = ({ logN, r, p }: ScryptCost) => 2 ** logN * r * p;
const memory = ({ logN, r }: ScryptCost) => 2 ** logN * r;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('what a cheaper hash leaves of the dearest', () => {
  test('is the rest of the iterations of PBKDF2', () => {
    fc.assert(
      fc.property(iterations, iterations, (own, whole) => {
        const missing = pbkdf2.missing({ iterations: own }, { iterations: whole });
        if (own > whole) return missing === undefined;
        return own + sum((missing ?? []).map((each) => each.iterations)) === whole;
      }),
    );
  });

  test('is the rest of the work of scrypt, but for the smallest N', () => {
    fc.assert(
      fc.property(cost, cost, (own, whole) => {
        const missing = scryptScheme.missing(own, whole);
        if (work(own) > work(whole) || memory(own) > memory(whole)) return missing === undefined;
        const rest = work(whole) - work(own) - sum((missing ?? []).map(work));
        return rest >= 0 && rest < 2 * 2 * whole.r * whole.p;
      }),
    );
  });

  test('takes no more memory at once than the dearest', () => {
    fc.assert(
      fc.property(cost, cost, (own, whole) =>
        (scryptScheme.missing(own, whole) ?? []).every((each) => memory(each) <= memory(whole)),
      ),
    );
  });
});
