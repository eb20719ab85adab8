import { expect, test } from '@jest/globals';
import type { Measured } from '../../bench/rounds.ts';
import { judged } from '../../bench/short.ts';

const subjects = (getMe: number, login: number): Measured[] =>
  Object.entries({ 'get-me': getMe, 'SDK and one item': 100, login, 'by hand, argon2id': 50 }).map(
    ([name, cpu]) => ({ name, kind: 'ours', rounds: { cpu: [cpu, cpu] } }),
  );

test('a function has fallen behind when it takes more than a tenth more of its floor than it did', () => {
  const was = subjects(80, 60);
  expect(judged('cold', 'cpu', was, subjects(88, 67))).toEqual([
    { text: 'cold: get-me / SDK and one item 0.88, was 0.80', holds: true },
    {
      text: 'cold: login / by hand, argon2id 1.34, was 1.20: it has fallen behind',
      holds: false,
    },
  ]);
});

test('a round that is disturbed decides nothing, and three of four do', () => {
  const was = subjects(80, 60);
  const inRounds = (...getMe: number[]) =>
    subjects(80, 60).map((each) => ({
      ...each,
      rounds: {
        cpu: getMe.map((cpu) => (each.name === 'get-me' ? cpu : (each.rounds.cpu?.[0] ?? 0))),
      },
    }));
  const holds = (...getMe: number[]) => judged('cold', 'cpu', was, inRounds(...getMe))[0]?.holds;
  expect({ one: holds(99, 80, 99), all: holds(99, 99, 99) }).toEqual({ one: true, all: false });
  const slow = [99, 99, 99, 99, 99];
  expect({ five: holds(...slow, 80, 80, 80), six: holds(...slow, 99, 80, 80) }).toEqual({
    five: true,
    six: false,
  });
});

test('a slow machine is not taken for slow functions, as it slows the floors as well', () => {
  const slow = subjects(80, 60).map((each) => ({ ...each, rounds: { cpu: [400, 400, 400] } }));
  const was = slow.map((each) => ({ ...each, rounds: { cpu: [100] } }));
  expect(judged('cold', 'cpu', was, slow).map(({ holds }) => holds)).toEqual([true, true]);
});

test('what nobody measured holds nothing', () => {
  expect(() => judged('cold', 'cpu', [], subjects(1, 1))).toThrow('nothing was measured of get-me');
  const none = subjects(80, 60).map((each) => ({ ...each, rounds: {} }));
  expect(judged('cold', 'cpu', subjects(80, 60), none).map(({ holds }) => holds)).toEqual([
    false,
    false,
  ]);
});
