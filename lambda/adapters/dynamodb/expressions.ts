import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Item } from './item.ts';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The item must not be there yet. */
const ABSENT = 'attribute_not_exists(pk)';
const PRESENT = 'attribute_exists(pk)';

export function put(table: string, item: Item): Write {
  return { Put: { TableName: table, Item: item, ConditionExpression: ABSENT } };
}

export interface UpdateTerms {
  readonly key: Item;
  readonly set?: Item;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
  /** Attributes that get the value of another one, or this one where that is absent. */
  readonly copy?: Readonly<Record<string, { readonly from: string; readonly otherwise: number }>>;
  /** Attributes that must have exactly these values; the item must be there in any case. */
  readonly equals: Item;
}

/** An update from names and values; `#` and `:` avoid DynamoDB's reserved words. */
export function update(table: string, terms: UpdateTerms): Write {
  const { key, set = {}, add = {}, remove = [], copy = {}, equals } = terms;
  const clauses: [verb: string, terms: string[]][] = [
    [
      'SET',
      [
        ...Object.keys(set).map((name) => `#${name} = :${name}`),
        ...Object.entries(copy).map(
          ([name, { from }]) => `#${name} = if_not_exists(#${from}, :${name})`,
        ),
      ],
    ],
    ['ADD', Object.keys(add).map((name) => `#${name} :${name}`)],
    ['REMOVE', remove.map((name) => `#${name}`)],
  ];
  const copies = Object.entries(copy);
  const sources = copies.map(([, { from }]) => from);
  const otherwise = Object.fromEntries(copies.map(([name, each]) => [name, each.otherwise]));
  const names = [...Object.keys({ ...set, ...add, ...equals, ...copy }), ...sources, ...remove];
  const values = {
    ...prefixed(':', { ...set, ...add, ...otherwise }),
    ...prefixed(':expected_', equals),
  };
  return {
    Update: {
      TableName: table,
      Key: key,
      UpdateExpression: clauses
        .filter(([, parts]) => parts.length > 0)
        .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
        .join(' '),
      ConditionExpression: allEqual(equals),
      ExpressionAttributeNames: namesOf(names),
      // DynamoDB takes none rather than an empty one: an update may only remove.
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
  };
}

/** A condition on an item that stays as it is. */
export function check(table: string, key: Item, equals: Item): Write {
  return {
    ConditionCheck: { TableName: table, Key: key, ...asExpected(equals) },
  };
}

/** A condition on an item that is not there. */
export function checkAbsent(table: string, key: Item): Write {
  return { ConditionCheck: { TableName: table, Key: key, ConditionExpression: ABSENT } };
}

/** A condition on an item that stays as it is: it is not there, or these values are its own. */
export function checkUnlessAbsent(table: string, key: Item, equals: Item): Write {
  const { ConditionCheck } = check(table, key, equals);
  const ConditionExpression = `${ABSENT} OR (${allEqual(equals)})`;
  return { ConditionCheck: ConditionCheck && { ...ConditionCheck, ConditionExpression } };
}

/** Refused if the item is not there, whatever it has to equal. */
export function remove(table: string, key: Item, equals: Item): Write {
  return { Delete: { TableName: table, Key: key, ...asExpected(equals) } };
}

function asExpected(equals: Item) {
  const names = Object.keys(equals);
  return {
    ConditionExpression: allEqual(equals),
    // DynamoDB takes none rather than an empty one.
    ...(names.length > 0 && {
      ExpressionAttributeNames: namesOf(names),
      ExpressionAttributeValues: prefixed(':expected_', equals),
    }),
  };
}

function allEqual(equals: Item): string {
  if (Object.keys(equals).length === 0) return PRESENT;
  return Object.keys(equals)
    .map((name) => `#${name} = :expected_${name}`)
    .join(' AND ');
}

/** `ExpressionAttributeNames` of an expression that writes each name with a `#` before it. */
export function namesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`#${name}`, name]));
}

function prefixed<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}
