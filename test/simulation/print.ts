import type { Program } from './program.ts';
import type { Run } from './run.ts';

/** How a failure is told: the promise, the shortest program that breaks it, and how to run it again. */
export function told(seed: number, { program, run }: { program: Program; run: Run }): string {
  return [
    `seed ${seed}: ${run.violation}`,
    `The shortest program, of ${program.length} steps:`,
    ...run.transcript,
    `Again: npm run simulate -- --seed ${seed}`,
  ].join('\n');
}
