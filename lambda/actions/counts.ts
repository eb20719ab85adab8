import { type Action, tableName } from '../../lib/contract/action.ts';
import type { Runtime } from '../composition/runtime.ts';
import type { RequestCounts } from '../http/metrics.ts';
import { printCount } from '../print-count.ts';

/** What the answers of an action count as, by its row; `undefined` where they are not counted. */
export function countsOf(
  { get, clock }: Runtime,
  { counts }: Action,
  backend?: string,
): RequestCounts | undefined {
  if (counts === undefined) return undefined;
  return { ...counts, tableName: get(tableName), clock, ...(backend !== undefined && { backend }) };
}

/** Counts each login that replaces a hash of another scheme or cost than the current one. */
export const countOutdatedHash =
  ({ get, clock }: Runtime) =>
  () =>
    printCount({ tableName: get(tableName), clock }, 'OutdatedHashes');
