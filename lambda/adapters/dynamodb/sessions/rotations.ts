/** The writes of a session whose tokens are refreshed, as data. */

import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { StoredEvent } from '../../../users/events/event.ts';
import type { RefreshClaims, Rotation } from '../../../users/sessions/session-store.ts';
import type { Write } from '../expressions.ts';
import { sessionKey } from '../session-items.ts';

/**
 * Replaces the one refresh token of a session by the next. Every clause is a reason to refuse:
 * another token is the newest, or the session is another backend's, of another login, expired, or
 * ended.
 */
export function rotate(table: string, { claims, backend, id, at }: Rotation): UpdateCommandInput {
  const { generation, tokenVersion } = claims;
  return {
    TableName: table,
    Key: sessionKey(claims),
    UpdateExpression:
      'SET generation = :next, rotation = :rotation, rotated_at = :at, last_used_at = :at',
    ConditionExpression:
      'generation = :generation AND backend = :backend AND token_version = :tokenVersion' +
      ' AND expires_at > :now AND attribute_not_exists(ended_at)',
    ExpressionAttributeValues: {
      ':generation': generation,
      ':next': generation + 1,
      ':rotation': id,
      ':at': at.toISOString(),
      ':now': at.getTime() / 1000,
      ':backend': backend,
      ':tokenVersion': tokenVersion,
    },
    ReturnValues: 'ALL_NEW',
    // The item that refused the write tells a race from a theft.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Once: of replays that race, the first ends the session, and its event is the only one. */
export function end(
  table: string,
  claims: RefreshClaims,
  { at, event }: { readonly at: string; readonly event?: StoredEvent },
): Write {
  return {
    Update: {
      TableName: table,
      Key: sessionKey(claims),
      UpdateExpression: `SET ended_at = :at${event ? ', #event = :event' : ''}`,
      ConditionExpression: 'generation > :generation AND attribute_not_exists(ended_at)',
      ...(event && { ExpressionAttributeNames: { '#event': 'event' } }),
      ExpressionAttributeValues: {
        ':generation': claims.generation,
        ':at': at,
        ...(event && { ':event': event }),
      },
    },
  };
}
