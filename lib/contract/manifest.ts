import type { Action } from './action.ts';
import type { EventKinds } from './event.ts';
import type { Refusals } from './refusal.ts';
import type { Setting } from './setting.ts';

/** What one concern adds. `index.ts` puts the concerns together, and everything is made from that. */
export interface Manifest {
  readonly actions: readonly Action[];
  readonly settings: readonly Setting[];
  readonly events: EventKinds;
  readonly refusals: Refusals;
}
