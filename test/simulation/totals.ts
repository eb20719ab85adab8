import { createHash } from 'node:crypto';
import { checkSeed } from './check.ts';
import { told } from './print.ts';

/** What many programs came to. */
export interface Totals {
  programs: number;
  steps: number;
  calls: number;
  faults: number;
  choices: number;
  /** The first failures, told. */
  readonly failures: string[];
}

const COUNTED = ['programs', 'steps', 'calls', 'faults', 'choices'] as const;

export const nothing = (): Totals => ({
  ...{ programs: 0, steps: 0, calls: 0, faults: 0, choices: 0 },
  failures: [],
});

/** As many failures are told: more say nothing new. */
const MAX_FAILURES = 3;

/**
 * Runs the programs of so many seeds, from one on.
 *
 * @param ended hears of the table that each program leaves, as a number
 */
export async function simulate(
  first: number,
  count: number,
  ended: (state: number) => void = () => {},
): Promise<Totals> {
  const totals = nothing();
  for (let seed = first; seed < first + count; seed++) {
    const { first: run, failure } = await checkSeed(seed);
    add(totals, { ...run, programs: 1, failures: [] });
    ended(createHash('sha1').update(run.state).digest().readUIntBE(0, 6));
    if (failure) totals.failures.push(told(seed, failure));
    if (totals.failures.length >= MAX_FAILURES) break;
  }
  return totals;
}

export function add(sum: Totals, more: Totals): void {
  for (const name of COUNTED) sum[name] += more[name];
  sum.failures.push(...more.failures);
}
