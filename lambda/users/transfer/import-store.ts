import type { NewUser } from '../accounts/account-store.ts';
import type { NewEvent } from '../events/event.ts';

/** A user to be stored as another system had them; an event only if somebody is to hear of it. */
export interface MovedUser extends Pick<NewUser, 'user' | 'claims' | 'passwordHash'> {
  readonly event?: NewEvent;
}

/** What became of a user to be stored. */
export type Moved =
  | 'imported'
  /** The id and the address are one user's: an import before this one stored them. */
  | 'present'
  | 'email_taken'
  | 'id_taken'
  /** The event of a deletion is known by the id of its user, so a user is deleted once. */
  | 'id_deleted';

/** Users of another system. A store that can't be reached throws `SERVICE_UNAVAILABLE`. */
export interface ImportStore {
  /** One conditional write, which never replaces anything. */
  importUser(user: MovedUser): Promise<Moved>;
}
