import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { clientConfig, startTestEngine } from 'cdk-users-api-local/test/engine';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { startUsersTable } from '../support/aws/users-table.ts';
import { Client } from './support/client.ts';
import { startLocalSystem } from './support/local-system.ts';

/**
 * What `npm run test:dynamodb-local` relies on: without it its suites would test dynoxide again.
 */
describe('the engine at DYNAMODB_ENDPOINT', () => {
  const { DYNAMODB_ENDPOINT: before = '' } = process.env;
  let engine: Engine;
  let client: DynamoDBClient;

  beforeAll(async () => {
    engine = await startTestEngine();
    client = new DynamoDBClient(clientConfig(engine.endpoint));
    process.env.DYNAMODB_ENDPOINT = engine.endpoint;
  });
  afterAll(async () => {
    process.env.DYNAMODB_ENDPOINT = before;
    client.destroy();
    await engine.stop();
    removeTemporaryDirectories();
  });

  const tables = async () => (await client.send(new ListTablesCommand({}))).TableNames;

  test('has the table of a store under test, and no longer than that', async () => {
    const table = await startUsersTable();
    expect(await tables()).toEqual([table.name]);
    await table.stop();
    expect(await tables()).toEqual([]);
  });

  test('has the tables of stacks under test, each its own, and no longer than that', async () => {
    const systems = [await startLocalSystem(), await startLocalSystem()];
    expect(await tables()).toHaveLength(systems.length);
    for (const system of systems) {
      const user = await new Client(system).register('ada@example.com');
      await new Client(system).event('after-register', ({ id }) => id === user.id);
    }
    for (const system of systems) await system.stop();
    expect(await tables()).toEqual([]);
  });
});
