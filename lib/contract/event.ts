/** What events look like. Which events there are is in the files of their concerns. */
import type { Feature } from './features.ts';
import type { ItemName } from './items.ts';

/** Fields that an event's `detail` can have beside `id`, `time` and `user`. */
export type EventField =
  /** Names of the changed fields. */
  | 'changed'
  /** The address before the change. */
  | 'previous_email'
  /** The address that the user asked for. */
  | 'new_email'
  /** The token to mail. */
  | 'token'
  /** When the token expires, RFC 3339, UTC. */
  | 'expires_at'
  /** Name of the authentication backend. */
  | 'backend'
  /** Source address of the request. */
  | 'ip'
  /** `User-Agent` of the request. */
  | 'user_agent';

export interface EventKind {
  /** When it is raised, for a reader of the list of events. */
  readonly when: string;
  /**
   * The kind of item that carries it, whose stream record the relay publishes it from; `removal` for
   * the removal of a profile, which leaves no item to carry anything.
   */
  readonly on: ItemName | 'removal';
  readonly carries: readonly EventField[];
  /** Fields that are sometimes absent. */
  readonly mayCarry: readonly EventField[];
  /** The feature without which it is never raised. */
  readonly onlyWith?: Feature;
}

/** `detail-type` to what the event is. */
export type EventKinds = Readonly<Record<`after-${string}`, EventKind>>;

/** Source of all events on the bus. */
export const EVENT_SOURCE = 'users-api';
