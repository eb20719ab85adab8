import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { EVENTS, type EventType } from '../../../../lib/contract/index.ts';
import { type Key, kindOf } from '../../../../lib/contract/items.ts';
import { type Change, UnknownEventError } from '../../../users/events/change.ts';
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
    return { kind: 'removal', user: toUser(before), ...versionOf(before), at };
  }
  if (!after?.event || after.event.id === before?.event?.id) return undefined;
  return toEvent(after as Item & Key, before);
}

/** While functions are updated, one may read what a newer release of another wrote. */
const UPDATE_MS = 5 * 60_000;

/** Whether a record was written so lately that its event may be one of a release that the relay doesn't have yet. */
export function isRecent({ dynamodb }: DynamoDBRecord, now: Date): boolean {
  return now.getTime() - (dynamodb?.ApproximateCreationDateTime ?? 0) * 1000 < UPDATE_MS;
}

/** @throws for an event that no item of this kind carries, as the relay can't tell what it says */
function toEvent(item: Item & Key, before: Item | undefined): Change {
  const { event } = item;
  const kind = kindOf(item);
  if (typeof event.type !== 'string') throw new TypeError('the stream has an event without a type');
  if (kind === undefined || EVENTS[event.type as EventType]?.on !== kind) {
    const where = kind ?? item.sk;
    throw new UnknownEventError(`the stream has an event ${event.type} on an item of ${where}`);
  }
  switch (kind) {
    case 'profile': {
      const { link_floor: floor } = item;
      const removes = floor !== undefined && floor !== before?.link_floor;
      const accounts = removes && { accountsBelow: floor };
      return { kind, user: toUser(item), ...versionOf(item), event, ...accounts };
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
      throw new UnknownEventError(`the relay can't read an event on an item of ${kind}`);
  }
}

function versionOf({ version }: Item): { readonly version?: number } {
  return typeof version === 'number' ? { version } : {};
}

function image(attributes: unknown): Item | undefined {
  return attributes ? unmarshall(attributes as Record<string, AttributeValue>) : undefined;
}
