import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { findEngine } from 'cdk-users-api-local/engine/binary';
import { type Engine, startEngine } from 'cdk-users-api-local/engine/engine';
import { clientConfig } from 'cdk-users-api-local/test/engine';

/** An engine that already runs for the tests, in place of dynoxide. */
export const foreignEndpoint = (): string | undefined => process.env.DYNAMODB_ENDPOINT || undefined;

/** Dynoxide with a database of its own, or the engine at `DYNAMODB_ENDPOINT`. */
export async function openTestEngine(): Promise<Engine> {
  const endpoint = foreignEndpoint();
  if (endpoint !== undefined) return { endpoint, stop: async () => {} };
  const folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const engine = await startEngine({
    binary: findEngine(),
    database: path.join(folder, 'tables.db'),
  });
  return {
    endpoint: engine.endpoint,
    async stop() {
      await engine.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A name that no other test uses: a foreign engine is shared by tests that run side by side. */
export const ownName = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

/** Leaves a foreign engine as it was found; dynoxide ends with its tables. */
export async function dropTables(prefix: string): Promise<void> {
  const endpoint = foreignEndpoint();
  if (endpoint === undefined) return;
  const client = new DynamoDBClient(clientConfig(endpoint));
  const mine: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    mine.push(...TableNames.filter((name) => name.startsWith(prefix)));
  }
  for (const TableName of mine) await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
}
