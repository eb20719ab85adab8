import type { PublicUser } from './custom-fields.ts';

/** What can happen to a user; the `detail-type` on the event bus. */
export type EventType =
  | 'after-register'
  | 'after-forgot-password'
  | 'after-reset-password'
  | 'after-request-verify'
  | 'after-verify'
  | 'after-request-email-change'
  | 'after-login'
  | 'after-refresh-reuse'
  | 'after-update'
  | 'after-delete';

/** What an event says besides the user. */
export interface EventExtras {
  /** `after-update`: names of the changed fields. */
  readonly changed?: readonly string[];
  /** `after-update` of the address: the one before, so that it can be told. */
  readonly previous_email?: string;
  /** `after-login`, `after-refresh-reuse`: name of the authentication backend. */
  readonly backend?: string;
  /** The same: source address of the request. */
  readonly ip?: string;
  /** The same: the request's `User-Agent`. */
  readonly user_agent?: string;
}

/** Where a login or a refresh comes from, and at which backend. */
export type Origin = Required<Pick<EventExtras, 'backend' | 'ip' | 'user_agent'>>;

/**
 * An event as it is stored: on the very item whose write it tells of, so that both are one write.
 * The relay publishes it from the table's stream.
 */
export interface StoredEvent extends EventExtras {
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
    /** `after-request-email-change`: the address to mail the token to. */
    readonly new_email?: string;
    /** `after-forgot-password`, `after-request-verify`: the token to mail. */
    readonly token?: string;
    /** When the token expires, RFC 3339, UTC. */
    readonly expires_at?: string;
  };
}
