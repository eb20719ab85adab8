import { describe, expect, test } from '@jest/globals';
import { describeMutant, mutate } from '../../../scripts/mutation/mutant.ts';
import { mutantsOf } from '../../../scripts/mutation/operators.ts';
import { parseSource } from '../../../scripts/mutation/syntax.ts';

/** The text with each mistake. */
const mutated = (text: string) =>
  mutantsOf(parseSource('source.ts', text)).map((mutant) => mutate(text, mutant));

describe('the mutants of a source', () => {
  test.each<[string, string, string[]]>([
    ['conditions', 'if (a) b;', ['if (true) b;', 'if (false) b;', 'if (a) ;']],
    ['choices', 'x = a ? b : c', ['x = true ? b : c', 'x = false ? b : c']],
    ['loops, which still end', 'while (a) {}', ['while (false) {}']],
    ['conjuncts', 'x = a && b', ['x = a', 'x = b']],
    ['alternatives', 'x = a || b', ['x = a', 'x = b']],
    ['defaults', 'x = a ?? b', ['x = a', 'x = b']],
    ['negations', 'x = !a', ['x = a']],
    ['comparisons', 'x = a === b', ['x = a !== b']],
    ['limits', 'x = a < b', ['x = a <= b', 'x = a >= b']],
    ['sums', 'x = a + b', ['x = a - b']],
    ['numbers', 'x = 41', ['x = 42']],
    ['flags', 'x = true', ['x = false']],
    ['texts', "x = 'a'", ["x = ''"]],
    ['empty texts', "x = ''", ["x = 'mutated'"]],
    ['templates', 'x = `a${b}`', ["x = ''"]],
    ['fields', 'x = { a, b }', ['x = { b }', 'x = { a}']],
    ['a field that is the only one', 'x = {\n  a,\n}', ['x = {\n  }']],
    ['elements', 'x = [a, ...b]', ['x = [...b]', 'x = [a]']],
  ])('are made of %s', (_, text, expected) => {
    expect(mutated(text).filter((each) => each !== ';')).toEqual(expected);
  });

  test('are made by leaving a statement out', () => {
    for (const statement of ['a();', 'throw a;', 'await a();']) {
      expect(mutated(statement)).toEqual([';']);
    }
    expect(mutated('a();\nb();')).toEqual([';\nb();', 'a();\n;']);
  });

  test('keep parentheses where another operator stands around', () => {
    expect(mutated('x = (a || b) && c')).toContain('x = (a || b)');
    expect(mutated('x = !(a || b)')).toContain('x = (a || b)');
  });

  test('leave out a return only where something comes after it', () => {
    const early = 'function f() { if (a) return; b(); }';
    expect(mutated(early)).toContain('function f() { if (a) ; b(); }');
    expect(mutated('function f() { b(); return; }')).not.toContain('function f() { b(); ; }');
    expect(mutated('function f() { return 1; }')).toContain('function f() { ; }');
  });

  test.each([
    "import { a } from 'a';",
    "export * from 'a';",
    "type A = 'a' | 1;",
    'interface A { readonly a: true }',
    'function f(a: 1 | 2): asserts a is 1 {}',
  ])('are not made of what is erased or fixed before anything runs: %s', (text) => {
    expect(mutated(text)).toEqual([]);
  });

  test('are made of values that have a type, and of no key', () => {
    expect(mutated("x = { 'a': 1 as const }")).toEqual([';', 'x = { }', "x = { 'a': 2 as const }"]);
  });

  test('are named by the line before and after', () => {
    const [first] = mutantsOf(parseSource('a/b.ts', '\n\n  if (a) {\n    b();\n  }\n'));
    expect(first && describeMutant(first)).toBe('a/b.ts:3 if (a) { -> if (true) {');
  });
});

test('a mutant that is no program is an error, since no test could notice it', () => {
  const edit = { file: 'a.ts', line: 1, original: 'a', mutated: '(', start: 0, end: 1 };
  expect(() => mutate('a', { ...edit, replacement: '(' })).toThrow('no program: a.ts:1 a -> (');
});
