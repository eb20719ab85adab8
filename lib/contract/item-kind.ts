/** What a kind of item says of itself. Which kinds there are is in `items.ts`. */

import type { Feature } from './features.ts';

/** One kind of item. Names in braces stand for what differs from item to item. */
export type ItemKind = {
  readonly pk: string;
  readonly sk: string;
  /** Its attributes, for readers of the table. */
  readonly holds: string;
  /** When it goes. */
  readonly until: string;
  /** There is none without it. */
  readonly onlyWith?: Feature;
} & OfUser;

/**
 * What happens to an item when its user is deleted, and under which name it is in an export of the user.
 * Neither has a default, so that no kind is left out by oversight.
 */
type OfUser =
  /** It is the user, goes in the transaction that deletes the user, and is in an export as such. */
  | { readonly ofUser: 'itself' }
  /** It is in a partition of its user, which is swept whole. */
  | { readonly ofUser: 'partition'; readonly exportedAs: string; readonly pointsAt?: string }
  /** An item of such a partition points at it: they have the same names, and it is swept with that one. */
  | { readonly ofUser: 'pointed-at' }
  /** It is kept under an address, and swept unless it is from after the deletion. */
  | { readonly ofUser: 'address'; readonly exportedAs: string }
  /**
   * It is kept under a hash of the address, or counts what is given for the user, and is swept. No export has it: it is about
   * those who tried, and goes within minutes or hours.
   */
  | { readonly ofUser: 'name' }
  /** It is about no single user, and stays. */
  | { readonly ofUser: 'nobody' };
