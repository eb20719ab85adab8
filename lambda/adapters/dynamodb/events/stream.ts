import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { EVENTS, type EventType } from '../../../../lib/contract/index.ts';
import { type Key, kindOf } from '../../../../lib/contract/item-keys.ts';
import { type Change, UnknownEventError } from '../../../users/events/change.ts';
import type { Item } from '../item.ts';
import { isMap, ofKind, ofTexts, userOf } from './shapes.ts';

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
    return { kind: 'removal', user: userOf(before), ...versionOf(before), at };
  }
  if (after?.event === undefined || isSame(after.event, before?.event)) return undefined;
  return toEvent(after as Item & Key, before);
}

/** Whether a write left the item's event as it was: one without an id can still be told by what it says. */
function isSame(after: NativeAttributeValue, before: NativeAttributeValue): boolean {
  return (
    (typeof after?.id === 'string' && after.id === before?.id) || isDeepStrictEqual(after, before)
  );
}

/** While functions are updated, one may read what a newer release of another wrote. */
const UPDATE_MS = 5 * 60_000;

/** Whether a record was written so lately that its event may be one of a release that the relay doesn't have yet. */
export function isRecent({ dynamodb }: DynamoDBRecord, now: Date): boolean {
  return now.getTime() - (dynamodb?.ApproximateCreationDateTime ?? 0) * 1000 < UPDATE_MS;
}

/** @throws for an event that no item of this kind carries, or of a shape by which the relay can't tell what it says */
function toEvent(item: Item & Key, before: Item | undefined): Change | undefined {
  const kind = kindOf(item);
  const where = kind ?? 'no kind';
  if (!isMap(item.event) || typeof item.event.type !== 'string') {
    throw new TypeError(`the stream has an event without a type on an item of ${where}`);
  }
  const { type } = item.event;
  if (!isKnown(type)) {
    throw new UnknownEventError(`the stream has an event of no known type on an item of ${where}`);
  }
  if (EVENTS[type].on !== kind) {
    throw new TypeError(`the stream has an event ${type} on an item of ${where}`);
  }
  const event = ofKind(item.event, EVENTS[type]);
  switch (kind) {
    case 'profile': {
      return { kind, user: userOf(item), ...versionOf(item), event, ...endedBy(item, before) };
    }
    case 'lockout-notice':
      // Names are noted alike, and nobody is told of one without a user.
      if (item.user_id === undefined) return undefined;
      return { kind, userId: ofTexts(item, 'user_id').user_id, event };
    case 'session':
    case 'totp':
    case 'device':
      return { kind, userId: ofTexts(item, 'user_id').user_id, event };
    case 'email-change': {
      const {
        user_id: userId,
        email,
        new_email: newEmail,
        credential_version,
      } = ofTexts(item, 'user_id', 'email', 'new_email');
      return { kind, userId, email, newEmail, credentialVersion: credential_version, event };
    }
    case 'forgot-password':
    case 'request-verify':
    case 'request-login':
      return { kind, email: ofTexts(item, 'email').email, event };
    default:
      throw new UnknownEventError(`the relay can't read an event on an item of ${kind}`);
  }
}

/** What ended with a change: floors only rise. */
function endedBy(item: Item, before: Item | undefined) {
  const { link_floor: accounts } = item;
  return accounts !== undefined && accounts !== before?.link_floor
    ? { accountsBelow: accounts }
    : {};
}

function isKnown(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}

function versionOf({ version }: Item): { readonly version?: number } {
  return typeof version === 'number' ? { version } : {};
}

function image(attributes: unknown): Item | undefined {
  return attributes ? unmarshall(attributes as Record<string, AttributeValue>) : undefined;
}
