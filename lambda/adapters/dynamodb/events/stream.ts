import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { EVENTS, type EventType } from '../../../../lib/contract/index.ts';
import { type Key, kindOf } from '../../../../lib/contract/items.ts';
import type { Change } from '../../../users/events/change.ts';
import { toUser } from '../accounts/items.ts';
import type { Item } from '../item.ts';

/**
 * What a record of the table's stream says happened; `undefined` where it carries no event of its
 * own: a credential, a sweep of expired items, or a write that left the item's event as it was.
 */
export function toChange({ eventName, dynamodb }: DynamoDBRecord): Change | undefined {
  const before = image(dynamodb?.OldImage);
  const after = image(dynamodb?.NewImage);
  if (eventName === 'REMOVE') {
    if (before?.sk !== 'PROFILE') return undefined;
    // DynamoDB's own time of the write, in seconds.
    const at = new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
    return { kind: 'removal', user: toUser(before), at };
  }
  if (!after?.event || after.event.id === before?.event?.id) return undefined;
  return toEvent(after as Item & Key, before);
}

/** @throws for an event that no item of this kind carries, as the relay can't tell what it says */
function toEvent(item: Item & Key, before: Item | undefined): Change {
  const { event } = item;
  const kind = kindOf(item);
  if (kind === undefined || EVENTS[event.type as EventType]?.on !== kind) {
    throw new Error(`the stream has an event ${event.type} on an item of ${kind ?? item.sk}`);
  }
  switch (kind) {
    case 'profile': {
      const { link_floor: floor } = item;
      const removes = floor !== undefined && floor !== before?.link_floor;
      return { kind, user: toUser(item), event, ...(removes && { accountsBelow: floor }) };
    }
    case 'session':
      return { kind, userId: item.user_id, event };
    case 'email-change': {
      const { user_id: userId, email, new_email: newEmail, credential_version } = item;
      return { kind, userId, email, newEmail, credentialVersion: credential_version, event };
    }
    case 'forgot-password':
    case 'request-verify':
      return { kind, email: item.email, event };
    default:
      throw new Error(`the relay was not taught how to read an event on an item of ${kind}`);
  }
}

function image(attributes: unknown): Item | undefined {
  return attributes ? unmarshall(attributes as Record<string, AttributeValue>) : undefined;
}
