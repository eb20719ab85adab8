import { sortKeyParts } from '../../../../lib/contract/items.ts';
import type { Item } from '../item.ts';

const request = ({ sk, event }: Item) => ({ kind: sk, requested_at: event.at });

/**
 * What an export says of requests for the user's address, by anyone, and of new addresses that the
 * user asked for.
 */
export const REQUESTS_EXPORTED = {
  'forgot-password': request,
  'request-verify': request,
  'email-change': ({ sk, event }: Item) => ({
    kind: 'email-change',
    new_email: sortKeyParts('email-change', sk)?.email,
    requested_at: event.at,
  }),
};
