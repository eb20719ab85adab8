import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { draw } from '../../bench/draw.ts';
import { QUESTIONS } from '../../bench/questions.ts';
import { RESULTS, type Result, saved, summary } from '../../bench/result.ts';
import type { Measured } from '../../bench/rounds.ts';
import { FILES } from '../../bench/save.ts';
import { figuresTable, ratiosTable } from '../../bench/tables.ts';

const ours: Measured = { name: 'ours', kind: 'ours', rounds: { ms: [30, 10, 20] } };
const peer: Measured = { name: 'a < b', kind: 'peer', rounds: { ms: [10, 10, 80] } };
const floor: Measured = { name: 'floor', kind: 'floor', rounds: {} };
const RESULT: Result = {
  title: 'A question',
  machine: { month: '2026-11', name: '2 cores', load: '0.1', versions: { 'Node.js': '24' } },
  figures: [{ name: 'ms', title: 'time', unit: 'ms' }],
  subjects: [ours, peer, floor],
};

test('a summary is the least, the median and the most of all rounds, and none of a figure that is missing', () => {
  expect(summary(ours, 'ms')).toEqual({ min: 10, median: 20, max: 30 });
  expect(summary(floor, 'ms')).toBeUndefined();
});

test('a table has medians with what they are between, and an empty cell where there is none', () => {
  expect(figuresTable(RESULT).split('\n')).toEqual([
    '| | time, ms |',
    '| --- | --- |',
    '| **ours** | 20.0 (10.0 to 30.0) |',
    '| a < b | 10.0 (10.0 to 80.0) |',
    '| floor | |',
  ]);
});

test('ratios are those within a round, so that what the machine does meanwhile is in both halves', () => {
  // 3, 1 and 0.25; the ratio of the medians would be 2.
  expect(ratiosTable(RESULT).split('\n')[2]).toBe('| ours / a < b | 1.00 |');
});

test('what is nothing, or is missing, is compared with nothing', () => {
  const free: Measured = { ...peer, rounds: { ms: [0, 0, 0] } };
  const rows = ratiosTable({ ...RESULT, subjects: [ours, free, floor] }).split('\n');
  expect(rows.slice(2)).toEqual(['| ours / a < b | |', '| ours / floor | |']);
});

test('one of several of ours is compared with what does the same', () => {
  const login: Measured = { ...ours, name: 'login', rounds: { ms: [100] } };
  const other: Measured = { ...peer, beside: 'login', rounds: { ms: [50] } };
  const text = ratiosTable({ ...RESULT, subjects: [ours, login, other] });
  expect(text.split('\n')[2]).toBe('| login / a < b | 2.00 |');
});

test('a picture has a bar and a name for each that was measured, and a whisker from the least to the most', () => {
  const picture = draw(RESULT);
  expect(picture.match(/<rect class="(ours|peer|floor)"/g)).toHaveLength(2);
  expect(picture).toContain('>a &lt; b</text>');
  expect(picture.match(/class="whisker"/g)).toHaveLength(2);
  expect(picture).toContain('prefers-color-scheme: dark');
});

test('a figure apart has a panel for each of ours, with what is compared with it', () => {
  const login: Measured = { ...ours, name: 'login', rounds: { ms: [1000] } };
  const other: Measured = { ...peer, name: 'other', beside: 'login', rounds: { ms: [500] } };
  const figures = RESULT.figures.map((each) => ({ ...each, apart: true }));
  const picture = draw({ ...RESULT, figures, subjects: [ours, login, peer, other] });
  const texts = [...picture.matchAll(/<text class="(?:figure|\w+-name)"[^>]*>([^<]*)</g)];
  expect(texts.map(([, text]) => text)).toEqual([
    'ours: time, ms',
    'ours',
    'a &lt; b',
    'login: time, ms',
    'login',
    'other',
  ]);
});

describe.each(QUESTIONS.map(({ name }) => name))('the saved answer to %s', (name) => {
  const read = (ending: string) => readFileSync(path.join(RESULTS, `${name}.${ending}`), 'utf8');

  test('has the tables and the picture of its figures', () => {
    for (const [ending, text] of Object.entries(FILES)) {
      expect({ ending, same: text(saved(name)) === read(ending) }).toEqual({ ending, same: true });
    }
  });

  test('has as many rounds of every figure as the question asks for', () => {
    const { rounds = 5, figures } = QUESTIONS.find((each) => each.name === name) ?? {};
    const result = saved(name);
    expect(result.figures).toEqual(figures);
    const counts = result.subjects.flatMap((each) =>
      Object.values(each.rounds).map((values) => values.length),
    );
    expect(new Set(counts)).toEqual(new Set([rounds]));
  });
});
