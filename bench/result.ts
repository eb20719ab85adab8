/** What was measured, as `results/` has it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from './machine.ts';
import type { Figure } from './question.ts';
import { type Measured, median } from './rounds.ts';

export const RESULTS = path.join(import.meta.dirname, 'results');

export interface Result {
  readonly title: string;
  readonly machine: Machine;
  readonly figures: readonly Figure[];
  readonly subjects: readonly Measured[];
}

export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Undefined for a figure that it doesn't have. */
export function summary({ rounds }: Measured, figure: string): Summary | undefined {
  const values = rounds[figure];
  if (values === undefined) return undefined;
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

/** As it was saved. */
export function saved(name: string): Result {
  return JSON.parse(readFileSync(path.join(RESULTS, `${name}.json`), 'utf8'));
}
