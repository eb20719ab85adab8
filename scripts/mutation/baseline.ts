/** The tests without a mutant: that they pass, how long they take, and which of them run what. */
import path from 'node:path';
import type { Mutant } from './mutant.ts';
import { type Project, runSuites, type SuiteResult } from './suites.ts';

export interface Baseline {
  /** Test files that run the place of a mutant, those first that are likely to notice it. */
  testsOf(mutant: Pick<Mutant, 'file' | 'start'>): readonly SuiteResult[];
}

/** @throws {Error} when a test fails: a mutant would seem to be noticed */
export async function takeBaseline(
  project: Project,
  { directory, signal }: { readonly directory: string; readonly signal: AbortSignal },
): Promise<Baseline> {
  const config = {
    collectCoverage: true,
    coverageProvider: 'v8',
    collectCoverageFrom: project.folders.map((folder) => `${folder}/**/*.ts`),
    coverageDirectory: path.join(directory, 'coverage'),
    coverageReporters: ['none'],
  };
  const flags = ['--maxWorkers=100%'];
  const { exitCode, suites, said } = await runSuites(project, { config, flags, directory, signal });
  signal.throwIfAborted();
  const failures = suites.flatMap(({ test, failures }) =>
    failures.map((name) => `  ${path.relative(project.root, test)}: ${name}`),
  );
  if (exitCode !== 0 || suites.length === 0) {
    throw new Error(
      `got ${suites.length} test files, exit code ${exitCode} and these failures without a mutant, ` +
        `expected tests that pass:\n${[...failures, said].join('\n')}`,
    );
  }
  return { testsOf: (mutant) => testsOf(project, suites, mutant) };
}

function testsOf(
  { root }: Project,
  suites: readonly SuiteResult[],
  { file, start }: Pick<Mutant, 'file' | 'start'>,
): readonly SuiteResult[] {
  const name = path.basename(file, '.ts');
  const own = ({ test }: SuiteResult) => path.basename(test).startsWith(`${name}.`);
  return suites
    .filter(({ ran }) =>
      ran.some((one) => path.relative(root, one.file) === file && runs(one.ranges, start)),
    )
    .sort((a, b) => Number(own(b)) - Number(own(a)) || a.ms - b.ms);
}

/** Of the ranges around a place, the innermost one says how often it was run. */
function runs(ranges: SuiteResult['ran'][number]['ranges'], place: number): boolean {
  let inmost: readonly [number, number, number] | undefined;
  for (const range of ranges) {
    const [start, end] = range;
    if (start > place || place >= end) continue;
    if (!inmost || end - start <= inmost[1] - inmost[0]) inmost = range;
  }
  return inmost !== undefined && inmost[2] > 0;
}
