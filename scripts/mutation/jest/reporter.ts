import { appendFileSync } from 'node:fs';
import type { SuiteResult } from '../suites.ts';

/** What Jest says of a test file: only what is needed here. */
interface TestResult {
  readonly perfStats: { readonly start: number; readonly end: number };
  readonly testExecError?: unknown;
  readonly testResults: readonly { readonly status: string; readonly fullName: string }[];
  readonly v8Coverage?: readonly { readonly result: ScriptCoverage }[];
}

/** As V8's profiler has it. */
interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly {
      readonly startOffset: number;
      readonly endOffset: number;
      readonly count: number;
    }[];
  }[];
}

/** Writes a line per test file: how it ended, how long it took, and what it ran of the sources. */
export default class Reporter {
  readonly #output: string;

  constructor(_: unknown, { output }: { readonly output: string }) {
    this.#output = output;
  }

  onTestResult({ path }: { readonly path: string }, result: TestResult): void {
    const { perfStats, testExecError, testResults, v8Coverage = [] } = result;
    const failures = testResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    const suite: SuiteResult = {
      test: path,
      ms: perfStats.end - perfStats.start,
      failures: testExecError ? ['it could not be run', ...failures] : failures,
      ran: v8Coverage.map(({ result: { url: file, functions } }) => ({
        file,
        ranges: functions.flatMap(({ ranges }) =>
          ranges.map(
            ({ startOffset, endOffset, count }) => [startOffset, endOffset, count] as const,
          ),
        ),
      })),
    };
    appendFileSync(this.#output, `${JSON.stringify(suite)}\n`);
  }
}
