import type { ActorKind, EVENT_METHODS, EventField } from '../../../lib/contract/event.ts';
import type { EventType } from '../../../lib/contract/index.ts';
import type { PublicUser } from '../model/user-model.ts';
import type { PublicPasskey } from '../public-passkey.ts';

export type { EventType } from '../../../lib/contract/index.ts';

/** What is no text. */
interface OtherFields {
  readonly changed: readonly string[];
  readonly attempts: number;
  readonly passkey: PublicPasskey;
  readonly codes_left: number;
  readonly method: (typeof EVENT_METHODS)[number];
}

/** What an event says besides the user. */
type EventExtras = {
  readonly [Field in EventField]?: Field extends keyof OtherFields ? OtherFields[Field] : string;
};

/** Who made an event happen. */
export interface Actor {
  /** Of the user who acted, or in whose name; `null` where nobody is known. */
  readonly id: string | null;
  readonly by: ActorKind;
}

/** Callers of a route that asks for no credential. */
export const ANYONE: Actor = { id: null, by: 'user' };

/** The owner of the stack, whom only AWS knows by name. */
export const OPERATOR: Actor = { id: null, by: 'operator' };

/** What the relay adds, so that it is stored nowhere. */
type Relayed = 'token' | 'expires_at' | 'new_email' | 'code';

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
  /** Absent from events that were stored by release 0.1. */
  readonly actor?: Actor;
}

/** An event to be stored: nothing makes one without saying who made it happen. */
export type NewEvent = StoredEvent & Required<Pick<StoredEvent, 'actor'>>;

/** An event as subscribers get it. */
export interface PublicEvent {
  readonly type: EventType;
  readonly detail: EventExtras & {
    readonly id: string;
    readonly time: string;
    readonly sequence?: number;
    readonly actor?: Actor;
    /** Of an address without a user nothing else is known. */
    readonly user: PublicUser | Pick<PublicUser, 'email'>;
  };
}
