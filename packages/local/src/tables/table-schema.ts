import type { CreateTableCommandInput, TableDescription } from '@aws-sdk/client-dynamodb';
import { isObject, type Json, type JsonObject } from '../cloudformation/template.ts';

/** What `CreateTable` is given for a table of the template. */
export type TableSchema = CreateTableCommandInput & { readonly TableName: string };

/** From the properties of an `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable`. */
export function tableSchema(name: string, properties: JsonObject): TableSchema {
  const indexes = (value: Json | undefined) =>
    (Array.isArray(value) ? value : []).filter(isObject).map((index) => ({
      IndexName: index.IndexName,
      KeySchema: index.KeySchema,
      Projection: index.Projection,
    }));
  const globalIndexes = indexes(properties.GlobalSecondaryIndexes);
  const localIndexes = indexes(properties.LocalSecondaryIndexes);
  const stream = properties.StreamSpecification;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes }),
    ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes }),
    ...(isObject(stream) && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType },
    }),
  } as unknown as TableSchema;
}

/** The parts that differ, for which the table has to be recreated; empty if there are none. */
export function differences(schema: TableSchema, table: TableDescription): string[] {
  const parts: [string, unknown, unknown][] = [
    ['keys', keys(schema.KeySchema), keys(table.KeySchema)],
    ['attributes', attributes(schema.AttributeDefinitions), attributes(table.AttributeDefinitions)],
    ['indexes', indexes(schema.GlobalSecondaryIndexes), indexes(table.GlobalSecondaryIndexes)],
    ['local indexes', indexes(schema.LocalSecondaryIndexes), indexes(table.LocalSecondaryIndexes)],
    [
      'stream',
      schema.StreamSpecification?.StreamViewType,
      table.StreamSpecification?.StreamEnabled
        ? table.StreamSpecification.StreamViewType
        : undefined,
    ],
  ];
  return parts
    .filter(([, wanted, found]) => JSON.stringify(wanted) !== JSON.stringify(found))
    .map(([part]) => part);
}

type KeySchema = CreateTableCommandInput['KeySchema'];
type Indexes =
  | CreateTableCommandInput['GlobalSecondaryIndexes']
  | TableDescription['GlobalSecondaryIndexes'];

const keys = (schema: KeySchema) =>
  schema?.map((key) => `${key.AttributeName} ${key.KeyType}`).sort();

const attributes = (definitions: CreateTableCommandInput['AttributeDefinitions']) =>
  definitions?.map((one) => `${one.AttributeName} ${one.AttributeType}`).sort();

const indexes = (list: Indexes) =>
  (list ?? [])
    .map((index) =>
      JSON.stringify([
        index.IndexName,
        keys(index.KeySchema),
        index.Projection?.ProjectionType ?? 'ALL',
        [...(index.Projection?.NonKeyAttributes ?? [])].sort(),
      ]),
    )
    .sort();
