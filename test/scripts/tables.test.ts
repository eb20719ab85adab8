import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/contract/index.ts';
import { documents, faultsOf, TABLES } from '../../scripts/tables/documents.ts';
import { table, tablesIn, withoutPadding, withTables } from '../../scripts/tables/markdown.ts';
import { type Measured, ROUND_TRIPS } from '../e2e/round-trips.ts';
import { LAMBDA_ROWS } from '../e2e/suite/lambda-rows.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const between = (name: string, text = '') =>
  `<!-- table:${name} -->\n${text}<!-- /table:${name} -->`;

describe('tables of the documents', () => {
  test('are current, and each is in one document', async () => {
    expect(faultsOf(await documents())).toEqual([]);
  });

  test('that are not current are reported with the command that writes them', async () => {
    const all = await documents();
    const stale = all.map((document) =>
      document.name === 'docs/events.md'
        ? { ...document, text: document.text.replace('| `after-delete` |', '| `after-leave` |') }
        : document,
    );
    expect(faultsOf(stale)).toEqual(['docs/events.md: it is not current; run npm run tables']);
  });

  test('that are in no document, or in two, are reported', () => {
    const text = Object.keys(TABLES)
      .map((name) => between(name))
      .join('\n');
    const document = { name: 'a.md', text, current: text };
    const missing = text.replace(between('items'), '');
    const fault = (name: string) =>
      `the table ${name} is to be in one document, between its markers`;
    expect({
      once: faultsOf([document]),
      missing: faultsOf([{ ...document, text: missing, current: missing }]),
      twice: faultsOf([
        document,
        { name: 'b.md', text: between('codes'), current: between('codes') },
      ]),
    }).toEqual({ once: [], missing: [fault('items')], twice: [fault('codes')] });
  });
});

describe('a table in Markdown', () => {
  test('has one space around a cell, and bars of a cell escaped', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['1', ''],
          ['x|y', '2'],
        ],
      ),
    ).toBe('| a | b |\n| --- | --- |\n| 1 | |\n| x\\|y | 2 |');
  });

  test('is made between its markers, and everything else is left as it is', () => {
    const text = `before\n\n${between('one', 'old\n')}\n\nafter`;
    const made = withTables(text, { one: () => '| new |' });
    expect(made).toBe(`before\n\n${between('one', '\n| new |\n\n')}\n\nafter`);
    expect(withTables(made, { one: () => '| new |' })).toBe(made);
    expect(tablesIn(made)).toEqual(['one']);
    expect(() => withTables(text, {})).toThrow('there is no table one');
  });

  test('loses its padding, except in a block of code', () => {
    const padded = '| a   |  b \\| c   |\n| :---- | ----: |\n|     |  1  |';
    expect(withoutPadding(padded)).toBe('| a | b \\| c |\n| :--- | ---: |\n| | 1 |');
    const code = `\`\`\`sh\n${padded}\n\`\`\``;
    expect(withoutPadding(code)).toBe(code);
  });
});

describe('the table of round trips', () => {
  const measured: readonly (readonly [string, Measured])[] = Object.entries(ROUND_TRIPS);

  test('has every route', () => {
    const actions = measured.map(([, { action }]) => action);
    const routed = ACTIONS.filter(({ route }) => route !== undefined).map(({ name }) => name);
    expect(routed.filter((name) => !actions.includes(name))).toEqual([]);
    const names = ACTIONS.map(({ name }) => name);
    expect(actions.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('has nothing that no test measures', async () => {
    const folder = path.join(PROJECT, 'test/e2e');
    const tests = (await readdir(folder)).filter((file) => file.endsWith('.test.ts'));
    const texts = await Promise.all(tests.map((file) => readFile(path.join(folder, file), 'utf8')));
    const pattern = /\b\w+(?=\.cost\b)|(?<=\bROUND_TRIPS\.)\w+/g;
    const used = new Set(texts.flatMap((text) => text.match(pattern) ?? []));
    // What may not call the table costs no round trip.
    const silent = ACTIONS.filter((action) => action.table.length === 0).map(({ name }) => name);
    const unused = measured.filter(
      ([name, { action }]) => !(used.has(name) || silent.includes(action)),
    );
    expect(unused.map(([name]) => name)).toEqual([]);
  });
});

describe('the table of what Lambda does', () => {
  test.each(LAMBDA_ROWS)('has a test for $what', async ({ test: [file, name] }) => {
    const text = await readFile(path.join(PROJECT, 'packages/local/test', file), 'utf8');
    expect(text).toContain(`'${name}'`);
  });
});
