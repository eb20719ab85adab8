/** One thread of `npm run simulate`: runs the programs of the seeds that it is sent. */
import { parentPort } from 'node:worker_threads';
import { simulate, type Totals } from './totals.ts';

/** Seeds of one piece of work. */
export interface Piece {
  readonly first: number;
  readonly count: number;
}

export interface Done {
  readonly totals: Totals;
  /** Of each program, the table that it leaves. */
  readonly states: readonly number[];
}

// What the API logs is of no interest a million times, nor is where each refusal comes from.
console.error = () => {};
Error.stackTraceLimit = 0;

parentPort?.on('message', async ({ first, count }: Piece) => {
  const states: number[] = [];
  const totals = await simulate(first, count, (state) => states.push(state));
  parentPort?.postMessage({ totals, states } satisfies Done);
});
