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

  test('is followed to the objects that are spread into it, and through the name of a module', () => {
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

  test('loses its only clause as well', () => {
    const use = "import { update } from './update.ts';\nupdate('t', { equals: { a: 1 } });";
    expect(shown({ 'update.ts': UPDATE, 'use.ts': use })).toEqual([
      "use.ts:2 update('t', { equals: { } });",
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

describe('a write that a function made', () => {
  /** The writes that a mutated call makes. */
  const made = (files: Files, writes: unknown) =>
    mutantsOf(files).flatMap(({ replacement }) =>
      replacement.startsWith('((made)')
        ? [new Function('put', `return ${replacement}`)(() => structuredClone(writes))]
        : [],
    );

  test('holds without its condition for every item, by itself or among others', () => {
    const files = {
      'put.ts':
        "function put() { return { Put: { ConditionExpression: 'a' } }; }\nput(1);\nput(2);",
    };
    const input = { TableName: 't', ConditionExpression: 'a' };
    const other = { Delete: { TableName: 't' } };
    const loose = { TableName: 't', ConditionExpression: `(a OR ${ALWAYS})` };
    expect({
      ofList: made(files, [{ Put: input }, other]),
      ofOne: made(files, { Put: input }),
      ofInput: made(files, input),
    }).toEqual({
      ofList: [1, 2].map(() => [{ Put: loose }, other]),
      ofOne: [1, 2].map(() => ({ Put: loose })),
      ofInput: [1, 2].map(() => loose),
    });
  });

  test('holds without a clause where the others do, and keeps the names and values of all', () => {
    const files = {
      'put.ts':
        'function put(equals) { return { ConditionExpression: all(equals) }; }\nput({ a: 1, ab: 2 });',
    };
    const ConditionExpression = '#a = :expected_a AND #ab = :expected_ab';
    expect(made(files, { Put: { ConditionExpression } })).toEqual([
      { Put: { ConditionExpression: `(#a = :expected_a OR ${ALWAYS}) AND #ab = :expected_ab` } },
      { Put: { ConditionExpression: `#a = :expected_a AND (#ab = :expected_ab OR ${ALWAYS})` } },
    ]);
  });
});
