import { describe, expect, test } from '@jest/globals';
import { withoutEquivalents } from '../../../scripts/mutation/equivalents.ts';
import { mutantsOf } from '../../../scripts/mutation/operators.ts';
import { drawMutants } from '../../../scripts/mutation/sample.ts';
import { parseSource } from '../../../scripts/mutation/syntax.ts';

const of = (file: string, numbers: number) =>
  mutantsOf(parseSource(file, Array.from({ length: numbers }, (_, n) => `f(${n});`).join('\n')));
const names = (folders: Parameters<typeof drawMutants>[0], seed: number, count: number) =>
  drawMutants(folders, { seed, count }).map(({ file, line, replacement }) => [
    file,
    line,
    replacement,
  ]);

describe('mutants that are drawn', () => {
  const folders = [of('a/one.ts', 20), of('b/two.ts', 20)];

  test('are the same for the same seed, and others for another', () => {
    expect(names(folders, 1, 10)).toEqual(names(folders, 1, 10));
    expect(names(folders, 2, 10)).not.toEqual(names(folders, 1, 10));
  });

  test('are as many of each folder, and each once', () => {
    const drawn = names(folders, 1, 10);
    expect(drawn.filter(([file]) => file === 'a/one.ts')).toHaveLength(5);
    expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(10);
  });

  test('are more of the others where a folder has too few, and all where there are no more', () => {
    const few = [of('a/one.ts', 1), of('b/two.ts', 20)];
    expect(names(few, 1, 10)).toHaveLength(10);
    expect(names(few, 1, 1000)).toHaveLength(2 + 40);
  });
});

describe('a list of equivalent mutants', () => {
  const mutants = of('a/one.ts', 2);
  const entry = {
    file: 'a/one.ts',
    original: 'f(0);',
    mutated: 'f(1);',
    reason: 'f rounds',
  };

  test('takes them out', () => {
    const left = withoutEquivalents(mutants, [entry]);
    expect(left.map(({ mutated }) => mutated)).toEqual([';', ';', 'f(2);']);
  });

  test.each([
    ['that is no mutant any more', { ...entry, original: 'g(0);' }],
    ['of another file', { ...entry, file: 'a/two.ts' }],
    ['without a reason', { ...entry, reason: ' ' }],
    ['that is fewer mutants than it says', { ...entry, places: 2 }],
  ])('is wrong with an entry %s', (_, wrong) => {
    expect(() => withoutEquivalents(mutants, [wrong])).toThrow(
      `correct or remove\n  ${wrong.file} ${wrong.original} -> f(1);`,
    );
  });

  test('names all places where the same text stands, or is wrong', () => {
    const twice = mutantsOf(parseSource('a/one.ts', 'f(0);\nf(0);'));
    expect(withoutEquivalents(twice, [{ ...entry, places: 2 }])).toHaveLength(2);
    expect(() => withoutEquivalents(twice, [entry])).toThrow('correct or remove');
  });
});
