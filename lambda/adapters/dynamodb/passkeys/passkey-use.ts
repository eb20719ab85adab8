import { createHash } from 'node:crypto';
import { type Key, keyOf } from '../../../../lib/contract/item-keys.ts';
import type { PasskeyUse } from '../../../users/passkey-use.ts';
import { type ConditionalWrite, refuse } from '../calls.ts';
import { put, type Write } from '../expressions.ts';

/** Its id can be longer than a key may be. */
export function passkeyKey(user: string, id: string): Key {
  const passkey = createHash('sha256').update(id).digest('base64url');
  return keyOf('passkey', { user, passkey });
}

/** A challenge is used by one of all that come with it. */
export function useChallenge(
  table: string,
  { challenge, expiresAt }: Pick<PasskeyUse, 'challenge' | 'expiresAt'>,
): Write {
  return put(table, { ...keyOf('passkey-use', { challenge }), expires_at: expiresAt });
}

/** What a use of a passkey writes: its challenge is used up, and the passkey is still there and didn't count further since. */
export function passkeyUseWrites(table: string, use: PasskeyUse): ConditionalWrite<'used'>[] {
  const { userId, id, signCount, backedUp, at } = use;
  const counted: Write = {
    Update: {
      TableName: table,
      Key: passkeyKey(userId, id),
      UpdateExpression: 'SET sign_count = :count, backed_up = :backed_up, last_used_at = :at',
      // An authenticator that doesn't count says 0 every time.
      ConditionExpression: signCount === 0 ? 'sign_count = :count' : 'sign_count < :count',
      ExpressionAttributeValues: { ':count': signCount, ':backed_up': backedUp, ':at': at },
    },
  };
  return refuse('used', [useChallenge(table, use), counted]);
}
