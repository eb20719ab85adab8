import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { UsersError } from '../../users/errors.ts';
import { backOff } from '../back-off.ts';
import { call } from './calls.ts';
import type { Documents } from './documents.ts';
import type { Item } from './item.ts';

/** Attempts at keys that a throttled batch read left out. */
const ATTEMPTS = 5;

/** The item with this key if there is one, in a strongly consistent read. */
export async function getItem(
  client: Documents,
  table: string,
  key: Item,
  attributes?: readonly string[],
): Promise<Item | undefined> {
  const { Item: item } = await call(() =>
    client.call('GetItem', {
      TableName: table,
      Key: key,
      ConsistentRead: true,
      ...(attributes && { ProjectionExpression: attributes.join(', ') }),
    }),
  );
  return item;
}

/** Those items with these keys that exist, in one strongly consistent read. */
export async function batchGet(
  client: Documents,
  table: string,
  keys: readonly Item[],
  attributes: readonly string[],
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let pending: readonly Item[] = keys;
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new UsersError('SERVICE_UNAVAILABLE');
    const { Responses: responses, UnprocessedKeys: unprocessed } = await call(() =>
      client.call('BatchGetItem', {
        RequestItems: {
          [table]: {
            Keys: [...pending],
            ConsistentRead: true,
            ProjectionExpression: attributes.join(', '),
          },
        },
      }),
    );
    found.push(...(responses?.[table] ?? []));
    pending = unprocessed?.[table]?.Keys ?? [];
    if (pending.length > 0) await backOff(attempt);
  }
  return found;
}

/** All items that a query finds, page by page. */
export function queryAll(client: Documents, query: QueryCommandInput): Promise<readonly Item[]> {
  return call(async () => {
    const found: Item[] = [];
    let more: Item | undefined;
    do {
      const page = { ...query, ...(more && { ExclusiveStartKey: more }) };
      const { Items: items = [], LastEvaluatedKey: last } = await client.call('Query', page);
      found.push(...items);
      more = last;
    } while (more !== undefined);
    return found;
  });
}
