import type { EventField } from '../../../lib/contract/event.ts';
import type { EventType } from '../../../lib/contract/index.ts';
import type { PublicUser } from '../model/user-model.ts';

export type { EventType } from '../../../lib/contract/index.ts';

/** What an event says besides the user. */
type EventExtras = {
  readonly [Field in EventField]?: Field extends 'changed' ? readonly string[] : string;
};

/** What the relay adds, so that it is stored nowhere. */
type Relayed = 'token' | 'expires_at' | 'new_email';

/**
 * An event as it is stored: on the item whose write it reports, so that both are one write. The
 * relay publishes it from the table's stream.
 */
export interface StoredEvent extends Omit<EventExtras, Relayed> {
  /** Stable, so that a subscriber can drop a repeat. */
  readonly id: string;
  readonly type: EventType;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** An event as subscribers get it. */
export interface PublicEvent {
  readonly type: EventType;
  readonly detail: EventExtras & {
    readonly id: string;
    readonly time: string;
    readonly user: PublicUser;
  };
}
