import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { LocalError } from '../errors.ts';
import { differences, type TableSchema } from './table-schema.ts';

const DEADLINE = 30_000;

/**
 * Makes a table unless the engine has it from an earlier run.
 *
 * @throws {LocalError} `TABLE_DIFFERS`
 */
export async function ensureTable(
  client: DynamoDBClient,
  schema: TableSchema,
): Promise<TableDescription> {
  const found = await describe(client, schema.TableName);
  if (found === undefined) return createTable(client, schema);
  const parts = differences(schema, found);
  if (parts.length > 0) {
    throw new LocalError(
      'TABLE_DIFFERS',
      `table ${schema.TableName} of an earlier run has other ${parts.join(' and ')} than the template; start once with --fresh to recreate it`,
    );
  }
  return found;
}

/** Empties a table by recreating it, which writes no removals to its stream. */
export async function recreateTable(
  client: DynamoDBClient,
  schema: TableSchema,
): Promise<TableDescription> {
  const { TableName } = schema;
  if ((await describe(client, TableName)) !== undefined) {
    await client.send(new DeleteTableCommand({ TableName }));
    await until(async () => ((await describe(client, TableName)) === undefined ? true : undefined));
  }
  return createTable(client, schema);
}

async function createTable(client: DynamoDBClient, schema: TableSchema): Promise<TableDescription> {
  await client.send(new CreateTableCommand(schema));
  return until(async () => {
    const table = await describe(client, schema.TableName);
    return table?.TableStatus === 'ACTIVE' ? table : undefined;
  });
}

async function describe(
  client: DynamoDBClient,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function until<T>(probe: () => Promise<T | undefined>): Promise<T> {
  const giveUp = performance.now() + DEADLINE;
  for (;;) {
    const result = await probe();
    if (result !== undefined) return result;
    if (performance.now() > giveUp) {
      throw new LocalError('ENGINE_FAILED', 'the DynamoDB engine does not finish making a table');
    }
    await wait(10);
  }
}
