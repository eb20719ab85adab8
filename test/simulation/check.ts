import fc from 'fast-check';
import { type Program, programs } from './program.ts';
import { type Planted, type Run, run } from './run.ts';
import { shortened } from './shorten.ts';
import { TICKETS } from './steps/index.ts';

const PROGRAMS = programs(TICKETS);

/** What one seed came to. */
export interface Checked {
  readonly first: Run;
  /** The shortest program that breaks a promise, if the first one does. */
  readonly failure?: { readonly program: Program; readonly run: Run };
}

/** Runs the program of a seed; one that breaks a promise is made as short as it gets. */
export async function checkSeed(seed: number, planted?: Planted): Promise<Checked> {
  const runs: Run[] = [];
  let thrown: unknown;
  const property = fc.asyncProperty(PROGRAMS, async (program) => {
    const done = await run(program, planted).catch((error: unknown) => {
      thrown ??= error;
      return undefined;
    });
    if (done && runs.length === 0) runs.push(done);
    return done !== undefined && done.violation === undefined;
  });
  const { counterexample } = await fc.check(property, { seed, numRuns: 1, unbiased: true });
  // The simulation itself is broken, and no promise.
  if (thrown !== undefined) throw thrown;
  const [first] = runs;
  if (!first) throw new Error(`seed ${seed} made no program`);
  if (!counterexample) return { first };
  const [shrunk] = counterexample;
  const program = await shortened(shrunk, async (each) => {
    return (await run(each, planted)).violation !== undefined;
  });
  return { first, failure: { program, run: await run(program, planted) } };
}
