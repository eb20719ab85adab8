import { randomUUID } from 'node:crypto';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { JsonService } from '../aws/json-service.ts';
import type { Documents, Operations } from './documents.ts';
import type { Item } from './item.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Members whose values DynamoDB types, of inputs and of outputs. */
const VALUES = [
  ...['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey'],
  ...['Attributes', 'LastEvaluatedKey'],
];

/** Calls without the SDK's client; values by the SDK's own converter. */
export function documentsByJson(service: Pick<JsonService, 'call'>): Documents {
  return {
    async call<Name extends keyof Operations>(operation: Name, input: Operations[Name]['input']) {
      const answer = await service.call(operation, {
        ...converted(input as unknown as Fields, (value) => marshall(value as Item)),
        // The same for each attempt, so that none is made twice.
        ...(operation === 'TransactWriteItems' && { ClientRequestToken: randomUUID() }),
      });
      return converted(answer as Fields, (value) =>
        unmarshall(value as never),
      ) as unknown as Operations[Name]['output'];
    },
  };
}

/** The same input or output with the values of items converted. */
function converted(fields: Fields, convert: (value: unknown) => unknown): Fields {
  const each = (list: unknown, change: (one: Fields) => unknown) => (list as Fields[]).map(change);
  return mapped(fields, (value, name) => {
    if (value === undefined) return value;
    if (VALUES.includes(name)) return convert(value);
    switch (name) {
      case 'Items':
      case 'Keys':
        return each(value, convert);
      case 'TransactItems':
        return each(value, (write) => mapped(write, (one) => converted(one as Fields, convert)));
      case 'RequestItems':
      case 'UnprocessedKeys':
        return mapped(value as Fields, (one) => converted(one as Fields, convert));
      case 'Responses':
        return mapped(value as Fields, (items) => each(items, convert));
      default:
        return value;
    }
  });
}

function mapped(fields: Fields, change: (value: unknown, name: string) => unknown): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, change(value, name)]),
  );
}
