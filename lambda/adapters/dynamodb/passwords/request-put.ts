import type { StoredEvent } from '../../../users/events/event.ts';
import { REQUEST_INTERVAL } from '../../../users/passwords/request-store.ts';
import type { Item } from '../item.ts';

/** A request that was not made in the last minute; its item goes when the minute is over. */
export function requestPut(table: string, item: Item & { readonly event: StoredEvent }) {
  const now = Math.floor(Date.parse(item.event.at) / 1000);
  return {
    TableName: table,
    Item: { ...item, expires_at: now + REQUEST_INTERVAL },
    // TTL deletes late, so the time is compared as well.
    ConditionExpression: 'attribute_not_exists(pk) OR expires_at <= :now',
    ExpressionAttributeValues: { ':now': now },
  };
}
