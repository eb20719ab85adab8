import { tableName } from '../../lib/contract/action.ts';
import { bruteForce } from '../../lib/contract/limits.ts';
import { printCount } from '../print-count.ts';
import type { GuessDeps } from '../users/limits/guess.ts';
import type { Runtime } from './runtime.ts';
import { attemptStore } from './stores/attempt-store.ts';

/** What counts wrong passwords. */
export const guessing = (rt: Runtime): GuessDeps => ({
  attempts: attemptStore(rt),
  bruteForce: rt.get(bruteForce),
  clock: rt.clock,
  ids: rt.ids,
  lockedOut: () => printCount({ tableName: rt.get(tableName), clock: rt.clock }, 'Lockouts'),
});
