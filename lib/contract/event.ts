/** What events look like. Which events there are is in the files of their concerns. */
import type { Feature } from './features.ts';
import type { ItemName } from './items.ts';

/** Fields that an event's `detail` can have beside `id`, `time` and `user`, and what they are. */
export const EVENT_FIELDS = {
  changed: 'names of the changed fields, `password` among them',
  previous_email: 'the address before the change',
  new_email: 'the address that the user asked for',
  code: 'the code to mail, which is typed: 8 digits; keep it nowhere',
  token: 'the token to mail; as good as a password, so keep it nowhere',
  expires_at: 'when the token expires: RFC 3339, UTC',
  backend: 'name of the authentication backend',
  ip: 'source address of the request',
  user_agent: '`User-Agent` of the request',
  attempts: 'how many passwords or codes were wrong, a number',
  method: 'which second factor: `totp` or `recovery_code`',
  codes_left: 'how many recovery codes are left, a number',
  client: 'name of the OAuth client',
  issuer: 'the provider, as it identifies itself',
  subject: "the issuer's own id of the account",
  passkey: 'the passkey, as a list of passkeys has it',
} as const;

/** What `method` can be. */
export const EVENT_METHODS = ['totp', 'recovery_code'] as const;

export type EventField = keyof typeof EVENT_FIELDS;

/** Who can make an event happen, and what `actor.id` is then. */
export const ACTORS = {
  user: 'the user, or anyone at a route that asks for no credential: `id` is null where nobody signed in',
  superuser: 'a superuser, by the routes of administration',
  operator:
    'who may invoke the create-user function, or calls the admin client: `id` is null, as AWS knows who it was',
  token: 'anyone who had a token of the user, mailed or to refresh with: `id` is that user',
  provider: 'the user, by a login at an OAuth provider',
} as const;

export type ActorKind = keyof typeof ACTORS;

export interface EventKind {
  /** When it is raised, for a reader of the list of events. */
  readonly when: string;
  /**
   * The kind of item that carries it, whose stream record the relay publishes it from; `removal` for
   * the removal of a profile, which leaves no item to carry anything.
   */
  readonly on: ItemName | 'removal';
  /** Who can make it happen: `by` of its `actor`. */
  readonly by: readonly ActorKind[];
  readonly carries: readonly EventField[];
  /** Fields that are sometimes absent. */
  readonly mayCarry: readonly EventField[];
  /** It can be about an address without a user: `user` has nothing but `email` then. */
  readonly ofAddress?: true;
  /** The feature without which it is never raised. */
  readonly onlyWith?: Feature;
}

/** `detail-type` to what the event is. */
export type EventKinds = Readonly<Record<`after-${string}`, EventKind>>;

/** Source of all events on the bus. */
export const EVENT_SOURCE = 'users-api';
