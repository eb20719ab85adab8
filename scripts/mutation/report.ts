import { describeMutant } from './mutant.ts';
import type { MutationResult } from './run.ts';
import type { Trial } from './trial.ts';

/** Share of the mutants that tests must notice, of all drawn ones and of each folder's. */
export const LEAST_SCORE = 0.95;

export interface Report {
  readonly text: string;
  readonly isGood: boolean;
}

/** Survivors and scores; no clause of a conditional write may survive. */
export function reportOn({ drawn, clauses }: MutationResult, folders: readonly string[]): Report {
  const byFolder = folders
    .map((folder) => ({
      name: folder,
      trials: drawn.filter(({ mutant }) => mutant.file.startsWith(`${folder}/`)),
    }))
    .filter(({ trials }) => trials.length > 0);
  const scores = [
    ...byFolder.map((row) => ({ ...row, least: LEAST_SCORE })),
    { name: 'all drawn', trials: drawn, least: LEAST_SCORE },
    { name: 'clauses of conditional writes', trials: clauses, least: 1 },
  ];
  const survivors = [...drawn, ...clauses].flatMap(({ mutant, verdict }) =>
    verdict.survived ? [`${describeMutant(mutant)} (${verdict.because})`] : [],
  );
  const text = [
    ...(survivors.length > 0 ? ['survived:', ...survivors, ''] : []),
    ...scores.map(({ name, trials, least }) => row(name, trials, least)),
  ].join('\n');
  return { text, isGood: scores.every(({ trials, least }) => scoreOf(trials) >= least) };
}

function row(name: string, trials: readonly Trial[], least: number): string {
  const score = scoreOf(trials);
  const killed = `${killedOf(trials)} of ${trials.length}`.padStart(12);
  const verdict = score < least ? `, expected ${percent(least)} or more` : '';
  return `${name.padEnd(30)}${killed} noticed, ${percent(score)}${verdict}`;
}

function scoreOf(trials: readonly Trial[]): number {
  return trials.length === 0 ? 1 : killedOf(trials) / trials.length;
}

function killedOf(trials: readonly Trial[]): number {
  return trials.filter(({ verdict }) => !verdict.survived).length;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
