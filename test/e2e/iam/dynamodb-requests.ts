import { isObject, type Json, type JsonObject } from 'cdk-users-api-local/cloudformation/template';
import type { AccessRequest } from './evaluate.ts';
import { list, object } from './json.ts';

/** A table, as far as its name and its partition keys go. */
export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  /** Partition keys by the names of the indexes. */
  readonly indexes: Readonly<Record<string, string>>;
}

/** A request for items, each with a key. */
type ItemRequest = AccessRequest & Required<Pick<AccessRequest, 'leadingKeys'>>;

/** Actions of a transaction's items: each needs the permission of the call that does it alone. */
const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  ConditionCheck: 'ConditionCheckItem',
};

/**
 * What DynamoDB asks IAM for a call.
 *
 * The guide does not say whether the items of a transaction are judged one by one, or those of one
 * action together. Here it is together, which is the stricter: a statement that allows several keys
 * allows each of them. The attributes of a write are all that it names: those of a new item, those that an
 * update sets, and those that a condition compares.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 * @throws for a call that is not understood
 */
export function dynamodbRequests(
  tables: readonly Table[],
  operation: string,
  input: JsonObject,
): AccessRequest[] {
  switch (operation) {
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'PutItem':
      return [itemRequest(tables, operation, input)];
    case 'Query':
    case 'Scan':
      return [searchRequest(tables, operation, input)];
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.entries(object(input.RequestItems)).map(([name, items]) => {
        const table = find(tables, name);
        const leadingKeys = batchItems(items).map((item) => keyOf(table, item));
        const attributes = isObject(items)
          ? projected(items, batchItems(items).flatMap(Object.keys))
          : undefined;
        return {
          action: `dynamodb:${operation}`,
          resource: table.arn,
          leadingKeys,
          ...(attributes && { attributes }),
        };
      });
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return together(list(input.TransactItems).map((item) => transactRequest(tables, item)));
    default:
      throw new Error(`call ${operation} of DynamoDB is not understood`);
  }
}

function itemRequest(tables: readonly Table[], operation: string, input: JsonObject): ItemRequest {
  const table = find(tables, input.TableName);
  const item = object(operation === 'PutItem' ? input.Item : input.Key);
  const attributes =
    operation === 'GetItem' ? projected(input, Object.keys(item)) : written(item, input);
  return {
    action: `dynamodb:${operation}`,
    resource: table.arn,
    leadingKeys: [keyOf(table, item)],
    ...(attributes && { attributes }),
    ...(input.ReturnValues !== undefined && { returnValues: String(input.ReturnValues) }),
  };
}

function transactRequest(tables: readonly Table[], item: Json): ItemRequest {
  const [kind = '', ...others] = Object.keys(object(item));
  const operation = ITEM_ACTIONS[kind];
  if (operation === undefined || others.length > 0) {
    throw new Error(`item ${JSON.stringify(item)} of a transaction is not understood`);
  }
  return itemRequest(tables, operation, object(object(item)[kind]));
}

/** Names in an expression that are no attribute's. */
const WORDS = /^(SET|ADD|REMOVE|DELETE|AND|OR|NOT|BETWEEN|IN)$/i;

/** What a write names: its item or key, what it sets, and what it compares. */
function written(item: JsonObject, input: JsonObject): string[] {
  const { UpdateExpression: update = '', ConditionExpression: condition = '' } = input;
  const names = object(input.ExpressionAttributeNames ?? {});
  // A name with a dot behind is of a map, and what follows is no attribute of the item.
  const found = `${update} ${condition}`.matchAll(/(?<![\w:#.])#?[a-z_]\w*(?!\w*\s*\()/gi);
  const used = [...found].flatMap(([name]) =>
    WORDS.test(name) ? [] : [String(names[name] ?? name)],
  );
  return [...new Set([...Object.keys(item), ...used])];
}

/** One request for each action on each table, with the keys and attributes of all its items. */
function together(requests: readonly ItemRequest[]): AccessRequest[] {
  const found = new Map<string, ItemRequest>();
  for (const request of requests) {
    const place = `${request.action} ${request.resource}`;
    const known = found.get(place);
    found.set(place, {
      ...request,
      leadingKeys: [...(known?.leadingKeys ?? []), ...request.leadingKeys],
      // One that asks for all asks for more than any list.
      ...(request.attributes &&
        (known === undefined || known.attributes) && {
          attributes: [...new Set([...(known?.attributes ?? []), ...request.attributes])],
        }),
    });
  }
  return [...found.values()];
}

function searchRequest(tables: readonly Table[], operation: string, input: JsonObject) {
  const table = find(tables, input.TableName);
  const { IndexName: index } = input;
  const partitionKey = index === undefined ? table.partitionKey : table.indexes[String(index)];
  if (partitionKey === undefined) throw new Error(`the table has no index ${index}`);
  const resource = index === undefined ? table.arn : `${table.arn}/index/${index}`;
  const request = { action: `dynamodb:${operation}`, resource };
  if (operation === 'Scan') return request;
  const attributes = projected(input, [partitionKey]);
  return {
    ...request,
    leadingKeys: [queriedKey(partitionKey, input)],
    ...(attributes && { attributes }),
  };
}

/** The value that a key condition compares the partition key with. */
function queriedKey(partitionKey: string, input: JsonObject): string {
  const { KeyConditionExpression: condition } = input;
  const names = object(input.ExpressionAttributeNames ?? {});
  const comparisons = String(condition).matchAll(/([#\w]+)\s*=\s*(:\w+)/g);
  const [value, ...others] = [...comparisons]
    .filter(([, name = '']) => (names[name] ?? name) === partitionKey)
    .map(([, , placeholder = '']) => object(input.ExpressionAttributeValues)[placeholder]);
  if (value === undefined || others.length > 0) {
    throw new Error(`key condition ${JSON.stringify(condition)} of a Query is not understood`);
  }
  return text(value);
}

/** The keys or items of one table in a batch. */
function batchItems(items: Json): JsonObject[] {
  if (!Array.isArray(items)) return list(object(items).Keys).map(object);
  return items.map((write) => {
    const { PutRequest: put, DeleteRequest: remove } = object(write);
    return put === undefined ? object(object(remove).Key) : object(object(put).Item);
  });
}

/** Attributes of a projection, together with the keys that are asked by; `undefined` without one. */
function projected(input: JsonObject, keys: readonly string[]): string[] | undefined {
  if (input.ProjectionExpression === undefined) return undefined;
  const names = object(input.ExpressionAttributeNames ?? {});
  const asked = String(input.ProjectionExpression)
    .split(',')
    .map((name) => String(names[name.trim()] ?? name.trim()));
  return [...new Set([...keys, ...asked])];
}

function find(tables: readonly Table[], name: Json | undefined): Table {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`table ${JSON.stringify(name)} is not the stack's`);
  return table;
}

function keyOf({ partitionKey }: Table, item: JsonObject): string {
  return text(item[partitionKey]);
}

/** An attribute value that is a string, as every partition key here is. */
function text(value: Json | undefined): string {
  const { S: content } = object(value);
  if (typeof content !== 'string') throw new Error(`key ${JSON.stringify(value)} is no string`);
  return content;
}
