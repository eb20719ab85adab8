import { expect, test } from '@jest/globals';
import type { Keep, Question } from '../../bench/question.ts';
import { inRounds } from '../../bench/rounds.ts';

/** Says what happens to it. */
function question(said: string[], fails = false): Question {
  const subject = (name: string) => ({
    name,
    kind: 'ours' as const,
    async start(keep: Keep) {
      said.push(`start ${name}`);
      keep(() => said.push(`stop ${name}`));
      let count = 0;
      return async () => {
        if (fails) throw new Error('it failed');
        count += 1;
        said.push(`${name}${count}`);
        return { ms: count };
      };
    },
  });
  return {
    name: 'question',
    title: 'A question',
    figures: [{ name: 'ms', title: 'time', unit: 'ms' }],
    subjects: async () => ['a', 'b'].map(subject),
  };
}
const say = () => {};

test('each is measured once before any is measured again, and all are stopped in the end', async () => {
  const said: string[] = [];
  const measured = await inRounds(question(said), { rounds: 2, say });
  expect(said.join(' ')).toBe('start a start b a1 b1 a2 b2 stop b stop a');
  expect(measured.map(({ name, rounds }) => ({ name, rounds }))).toEqual([
    { name: 'a', rounds: { ms: [1, 2] } },
    { name: 'b', rounds: { ms: [1, 2] } },
  ]);
});

test('a round has the mean of all turns, in which each is measured once', async () => {
  const said: string[] = [];
  const asked = { ...question(said), turns: 3 };
  const measured = await inRounds(asked, { rounds: 2, say });
  expect(said.slice(2, 8).join(' ')).toBe('a1 b1 a2 b2 a3 b3');
  expect(measured.map(({ rounds }) => rounds)).toEqual([{ ms: [2, 5] }, { ms: [2, 5] }]);
});

test('only what was asked for is started', async () => {
  const said: string[] = [];
  await inRounds(question(said), { rounds: 1, only: ['b'], say });
  expect(said.join(' ')).toBe('start b b1 stop b');
});

test('what was started is stopped where one fails', async () => {
  const said: string[] = [];
  await expect(inRounds(question(said, true), { say })).rejects.toThrow('it failed');
  expect(said.join(' ')).toBe('start a start b stop b stop a');
});
