import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Baseline } from './baseline.ts';
import { type Mutant, mutantOf } from './mutant.ts';
import { type Project, runSuites, type SuiteResult } from './suites.ts';
import type { Source } from './syntax.ts';

export type Verdict =
  | { readonly survived: false; readonly noticedBy: string }
  | { readonly survived: true; readonly because: 'every test passes' | 'no test runs it' };

export interface Trial {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

export interface TrialOptions {
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Called with each trial as it ends. */
  readonly onTrial?: (trial: Trial) => void;
}

/** How long a trial may take: the machine has other work, and a mutant may run for ever. */
const PATIENCE_MS = 60_000;
const PATIENCE_FACTOR = 5;

/** Tries each mutant with the tests that run it, as many at once as there are processors. */
export async function tryAll(
  project: Project,
  baseline: Baseline,
  mutants: readonly Mutant[],
  options: TrialOptions,
): Promise<Trial[]> {
  const waiting = [...mutants.entries()];
  const trials: Trial[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, mutant] = next;
      const verdict = await tryOne(project, baseline.testsOf(mutant), mutant, options);
      options.signal.throwIfAborted();
      trials[index] = { mutant, verdict };
      options.onTrial?.({ mutant, verdict });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return trials;
}

/**
 * Tries a change that is no mistake, in the same way as the mutants.
 *
 * @throws {Error} if a test fails nevertheless: then it is not the mutants that tests notice
 */
export async function tryNoMistake(
  project: Project,
  baseline: Baseline,
  { source, at }: { readonly source: Source; readonly at: Mutant },
  options: TrialOptions,
): Promise<void> {
  const end = source.text.length;
  const nothing = mutantOf(source, { start: end, end, replacement: '// no mistake' });
  const verdict = await tryOne(project, baseline.testsOf(at), nothing, options);
  if (!verdict.survived) {
    throw new Error(`got a failure of ${verdict.noticedBy} without a mistake, expected none`);
  }
}

async function tryOne(
  project: Project,
  tests: readonly SuiteResult[],
  mutant: Mutant,
  { directory, signal }: TrialOptions,
): Promise<Verdict> {
  if (tests.length === 0) return { survived: true, because: 'no test runs it' };
  const file = path.join(project.root, mutant.file);
  const transformer = path.join(import.meta.dirname, 'jest', 'transformer.ts');
  const usual = tests.reduce((sum, { ms }) => sum + ms, 0);
  const timeout = AbortSignal.timeout(PATIENCE_MS + PATIENCE_FACTOR * usual);
  const { exitCode, suites } = await runSuites(project, {
    tests: tests.map(({ test }) => test),
    config: { transform: { [`^${file.replaceAll(/\W/g, '\\$&')}$`]: [transformer, mutant] } },
    // What a mutant leaves open would keep the process.
    flags: ['--runInBand', '--bail', '--forceExit'],
    directory,
    signal: AbortSignal.any([signal, timeout]),
  });
  const failed = suites.find(({ failures }) => failures.length > 0);
  if (failed) {
    const test = path.relative(project.root, failed.test);
    return { survived: false, noticedBy: `${test}: ${failed.failures[0]}` };
  }
  if (suites.length === tests.length) return { survived: true, because: 'every test passes' };
  const noticedBy = timeout.aborted ? 'the clock: its tests do not end' : `exit code ${exitCode}`;
  return { survived: false, noticedBy };
}
