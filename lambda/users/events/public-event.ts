import { publicUser, type UserModel } from '../model/user-model.ts';
import type { User } from '../user.ts';
import type { PublicEvent, StoredEvent } from './event.ts';

/** What only the relay says: an item that has such a field in its event, from wherever, doesn't say it for the relay. */
const OF_THE_RELAY: ReadonlySet<string> = new Set([
  'time',
  'sequence',
  'user',
  'token',
  'expires_at',
  'code',
  'new_email',
]);

/**
 * A stored event as subscribers get it. Private fields are not even named.
 *
 * @param sequence the version of the profile that the user is of
 */
export function publicEvent(
  model: UserModel,
  stored: StoredEvent,
  user: User,
  sequence: number | undefined,
): PublicEvent {
  const { id, type, at, changed, ...more } = stored;
  return {
    type,
    detail: {
      id,
      time: at,
      ...(sequence !== undefined && { sequence }),
      user: publicUser(model, user),
      ...(changed && { changed: changed.filter((name) => !model.privateFields.includes(name)) }),
      ...toldBy(more),
    },
  };
}

const toldBy = (more: object) =>
  Object.fromEntries(Object.entries(more).filter(([field]) => !OF_THE_RELAY.has(field)));

/** A stored event about an address that has no user. */
export function publicEventOfAddress(stored: StoredEvent, email: string): PublicEvent {
  const { id, type, at, ...more } = stored;
  return { type, detail: { id, time: at, user: { email }, ...toldBy(more) } };
}

/** The event with the token to mail, the only thing that has to be added to it. */
export function withToken(
  event: PublicEvent,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
): PublicEvent {
  return { ...event, detail: { ...event.detail, token, expires_at: expiresAt.toISOString() } };
}
