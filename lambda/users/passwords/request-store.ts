import type { ItemsOfUser } from '../../../lib/contract/items.ts';
import type { NewEvent } from '../events/event.ts';

/** What anyone may ask to be mailed to any address. */
export type RequestKind = Exclude<ItemsOfUser<'address'>, 'email-change'>;

/** Seconds between two mails to an address, however many are requested: no mail bombing. */
export const REQUEST_INTERVAL = 60;

export interface TokenRequest {
  readonly kind: RequestKind;
  readonly email: string;
  readonly event: NewEvent;
}

/** Requests for tokens; per address and interval, at most one of each kind is kept. */
export interface RequestStore {
  record(request: TokenRequest): Promise<void>;
}
