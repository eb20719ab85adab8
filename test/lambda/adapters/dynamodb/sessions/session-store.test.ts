import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { DynamoDBUserStore } from '../../../../../lambda/adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBSessionStore } from '../../../../../lambda/adapters/dynamodb/sessions/session-store.ts';
import { openTestEngine } from '../../../../support/engine.ts';
import { describeSessionStore } from '../../../../support/session-store-contract.ts';
import { startUsersTable, type UsersTable } from '../../../../support/users-table.ts';

describe('DynamoDBSessionStore', () => {
  let engine: Engine;
  let table: UsersTable | undefined;

  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterEach(() => table?.stop());
  afterAll(() => engine?.stop());

  describeSessionStore(async () => {
    table = await startUsersTable(engine);
    const { documents, name } = table;
    return {
      users: new DynamoDBUserStore(documents, name),
      sessions: new DynamoDBSessionStore(documents, name),
    };
  });
});
