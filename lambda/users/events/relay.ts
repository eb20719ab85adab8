import { type Change, type Composers, compose } from './change.ts';
import type { PublicEvent } from './event.ts';
import type { EventBus } from './event-bus.ts';

export interface RelayDeps {
  readonly composers: Composers;
  readonly bus: EventBus;
}

export interface RelayOutcome {
  /** Number of events that the bus took. */
  readonly published: number;
  /** Index of the first change that has to be delivered again, with all that follow it. */
  readonly failedAt?: number;
  readonly error?: unknown;
}

/**
 * Publishes the events of a batch of changes, in order, up to the first that fails.
 *
 * @param changes each reads one change, or `undefined` if there is nothing to publish
 */
export async function relay(
  deps: RelayDeps,
  changes: readonly (() => Change | undefined)[],
): Promise<RelayOutcome> {
  const events: PublicEvent[] = [];
  /** For each event, the change it came from. */
  const origins: number[] = [];
  let unreadable: Pick<RelayOutcome, 'failedAt' | 'error'> = {};
  for (const [index, read] of changes.entries()) {
    try {
      const change = read();
      const event = change && (await compose(deps.composers, change));
      if (!event) continue;
      events.push(event);
      origins.push(index);
    } catch (error) {
      unreadable = { failedAt: index, error };
      break;
    }
  }

  const { taken, error } = await deps.bus.publish(events);
  const refused = taken < events.length ? { failedAt: origins[taken], error } : unreadable;
  return { published: taken, ...refused };
}
