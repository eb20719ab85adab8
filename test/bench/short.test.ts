import { expect, test } from '@jest/globals';
import type { Measured } from '../../bench/rounds.ts';
import { judged } from '../../bench/short.ts';

/** Beside a floor of 100. */
const measured = (...cpu: number[]): Measured[] => [
  { name: 'ours', kind: 'ours', rounds: { cpu } },
  { name: 'floor', kind: 'floor', rounds: { cpu: cpu.map(() => 100) } },
];
const judge = (was: readonly Measured[], now: readonly Measured[]) =>
  judged(['ours', 'floor'], { question: 'cold', figure: 'cpu' }, was, now);

test('a function has fallen behind when it takes more than a tenth more of its floor than it did', () => {
  expect(judge(measured(80), measured(88))).toEqual({
    text: 'cold, cpu: ours / floor 0.88, was 0.80',
    holds: true,
  });
  expect(judge(measured(80), measured(89))).toEqual({
    text: 'cold, cpu: ours / floor 0.89, was 0.80: it has fallen behind',
    holds: false,
  });
});

test('a round that is disturbed decides nothing, and three of four do', () => {
  const holds = (...now: number[]) => judge(measured(80), measured(...now)).holds;
  expect({ two: holds(99, 80, 99), all: holds(99, 99, 99) }).toEqual({ two: true, all: false });
  const five = [99, 99, 99, 99, 99];
  expect({ five: holds(...five, 80, 80, 80), six: holds(...five, 99, 80, 80) }).toEqual({
    five: true,
    six: false,
  });
});

test('a slow machine is not taken for slow functions, as it slows the floors as well', () => {
  const slow = measured(80, 80, 80).map((each) => ({
    ...each,
    rounds: { cpu: (each.rounds.cpu ?? []).map((cpu) => cpu * 4) },
  }));
  expect(judge(measured(80), slow).holds).toBe(true);
});

test('what nobody measured holds nothing', () => {
  expect(() => judge([], measured(80))).toThrow('nothing was measured of ours');
  expect(judge(measured(80), measured()).holds).toBe(false);
});
