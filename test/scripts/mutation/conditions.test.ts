import { describe, expect, test } from '@jest/globals';
import { clauseMutants } from '../../../scripts/mutation/conditions.ts';
import { mutate } from '../../../scripts/mutation/mutant.ts';
import { parseSource } from '../../../scripts/mutation/syntax.ts';

const ALWAYS = 'attribute_not_exists(no_such_attribute)';
const NEVER = 'attribute_exists(no_such_attribute)';

type Files = Readonly<Record<string, string>>;

const mutantsOf = (files: Files) =>
  clauseMutants(Object.entries(files).map(([file, text]) => parseSource(file, text)));

/** How a report shows each mutant. */
const shown = (files: Files) =>
  mutantsOf(files).map(({ file, line, mutated }) => `${file}:${line} ${mutated}`);

/** The values of `ConditionExpression` that the mutants of one literal have. */
function conditions(literal: string): string[] {
  const text = `write({ ConditionExpression: ${literal} });`;
  return mutantsOf({ 'a.ts': text }).map((mutant) => {
    let condition = '';
    const write = (input: { ConditionExpression: string }) => {
      condition = input.ConditionExpression;
    };
    new Function('write', mutate(text, mutant))(write);
    return condition;
  });
}

describe('a condition that is text', () => {
  test('loses each clause, with the values that it is made of still in use', () => {
    expect(conditions("'a = :a AND size(b) > :b'")).toEqual([
      `(a = :a OR ${ALWAYS}) AND size(b) > :b`,
      `a = :a AND (size(b) > :b OR ${ALWAYS})`,
    ]);
  });

  test('loses each alternative, and all of them', () => {
    expect(conditions("'a = :a OR b = :b'")).toEqual([
      `(a = :a OR b = :b OR ${ALWAYS})`,
      `(a = :a AND ${NEVER}) OR b = :b`,
      `a = :a OR (b = :b AND ${NEVER})`,
    ]);
  });

  test('loses a group, and what is in it', () => {
    expect(conditions("'a = :a AND (b = :b OR c = :c)'")).toEqual([
      `(a = :a OR ${ALWAYS}) AND (b = :b OR c = :c)`,
      `a = :a AND ((b = :b OR c = :c) OR ${ALWAYS})`,
      `a = :a AND ((b = :b AND ${NEVER}) OR c = :c)`,
      `a = :a AND (b = :b OR (c = :c AND ${NEVER}))`,
    ]);
  });

  test('is put together of several', () => {
    expect(conditions("'a = :a' + ' AND b = :b'")).toEqual([
      `(a = :a OR ${ALWAYS}) AND b = :b`,
      `a = :a AND (b = :b OR ${ALWAYS})`,
    ]);
  });

  test('is followed to a constant, into a template and to what a function is given', () => {
    const text = `
      const MORE = given ? ' AND b = :b' : '';
      function write(condition) {
        return { ConditionExpression: \`a = :a\${MORE}\`, Other: { ConditionExpression: condition } };
      }
      write('c = :c');`;
    expect(shown({ 'a.ts': text })).toEqual([
      'a.ts:4 return { ConditionExpression: `without(a = :a)${MORE}`, Other: { ConditionExpression: condition } };',
      "a.ts:2 const MORE = given ? ' AND without(b = :b)' : '';",
      "a.ts:6 write('without(c = :c)');",
    ]);
  });

  test('that several calls share is left out at each of them', () => {
    const files = {
      'put.ts': "export function put(item) { return { Put: { ConditionExpression: 'a' } }; }",
      'use.ts': "import { put } from './put.ts';\nput(one);\nput(two);",
    };
    expect(shown(files)).toEqual([
      "put.ts:1 export function put(item) { return { Put: { ConditionExpression: 'without(a)' } }; }",
      'use.ts:2 unconditional(put(one));',
      'use.ts:3 unconditional(put(two));',
    ]);
  });

  test('and is left out of a write still has all that it names', () => {
    const [, mutant] = mutantsOf({
      'put.ts':
        "function put(item) { return { Put: { ConditionExpression: 'a' } }; }\nput(1);\nput(2);",
    });
    const made = new Function('put', `return ${mutant?.replacement}`)(() => [
      { Put: { TableName: 't', ConditionExpression: 'a' } },
      { Delete: { TableName: 't' } },
    ]);
    expect(made).toEqual([
      { Put: { TableName: 't', ConditionExpression: `(a) OR ${ALWAYS}` } },
      { Delete: { TableName: 't' } },
    ]);
  });
});

describe('a condition that is an object of attributes', () => {
  const UPDATE = `
    export function update(table, terms) {
      const { key, equals } = terms;
      return { ConditionExpression: allEqual(equals) };
    }
    function allEqual(equals) { return Object.keys(equals).join(' AND '); }`;

  test('loses each where it is given', () => {
    const use = "import { update } from './update.ts';\nupdate('t', { key, equals: { a: 1, b } });";
    expect(shown({ 'update.ts': UPDATE, 'use.ts': use })).toEqual([
      "use.ts:2 update('t', { key, equals: { b } });",
      "use.ts:2 update('t', { key, equals: { a: 1} });",
    ]);
  });

  test('is followed to what it is spread of, by the name of its module', () => {
    const use = `
      import * as writes from './update.ts';
      const flags = { c: 3 };
      const asRead = { a: 1, ...(b && { b }), ...flags };
      writes.update('t', { equals: asRead });`;
    const call = "writes.update('t', { equals: without(asRead";
    expect(shown({ 'update.ts': UPDATE, 'use.ts': use })).toEqual([
      `use.ts:5 ${call}, a) });`,
      `use.ts:5 ${call}, b) });`,
      `use.ts:5 ${call}, c) });`,
    ]);
  });

  test('goes as a whole with its only clause, since an empty condition is refused', () => {
    const use = "import { update } from './update.ts';\nupdate('t', { equals: { a: 1 } });";
    expect(shown({ 'update.ts': UPDATE, 'use.ts': use })).toEqual([
      "use.ts:2 unconditional(update('t', { equals: { a: 1 } }));",
    ]);
  });

  test.each([
    [
      'comes from elsewhere',
      "import { update } from './update.ts';\nupdate('t', read());",
      'read()',
    ],
    [
      'is computed',
      "import { update } from './update.ts';\nupdate('t', { equals: { [a]: 1 } });",
      '',
    ],
    ['no call is known to give', '', 'terms'],
  ])('that %s is an error', (_, use) => {
    expect(() => shown({ 'update.ts': UPDATE, 'use.ts': use })).toThrow(
      /^(update|use)\.ts:\d+: got the condition .*, expected text or an object of attributes/,
    );
  });
});
