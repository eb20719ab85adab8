import { LIST_INDEX } from '../../../../lib/contract/attributes.ts';
import type { UserIds } from '../../../users/sessions/end-logins.ts';
import { LIST_PARTITIONS } from '../accounts/list-partitions.ts';
import { call } from '../calls.ts';
import type { Documents } from '../documents.ts';

/** Ids from the index that lists users, which is milliseconds behind the table. */
export class DynamoDBUserIds implements UserIds {
  readonly partitions = LIST_PARTITIONS;
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async page(partition: string, after: string | undefined, limit: number): Promise<string[]> {
    const { Items: items = [] } = await call(() =>
      this.#client.call('Query', {
        TableName: this.#table,
        IndexName: LIST_INDEX.name,
        KeyConditionExpression: `#list = :partition${after === undefined ? '' : ' AND #id > :after'}`,
        ProjectionExpression: '#id',
        Select: 'SPECIFIC_ATTRIBUTES',
        ExpressionAttributeNames: { '#list': LIST_INDEX.partitionKey, '#id': LIST_INDEX.sortKey },
        ExpressionAttributeValues: {
          ':partition': partition,
          ...(after !== undefined && { ':after': after }),
        },
        Limit: limit,
      }),
    );
    return items.map(({ id }) => id);
  }
}
