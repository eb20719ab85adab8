import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LIST_INDEX } from '../../lib/private/actions.ts';
import { findEngine } from '../../local/engine/binary.ts';
import { startEngine } from '../../local/engine/engine.ts';

/** A users table of its own in a real engine, and what it takes to use and to end it. */
export interface UsersTable {
  readonly name: string;
  readonly endpoint: string;
  readonly documents: DynamoDBDocumentClient;
  stop(): Promise<void>;
}

/** In dynoxide, or in the engine at `DYNAMODB_ENDPOINT`. */
export async function startUsersTable(): Promise<UsersTable> {
  const engine = await testEngine();
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const name = `users-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', LIST_INDEX.partitionKey, LIST_INDEX.sortKey].map(
        (attribute) => ({ AttributeName: attribute, AttributeType: 'S' }),
      ),
      GlobalSecondaryIndexes: [
        {
          IndexName: LIST_INDEX.name,
          KeySchema: [
            { AttributeName: LIST_INDEX.partitionKey, KeyType: 'HASH' },
            { AttributeName: LIST_INDEX.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...LIST_INDEX.attributes] },
        },
      ],
    }),
  );
  return {
    name,
    endpoint: engine.endpoint,
    documents: DynamoDBDocumentClient.from(client),
    async stop() {
      client.destroy();
      await engine.stop();
    },
  };
}

async function testEngine(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (endpoint) return { endpoint, stop: async () => {} };
  const folder = await mkdtemp(path.join(tmpdir(), 'users-table-'));
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
