import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface Arguments {
  /** How many, from the seed `from` on. */
  readonly programs: number;
  readonly from: number;
  readonly threads: number;
  /** The one program to run, and to print. */
  readonly seed: number | undefined;
}

export const USAGE = `npm run simulate -- [--programs 20000] [--from 1] [--threads CORES]
npm run simulate -- --seed SEED`;

/** @throws Error in a line for arguments that make no run */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      programs: { type: 'string', default: '20000' },
      from: { type: 'string', default: '1' },
      threads: { type: 'string', default: String(availableParallelism()) },
      seed: { type: 'string' },
    },
  });
  const { programs, from, threads, seed } = values;
  return {
    programs: positive('programs', programs),
    from: positive('from', from),
    threads: positive('threads', threads),
    seed: seed === undefined ? undefined : positive('seed', seed),
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && Number.isSafeInteger(number)) return number;
  throw new Error(`${name}: got ${text}, expected a whole number of at least 1`);
}
