import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { describeMutant } from '../../../scripts/mutation/mutant.ts';
import { reportOn } from '../../../scripts/mutation/report.ts';
import {
  type MutationOptions,
  type MutationResult,
  runMutation,
} from '../../../scripts/mutation/run.ts';
import type { Project } from '../../../scripts/mutation/suites.ts';

const FILES = {
  'package.json': '{ "type": "module" }',
  'src/rules/age.ts': `export function mayVote(age: number): boolean {
  return age >= 18;
}
export function isChild(age: number): boolean {
  return age < 6;
}
`,
  'src/store/votes.ts': `export const vote = {
  ConditionExpression: 'age = :age AND attribute_not_exists(vote)',
};
`,
  // Weak: nobody is 18, isChild is not called, and the second clause is not tested.
  'test/age.test.ts': `import { expect, test } from '@jest/globals';
import { mayVote } from '../src/rules/age.ts';
test('adults may vote, and nobody else', () => {
  expect(mayVote(30)).toBe(true);
  expect(mayVote(5)).toBe(false);
});
`,
  'test/votes.test.ts': `import { expect, test } from '@jest/globals';
import { vote } from '../src/store/votes.ts';
test('a vote is of the age that was read', () => {
  expect(vote.ConditionExpression).toMatch(/^age = :age AND/);
});
`,
};

const FOLDERS = ['src/rules', 'src/store'];

function projectOf(files: Readonly<Record<string, string>>): Project {
  const root = temporaryDirectory();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return { root, folders: FOLDERS, tests: ['test/*.test.ts'] };
}

const run = (project: Project, options: Partial<MutationOptions> = {}) =>
  runMutation(project, {
    seed: 1,
    count: 1000,
    equivalents: [],
    signal: new AbortController().signal,
    ...options,
  });

afterAll(removeTemporaryDirectories);

describe('a mutation run over weak tests', () => {
  let project: Project;
  let result: MutationResult;

  beforeAll(async () => {
    project = projectOf(FILES);
    result = await run(project);
  });

  const survivors = (trials: MutationResult['drawn']) =>
    trials.flatMap(({ mutant, verdict }) =>
      verdict.survived ? [`${describeMutant(mutant)} (${verdict.because})`] : [],
    );

  test('finds each mistake that they let pass, and none that they notice', () => {
    expect(survivors(result.drawn).sort()).toEqual([
      'src/rules/age.ts:2 return age >= 18; -> return age > 18; (every test passes)',
      'src/rules/age.ts:2 return age >= 18; -> return age >= 19; (every test passes)',
      'src/rules/age.ts:5 return age < 6; -> ; (no test runs it)',
      'src/rules/age.ts:5 return age < 6; -> return age < 7; (no test runs it)',
      'src/rules/age.ts:5 return age < 6; -> return age <= 6; (no test runs it)',
      'src/rules/age.ts:5 return age < 6; -> return age >= 6; (no test runs it)',
    ]);
    const noticed = result.drawn.filter(({ mutant }) => mutant.mutated === 'return age < 18;');
    expect(noticed.map(({ verdict }) => verdict)).toEqual([
      { survived: false, noticedBy: 'test/age.test.ts: adults may vote, and nobody else' },
    ]);
  });

  test('finds the clause of a conditional write that nobody looks at', () => {
    expect(result.clauses).toHaveLength(2);
    expect(survivors(result.clauses)).toEqual([
      "src/store/votes.ts:2 ConditionExpression: 'age = :age AND attribute_not_exists(vote)', -> " +
        "ConditionExpression: 'age = :age AND without(attribute_not_exists(vote))', (every test passes)",
    ]);
  });

  test('leaves the sources as they are', () => {
    for (const [file, text] of Object.entries(FILES)) {
      expect(readFileSync(path.join(project.root, file), 'utf8')).toBe(text);
    }
  });

  test('reports scores by folder, and is bad', () => {
    const { text, isGood } = reportOn(result, FOLDERS);
    expect(isGood).toBe(false);
    expect(text).toMatch(/^survived:\nsrc\/rules\/age.ts:/);
    expect(text).toMatch(/^src\/rules {2,}2 of 8 noticed, 25.0 %, expected 95.0 % or more$/m);
    expect(text).toMatch(/^src\/store {2,}(\d+) of \1 noticed, 100.0 %$/m);
    expect(text).toMatch(
      /^clauses of conditional writes {2,}1 of 2 noticed, 50.0 %, expected 100.0/m,
    );
  });

  test('in which a clause survives is bad, however good the rest is', () => {
    const { drawn, clauses } = result;
    const noticed = drawn.filter(({ verdict }) => !verdict.survived);
    expect(reportOn({ drawn: noticed, clauses }, FOLDERS).isGood).toBe(false);
    expect(reportOn({ drawn: noticed, clauses: [] }, FOLDERS).isGood).toBe(true);
  });

  test('tries only what it is told to, and not what is equivalent', async () => {
    const [original, mutated] = ['return age >= 18;', 'return age > 18;'];
    const equivalent = { file: 'src/rules/age.ts', original, mutated, reason: 'nobody is 18' };
    const only = ['src/rules'];
    const { drawn, clauses } = await run(project, { only, equivalents: [equivalent] });
    expect({ drawn: drawn.length, clauses: clauses.length }).toEqual({ drawn: 7, clauses: 0 });
    await expect(run(project, { only: ['src/other'] })).rejects.toThrow('got no mutant to try');
  });
});

test('a mutation run ends before it begins where a test fails without a mistake', async () => {
  const broken = FILES['test/age.test.ts'].replace('toBe(false)', 'toBe(true)');
  await expect(run(projectOf({ ...FILES, 'test/age.test.ts': broken }))).rejects.toThrow(
    /these failures without a mutant, expected tests that pass:\n {2}test\/age\.test\.ts: adults may vote/,
  );
});

test('a mutation run that is interrupted is over', async () => {
  const interruption = new AbortController();
  const running = run(projectOf(FILES), {
    signal: interruption.signal,
    onPlan: () => interruption.abort(),
  });
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});
