import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Change } from '../../users/relay-event.ts';
import { type Item, sessionOwner, toUser } from './items.ts';

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
    const { pending_email: pendingEmail } = before;
    return { kind: 'removal', user: toUser(before), ...(pendingEmail && { pendingEmail }), at };
  }
  if (!after?.event || after.event.id === before?.event?.id) return undefined;
  if (after.sk === 'PROFILE') return { kind: 'profile', user: toUser(after), event: after.event };
  const userId = sessionOwner(after);
  if (userId !== undefined) return { kind: 'session', userId, event: after.event };
  if (after.sk === 'email-change') {
    const { user_id: userId, email, new_email: newEmail, credential_version } = after;
    const claims = { userId, email, newEmail, credentialVersion: credential_version };
    return { kind: 'email-change', claims, event: after.event };
  }
  return { kind: 'request', email: after.email, event: after.event };
}

function image(attributes: unknown): Item | undefined {
  return attributes ? unmarshall(attributes as Record<string, AttributeValue>) : undefined;
}
