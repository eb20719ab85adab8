import type { ExportGroup } from '../../../lib/contract/items.ts';
import type { StoredEvent } from '../events/event.ts';

/** Groups of items by their names; one is absent where no kind of item in it is served. */
export type Groups = Readonly<Partial<Record<ExportGroup, readonly object[]>>>;

/** What is stored of a user besides the profile that was read; never a hash or a token. */
export interface PersonalData {
  /** On the profile: the last event about the user; absent for one who was imported, until the first. */
  readonly lastEvent?: StoredEvent;
  readonly credentialVersion: number;
  /** Items of each group that the table has, as an export has them. */
  readonly groups: Groups;
}

export interface PersonalDataStore {
  /**
   * In one round trip, unless one of the kinds has more than a page; `undefined` if the user
   * doesn't exist.
   */
  read(user: { readonly id: string; readonly email: string }): Promise<PersonalData | undefined>;
}
