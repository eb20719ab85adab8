import type { Action } from '../../lib/contract/action.ts';
import { guessing } from '../composition/limits.ts';
import type { Runtime } from '../composition/runtime.ts';
import { senderOf } from '../http/authentication.ts';
import type { Call } from '../http/request.ts';
import { countingFailures } from '../users/limits/failures.ts';
import { limitedBy } from '../users/limits/guess.ts';

/** Runs what a request asks for, and counts its failure if the row says so. */
export type CountingFailures = <T>(event: Call, run: () => Promise<T>) => Promise<T>;

/** Counts the failures of an action by where they come from, as its row says. */
export function failures(rt: Runtime, { failures: row }: Action): CountingFailures {
  if (row === undefined) throw new Error('the row counts no failures');
  const { of: item, codes } = row;
  const deps = guessing(rt);
  return (event, run) => {
    const limited = limitedBy(deps, { item, sender: senderOf(event, rt.clock) });
    return countingFailures(deps, limited, codes, run);
  };
}
