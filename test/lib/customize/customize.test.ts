import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { GATEWAY } from './api';
import type { Cases } from './cases';
import { CONSTRUCT } from './construct';
import { DATA } from './data';
import { EVENTS } from './events';
import { FUNCTIONS } from './functions';

interface Section {
  readonly cases: Cases;
  readonly file: string;
}

/** By the heading that their rows have in the document. */
const SECTIONS: Readonly<Record<string, Section>> = {
  Functions: { cases: FUNCTIONS, file: 'functions.ts' },
  Data: { cases: DATA, file: 'data.ts' },
  Events: { cases: EVENTS, file: 'events.ts' },
  'API Gateway': { cases: GATEWAY, file: 'api.ts' },
  'The construct': { cases: CONSTRUCT, file: 'construct.ts' },
};

interface Row {
  readonly what: string;
  /** The code in its last column. */
  readonly code: readonly string[];
}

const DOCUMENT = readFileSync(path.join(__dirname, '../../../docs/customize.md'), 'utf8');

function rowsOf(heading: string): Row[] {
  const [, section = ''] = DOCUMENT.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const rows = [...text.matchAll(/^\| (?!what \||---)(.+?) \|.+?\| ([^|]+) \|$/gm)];
  return rows.map(([, what = '', how = '']) => ({
    what,
    code: [...how.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  }));
}

/** Code without what the formatter decides. */
const bare = (code: string) => code.replace(/\s+/g, '').replace(/,(?=[}\])])/g, '');

/** The source of each case, by its name. */
function sourcesOf({ cases, file }: Section): Record<string, string> {
  const source = readFileSync(path.join(__dirname, file), 'utf8');
  const parts = source.split(/^ {2}'?(.+?)'?: \(\) => \{$/m).slice(1);
  const sources = parts.flatMap((name, index) =>
    index % 2 === 0 ? [[name, String(parts[index + 1])]] : [],
  );
  expect(sources.map(([name]) => name)).toEqual(Object.keys(cases));
  return Object.fromEntries(sources);
}

describe.each(Object.entries(SECTIONS))('%s', (heading, section) => {
  test.each(Object.entries(section.cases))('%s', (_, run) => run());

  test('the document has these cases, in the same code', () => {
    const rows = rowsOf(heading);
    expect(rows.map(({ what }) => what)).toEqual(Object.keys(section.cases));
    const sources = sourcesOf(section);
    const others = rows.flatMap(({ what, code }) =>
      code
        .filter((each) => !bare(String(sources[what])).includes(bare(each)))
        .map((each) => ({ what, code: each })),
    );
    expect(others).toEqual([]);
    expect(rows.filter(({ code }) => code.length === 0)).toEqual([]);
  });
});

test('the document has no other table', () => {
  const headings = [...DOCUMENT.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
  const withRows = headings.filter((heading) => rowsOf(heading).length > 0);
  expect(withRows).toEqual(Object.keys(SECTIONS));
});
