import { keyOf, partitionOf } from '../../../../lib/contract/item-keys.ts';
import type { Lockouts } from '../../../users/limits/lockouts.ts';
import { isWritten } from '../calls.ts';
import type { Documents } from '../documents.ts';
import type { Item } from '../item.ts';
import { queryAll } from '../reads.ts';
import { settled } from '../settled.ts';

export class DynamoDBLockouts implements Lockouts {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Not many: addresses that come when all of them together are locked out are not counted any more. */
  async forgetAttempts(name: string, until?: Date): Promise<void> {
    const keys = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf('login-attempts', { name }) },
      ProjectionExpression: 'pk, sk',
      Select: 'SPECIFIC_ATTRIBUTES',
      ConsistentRead: true,
    });
    await settled(keys.map((key) => this.#delete(key, until)));
  }

  forgetCodeAttempts(user: string): Promise<void> {
    return this.#delete(keyOf('mfa-attempts', { user }), undefined);
  }

  /** @param until one from later stays */
  async forgetNotice(name: string, until: Date): Promise<void> {
    const deletion = {
      TableName: this.#table,
      Key: keyOf('lockout-notice', { name }),
      ConditionExpression: 'told_at <= :until',
      ExpressionAttributeValues: { ':until': until.getTime() },
    };
    await isWritten(() => this.#client.call('DeleteItem', deletion));
  }

  async #delete({ pk, sk }: Item, until: Date | undefined): Promise<void> {
    const deletion = {
      TableName: this.#table,
      Key: { pk, sk },
      ...(until && {
        ConditionExpression: 'last_at <= :until',
        ExpressionAttributeValues: { ':until': until.getTime() },
      }),
    };
    await isWritten(() => this.#client.call('DeleteItem', deletion));
  }
}
