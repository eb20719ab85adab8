import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { Ids } from '../../../users/ids.ts';
import type { ReturnedAttempt, UsedAttempts } from '../../../users/oauth/used-attempts.ts';
import { isWritten } from '../calls.ts';
import type { Documents } from '../documents.ts';

/** An item for each attempt that came back, until the attempt would have expired. */
export class DynamoDBUsedAttempts implements UsedAttempts {
  readonly #client: Documents;
  readonly #table: string;
  readonly #ids: Ids;

  constructor(client: Documents, table: string, ids: Ids) {
    this.#client = client;
    this.#table = table;
    this.#ids = ids;
  }

  async use({ client, state, expiresAt }: ReturnedAttempt): Promise<'used' | 'replayed'> {
    const use = this.#ids.next();
    const put = {
      TableName: this.#table,
      Item: { ...keyOf('oauth-attempt', { client, state }), use, expires_at: expiresAt },
      // The SDK repeats a call that got no response: the same use is no second one.
      ConditionExpression: 'attribute_not_exists(pk) OR #use = :use',
      ExpressionAttributeNames: { '#use': 'use' },
      ExpressionAttributeValues: { ':use': use },
    };
    return (await isWritten(() => this.#client.call('PutItem', put))) ? 'used' : 'replayed';
  }
}
