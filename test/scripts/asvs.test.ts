import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rowFaults, testFaults } from '../../scripts/asvs/faults.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const LEVELS = { '6.1.1': 1, '6.1.2': 2 };

const page = (...rows: string[]) =>
  ['| id | level | asks | state | shown by |', ...rows].join('\n');
const FIRST = '| 6.1.1 | 1 | something | met | a test |';
const SECOND = '| 6.1.2 | 2 | something else | not applicable | a reason |';

test('the page of ASVS has each requirement once, and tests that exist, and so has the threat model', () => {
  const script = path.join(ROOT, 'scripts/check-asvs.ts');
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

describe('a page of requirements', () => {
  test('is right with one row for each', () => {
    expect(rowFaults(page(FIRST, SECOND), LEVELS)).toEqual([]);
  });

  test.each([
    ['lacks one', [FIRST], ['6.1.2 has 0 rows, expected one']],
    ['has one twice', [FIRST, SECOND, SECOND], ['6.1.2 has 2 rows, expected one']],
    [
      'has one of another level',
      [FIRST, SECOND.replace('| 2 |', '| 1 |')],
      ['6.1.2 is of level 2, not 1'],
    ],
    [
      'has one that is not asked for',
      [FIRST, SECOND, FIRST.replace('6.1.1', '6.1.9')],
      ['6.1.9 is no requirement of these chapters and levels'],
    ],
    [
      'has one without a reason',
      [FIRST.replace('a test', ''), SECOND],
      ['6.1.1 has neither a test nor a reason'],
    ],
    [
      'has one of an unknown state',
      [FIRST.replace('| met |', '| fine |'), SECOND],
      ['6.1.1 is "fine", expected met, partly, not met, not applicable, yours'],
    ],
  ])('is refused where it %s', (_, rows, faults) => {
    expect(rowFaults(page(...rows), LEVELS)).toEqual(faults);
  });
});

describe('a test that a document names', () => {
  const read = (file: string) =>
    file === 'test/a.test.ts'
      ? "test('stops (at once)', () => {});\ntest.each([\n  ['a test']\n])(\n  'refuses %s',\n  () => {});"
      : undefined;

  test.each(['stops (at once)', 'refuses %s'])('is found by its name: %s', (name) => {
    expect(testFaults(`shown by \`test/a.test.ts\`: \`${name}\`.`, read)).toEqual([]);
  });

  test.each([
    ['test/a.test.ts', 'stops', 'test/a.test.ts has no test "stops"'],
    ['test/a.test.ts', 'a test', 'test/a.test.ts has no test "a test"'],
    ['test/b.test.ts', 'stops', 'there is no test/b.test.ts'],
  ])('is missed where it is not there: %s, %s', (file, name, fault) => {
    expect(testFaults(`\`${file}\`: \`${name}\``, read)).toEqual([fault]);
  });
});
