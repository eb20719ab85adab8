import type { ItemsOfUser } from '../../../lib/contract/items.ts';
import type { NewEvent } from '../events/event.ts';

/** What anyone may ask to be mailed to any address. */
export type RequestKind = Exclude<ItemsOfUser<'address'>, 'email-change' | 'request-login'>;

export interface TokenRequest {
  readonly kind: RequestKind;
  readonly email: string;
  readonly event: NewEvent;
}

/** Requests for tokens; those of a kind for an address that come too soon, by `mail-limit.ts`, are dropped. */
export interface RequestStore {
  record(request: TokenRequest): Promise<void>;
}
