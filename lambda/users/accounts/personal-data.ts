import type { ExportGroup } from '../../../lib/contract/items.ts';
import type { StoredEvent } from '../events/event.ts';

/** What is stored of a user besides the profile that was read; never a hash or a token. */
export interface PersonalData {
  /** On the profile: the last event about the user; absent for one who was imported, until the first. */
  readonly lastEvent?: StoredEvent;
  readonly credentialVersion: number;
  /** Items of each group, as an export has them. */
  readonly groups: Readonly<Record<ExportGroup, readonly object[]>>;
}

export interface PersonalDataStore {
  /**
   * In one round trip, unless one of the kinds has more than a page; `undefined` if the user
   * doesn't exist.
   */
  read(user: { readonly id: string; readonly email: string }): Promise<PersonalData | undefined>;
}
