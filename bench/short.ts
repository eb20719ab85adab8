/**
 * `npm run bench -- --short`: whether functions still take as little as `results/` says, as a multiple of what a floor takes in the
 * same round. CPU time, memory and bytes hold on a busy machine, where time wouldn't.
 *
 * Rounds differ by more than a tenth, so none decides by itself: a ratio has fallen behind when it has in three of four rounds, and
 * again with more of them.
 */
import type { Question } from './question.ts';
import { bundles } from './questions/bundles.ts';
import { cold } from './questions/cold.ts';
import { warm } from './questions/warm.ts';
import { saved } from './result.ts';
import { inRounds, type Measured, median, ratio, ratios } from './rounds.ts';

/** A tenth more than what was measured. */
const ALLOWED = 1.1;
const ROUNDS = { first: 3, more: 5 } as const;

const ASKED: readonly { readonly question: Question; readonly figures: readonly string[] }[] = [
  { question: cold, figures: ['cpu'] },
  { question: warm, figures: ['cpu', 'memory'] },
  { question: bundles, figures: ['kB'] },
];

const PAIRS = [
  ['get-me', 'SDK and one item'],
  ['login', 'by hand, argon2id'],
] as const;

/** @returns whether all of them hold */
export async function short(say: (text: string) => void): Promise<boolean> {
  const all: Judged[] = [];
  for (const { question, figures } of ASKED) {
    const was = saved(question.name).subjects;
    const measure = (rounds: number) =>
      inRounds(question, { rounds: question.rounds ?? rounds, only: PAIRS.flat(), say });
    const judge = (now: readonly Measured[]) =>
      figures.flatMap((figure) => judged(`${question.name}, ${figure}`, figure, was, now));
    const now = await measure(ROUNDS.first);
    const first = judge(now);
    const holds = first.every((each) => each.holds);
    all.push(...(holds ? first : judge(together(now, await measure(ROUNDS.more)))));
  }
  for (const { text } of all) say(text);
  return all.every(({ holds }) => holds);
}

/** The rounds of both. */
function together(first: readonly Measured[], more: readonly Measured[]): Measured[] {
  return first.map((one, index) => {
    const rounds = Object.entries(one.rounds).map(([figure, values]) => [
      figure,
      [...values, ...(more[index]?.rounds[figure] ?? [])],
    ]);
    return { ...one, rounds: Object.fromEntries(rounds) };
  });
}

interface Judged {
  readonly text: string;
  readonly holds: boolean;
}

/** Each of ours beside its floor, then and now. */
export function judged(
  name: string,
  figure: string,
  was: readonly Measured[],
  now: readonly Measured[],
): Judged[] {
  return PAIRS.map(([own, floor]) => {
    const before = ratio(find(was, own), find(was, floor), figure);
    const measured = ratios(find(now, own), find(now, floor), figure);
    const within = measured.filter((each) => each <= before * ALLOWED).length;
    const holds = within > measured.length / 4;
    const text = `${name}: ${own} / ${floor} ${median(measured).toFixed(2)}, was ${before.toFixed(2)}`;
    return { text: `${text}${holds ? '' : ': it has fallen behind'}`, holds };
  });
}

function find(subjects: readonly Measured[], name: string): Measured {
  const found = subjects.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nothing was measured of ${name}`);
  return found;
}
