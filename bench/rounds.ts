/** Asks a question in interleaved rounds: each subject once, then each once more, so that what the machine does meanwhile falls on all of them. */
import type { Kind, Measure, Question, Subject } from './question.ts';

/** What was measured of one subject: a value of each round for each figure. */
export interface Measured {
  readonly name: string;
  readonly kind: Kind;
  readonly beside?: string;
  readonly rounds: Readonly<Record<string, readonly number[]>>;
}

const ROUNDS = 5;

interface Options {
  readonly rounds?: number;
  /** Which subjects. @default - all */
  readonly only?: readonly string[];
  readonly say: (text: string) => void;
}

export async function inRounds(question: Question, options: Options): Promise<Measured[]> {
  const { rounds = question.rounds ?? ROUNDS, only, say } = options;
  const stops: (() => unknown)[] = [];
  try {
    const keep = (stop: () => unknown) => stops.unshift(stop);
    const all = await question.subjects(keep);
    const subjects = all.filter(({ name }) => only?.includes(name) ?? true);
    const started: { subject: Subject; measure: Measure; values: Record<string, number[]> }[] = [];
    for (const subject of subjects) {
      started.push({ subject, measure: await subject.start(keep), values: {} });
    }
    for (let round = 1; round <= rounds; round++) {
      const means = await inTurns(
        started.map(({ measure }) => measure),
        question.turns ?? 1,
      );
      for (const [index, { subject, values }] of started.entries()) {
        const measured = Object.entries(means[index] ?? {});
        for (const [figure, value] of measured) {
          values[figure] = [...(values[figure] ?? []), value];
        }
        const shown = measured.map(([figure, value]) => `${figure} ${value.toFixed(2)}`);
        say(`${question.name} ${round}/${rounds}  ${subject.name}: ${shown.join(', ')}`);
      }
    }
    return started.map(({ subject: { name, kind, beside }, values }) => ({
      name,
      kind,
      ...(beside !== undefined && { beside }),
      rounds: values,
    }));
  } finally {
    for (const stop of stops) await stop();
  }
}

type Figures = Awaited<ReturnType<Measure>>;

/** The means of each. */
async function inTurns(measures: readonly Measure[], turns: number): Promise<Figures[]> {
  const taken = measures.map((): Figures[] => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, measure] of measures.entries()) taken[index]?.push(await measure());
  }
  return taken.map((all) => {
    const mean = (figure: string) =>
      all.reduce((sum, each) => sum + (each[figure] ?? Number.NaN), 0) / turns;
    return Object.fromEntries(Object.keys(all[0] ?? {}).map((figure) => [figure, mean(figure)]));
  });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** What one is as a multiple of another one in each round. */
export function ratios(one: Measured, other: Measured, figure: string): number[] {
  const below = other.rounds[figure] ?? [];
  return (one.rounds[figure] ?? []).map((value, round) => value / (below[round] ?? Number.NaN));
}

export function ratio(one: Measured, other: Measured, figure: string): number {
  return median(ratios(one, other, figure));
}
