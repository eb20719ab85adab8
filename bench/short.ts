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

/** One of ours, and its floor. */
type Pair = readonly [own: string, floor: string];
const GET_ME: Pair = ['get-me', 'SDK and one item'];
const LOGIN: Pair = ['login', 'by hand, argon2id'];

/** By figure, what is compared. The memory of a login isn't: it is chance in how many threads a few of them hash. */
const ASKED: readonly {
  readonly question: Question;
  readonly pairs: Readonly<Record<string, readonly Pair[]>>;
}[] = [
  { question: cold, pairs: { cpu: [GET_ME, LOGIN] } },
  { question: warm, pairs: { cpu: [GET_ME, LOGIN], memory: [GET_ME] } },
  { question: bundles, pairs: { kB: [GET_ME, LOGIN] } },
];

/** @returns whether all of them hold */
export async function short(say: (text: string) => void): Promise<boolean> {
  const all: Judged[] = [];
  for (const { question, pairs } of ASKED) {
    const was = saved(question.name).subjects;
    const measure = (rounds: number) =>
      inRounds(question, { rounds: question.rounds ?? rounds, only: [...GET_ME, ...LOGIN], say });
    const judge = (now: readonly Measured[]) =>
      Object.entries(pairs).flatMap(([figure, compared]) =>
        compared.map((pair) => judged(pair, { question: question.name, figure }, was, now)),
      );
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

/** One of ours beside its floor, then and now. */
export function judged(
  [own, floor]: Pair,
  { question, figure }: { readonly question: string; readonly figure: string },
  was: readonly Measured[],
  now: readonly Measured[],
): Judged {
  const before = ratio(find(was, own), find(was, floor), figure);
  const measured = ratios(find(now, own), find(now, floor), figure);
  const within = measured.filter((each) => each <= before * ALLOWED).length;
  const holds = within > measured.length / 4;
  const text = `${question}, ${figure}: ${own} / ${floor} ${median(measured).toFixed(2)}, was ${before.toFixed(2)}`;
  return { text: `${text}${holds ? '' : ': it has fallen behind'}`, holds };
}

function find(subjects: readonly Measured[], name: string): Measured {
  const found = subjects.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nothing was measured of ${name}`);
  return found;
}
