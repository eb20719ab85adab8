import { LIST_INDEX } from '../../../../lib/contract/attributes.ts';
import type { UserList } from '../../../users/administration/user-list.ts';
import type { User } from '../../../users/user.ts';
import { toUser } from '../accounts/items.ts';
import { LIST_PARTITIONS } from '../accounts/list-partitions.ts';
import { call } from '../calls.ts';
import type { Documents } from '../documents.ts';

export class DynamoDBUserList implements UserList {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * Reads a page of each partition at once and merges them: one round trip, in the order of ids.
   */
  async list({ limit, after }: { limit: number; after?: string }): Promise<readonly User[]> {
    const pages = await Promise.all(
      LIST_PARTITIONS.map((partition) => this.#queryList(partition, limit, after)),
    );
    return pages
      .flat()
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async #queryList(partition: string, limit: number, after: string | undefined): Promise<User[]> {
    const { Items: items = [] } = await call(() =>
      this.#client.call('Query', {
        TableName: this.#table,
        IndexName: LIST_INDEX.name,
        KeyConditionExpression:
          after === undefined ? '#list = :partition' : '#list = :partition AND #id > :after',
        ExpressionAttributeNames: {
          '#list': LIST_INDEX.partitionKey,
          ...(after !== undefined && { '#id': LIST_INDEX.sortKey }),
        },
        ExpressionAttributeValues: {
          ':partition': partition,
          ...(after !== undefined && { ':after': after }),
        },
        Limit: limit,
      }),
    );
    return items.map(toUser);
  }
}
