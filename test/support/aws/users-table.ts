import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { clientConfig } from 'cdk-users-api-local/test/engine';
import { LIST_INDEX } from '../../../lib/contract/attributes.ts';
import { dropTables, openTestEngine, ownName } from './engine.ts';

/** A users table of its own in a real engine, and what is needed to use and remove it. */
export interface UsersTable {
  readonly name: string;
  /** Its stream holds old and new images, as the construct's does. */
  readonly streamArn: string;
  readonly endpoint: string;
  readonly documents: DynamoDBDocumentClient;
  stop(): Promise<void>;
}

/**
 * @param shared an engine that the table leaves behind; default one of its own, by `openTestEngine`
 */
export async function startUsersTable(shared?: Engine): Promise<UsersTable> {
  const engine = shared ?? (await openTestEngine());
  const client = new DynamoDBClient({ ...clientConfig(engine.endpoint), maxAttempts: 1 });
  const name = ownName('users');
  const { TableDescription: description } = await client.send(
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
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return {
    name,
    streamArn: description?.LatestStreamArn ?? '',
    endpoint: engine.endpoint,
    documents: DynamoDBDocumentClient.from(client),
    async stop() {
      if (shared !== undefined) await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
      if (shared !== undefined) return;
      await dropTables(name);
      await engine.stop();
    },
  };
}
