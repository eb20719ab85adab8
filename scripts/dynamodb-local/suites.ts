import { globSync } from 'node:fs';

/**
 * The suites that tell whether this project works on an engine: the stores' contract, the API over
 * HTTP, the relay behind a table's stream, and guesses that race.
 */
const PATTERNS = [
  'test/lambda/adapters/dynamodb/**/*.test.ts',
  'test/e2e/api.test.ts',
  'test/e2e/relay.test.ts',
  'test/e2e/guesses.test.ts',
];

/**
 * DynamoDB Local writes a list or map that became empty as `{}` into its stream, which is no value; DynamoDB itself and
 * dynoxide, to which this suite compares the store in memory, have `{"L":[]}`.
 */
const WITHOUT = 'test/lambda/adapters/dynamodb/memory-faults.test.ts';

/**
 * Their files.
 *
 * @throws {Error} for a pattern that matches none, so that a moved suite isn't left out unnoticed
 */
export function engineSuites(project: string, patterns: readonly string[] = PATTERNS): string[] {
  return patterns.flatMap((pattern) => {
    const files = globSync(pattern, { cwd: project });
    if (files.length === 0) {
      throw new Error(
        `engine suites: got no file for ${pattern} in ${project}, expected one or more; ` +
          `correct the pattern in ${import.meta.filename}`,
      );
    }
    return files.filter((file) => file !== WITHOUT).sort();
  });
}
