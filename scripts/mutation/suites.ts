import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is run: sources of a project, and the test files that may run them. */
export interface Project {
  readonly root: string;
  /** Folders of the sources, relative to the root: each has a score of its own. */
  readonly folders: readonly string[];
  /** Globs of the tests, relative to the root. */
  readonly tests: readonly string[];
}

/** How one test file ended. */
export interface SuiteResult {
  readonly test: string;
  readonly ms: number;
  /** Names of the tests that failed. */
  readonly failures: readonly string[];
  /** Files of which it ran something, with ranges of their text and how often each was run. */
  readonly ran: readonly {
    readonly file: string;
    readonly ranges: readonly (readonly [start: number, end: number, count: number])[];
  }[];
}

export interface SuitesOutcome {
  readonly exitCode: number | null;
  readonly suites: readonly SuiteResult[];
  /** Its output on standard error. */
  readonly said: string;
}

export interface SuitesOptions {
  /** Test files in the order in which to run them; all of the project's if absent. */
  readonly tests?: readonly string[];
  /** More of Jest's configuration. */
  readonly config?: object;
  readonly flags?: readonly string[];
  /** A folder for what a run leaves behind, to be removed after it. */
  readonly directory: string;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

const PROJECT = path.join(import.meta.dirname, '..', '..');
const PLUGINS = path.join(import.meta.dirname, 'jest');

let runs = 0;

/** Runs test files in a process of their own. */
export async function runSuites(
  { root, tests: globs }: Project,
  { tests = [], config = {}, flags = [], directory, signal }: SuitesOptions,
): Promise<SuitesOutcome> {
  runs += 1;
  const output = path.join(directory, `suites-${runs}.jsonl`);
  const run = {
    rootDir: root,
    testMatch: globs.map((glob) => `<rootDir>/${glob}`),
    cacheDirectory: path.join(directory, 'cache'),
    reporters: [[path.join(PLUGINS, 'reporter.ts'), { output }]],
    ...config,
  };
  const logFile = path.join(directory, `suites-${runs}.log`);
  const log = openSync(logFile, 'w');
  const child = spawn(
    process.execPath,
    [
      path.join(PROJECT, 'scripts', 'run.cjs'),
      'jest',
      ...['--config', path.join(PLUGINS, 'jest.config.mjs')],
      ...flags,
      ...(tests.length > 0 ? ['--runTestsByPath', ...tests] : []),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', log],
      // Whatever a killed process leaves behind goes with the folder.
      env: { ...process.env, TMPDIR: directory, MUTATION_RUN: JSON.stringify(run) },
      signal,
      killSignal: 'SIGKILL',
    },
  );
  const exitCode = await new Promise<number | null>((done, fail) => {
    child.once('error', (error) => {
      if (!signal.aborted) fail(error);
    });
    child.once('close', done);
  });
  closeSync(log);
  const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
  return {
    exitCode,
    suites: lines.map((line) => JSON.parse(line) as SuiteResult),
    said: readFileSync(logFile, 'utf8').trim(),
  };
}
