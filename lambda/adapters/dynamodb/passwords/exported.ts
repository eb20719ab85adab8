import { sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type { Item } from '../item.ts';
import { timesOf } from './request-items.ts';

/** The last request, which the event is of, and those before it that still count. */
function times(item: Item) {
  const before = timesOf(item).slice(0, -1);
  return {
    requested_at: item.event.at,
    ...(before.length > 0 && {
      requested_before: before.map((time) => new Date(time * 1000).toISOString()),
    }),
  };
}

const request = (item: Item) => ({ kind: item.sk, ...times(item) });

/**
 * What an export says of requests for the user's address, by anyone, and of new addresses that the
 * user asked for.
 */
export const REQUESTS_EXPORTED = {
  'forgot-password': request,
  'request-verify': request,
  'request-login': request,
  'email-change': (item: Item) => ({
    kind: 'email-change',
    new_email: sortKeyParts('email-change', item.sk)?.email,
    ...times(item),
  }),
};
