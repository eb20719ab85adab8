/**
 * `npm run bench -- --short`: whether functions still take as little as `results/` says, as a multiple of what a floor takes in the
 * same run, by CPU time, so that it holds on a busy machine. One that seems to have fallen behind is measured for longer before it counts.
 */
import { cold } from './questions/cold.ts';
import { warm } from './questions/warm.ts';
import { saved } from './result.ts';
import { inRounds, type Measured, ratio } from './rounds.ts';

const FIGURE = 'cpu';
/** A tenth more than what was measured. */
const ALLOWED = 1.1;
const ROUNDS = { first: 3, more: 5 } as const;

const PAIRS = [
  ['get-me', 'SDK and one item'],
  ['login', 'by hand, argon2id'],
] as const;

/** @returns whether all of them hold */
export async function short(say: (text: string) => void): Promise<boolean> {
  const all: Judged[] = [];
  for (const question of [cold, warm]) {
    const { name } = question;
    const was = saved(name).subjects;
    const measure = (rounds: number) => inRounds(question, { rounds, only: PAIRS.flat(), say });
    const first = judged(name, was, await measure(ROUNDS.first));
    const holds = first.every((each) => each.holds);
    all.push(...(holds ? first : judged(name, was, await measure(ROUNDS.more))));
  }
  for (const { text } of all) say(text);
  return all.every(({ holds }) => holds);
}

interface Judged {
  readonly text: string;
  readonly holds: boolean;
}

/** Each of ours beside its floor, then and now. */
export function judged(
  question: string,
  was: readonly Measured[],
  now: readonly Measured[],
): Judged[] {
  return PAIRS.map(([own, floor]) => {
    const [before, measured] = [ratioIn(was, own, floor), ratioIn(now, own, floor)];
    const holds = measured <= before * ALLOWED;
    const text = `${question}: ${own} / ${floor} ${measured.toFixed(2)}, was ${before.toFixed(2)}`;
    return { text: `${text}${holds ? '' : ': it has fallen behind'}`, holds };
  });
}

function ratioIn(subjects: readonly Measured[], own: string, floor: string): number {
  const of = (name: string) => {
    const found = subjects.find((each) => each.name === name);
    if (found === undefined) throw new Error(`nothing was measured of ${name}`);
    return found;
  };
  return ratio(of(own), of(floor), FIGURE);
}
