import type { ItemsOfUser } from '../../../lib/contract/items.ts';
import type { StoredEvent } from '../events/event.ts';

/** What anyone may ask to be mailed to any address. */
export type RequestKind = Exclude<ItemsOfUser<'address'>, 'email-change'>;

/** Seconds between two requests that mail to an address, however often they are made: no mail bombing. */
export const REQUEST_INTERVAL = 60;

export interface TokenRequest {
  readonly kind: RequestKind;
  readonly email: string;
  readonly event: StoredEvent;
}

/** Requests for tokens; of each kind at most one in the interval is kept for an address. */
export interface RequestStore {
  record(request: TokenRequest): Promise<void>;
}
