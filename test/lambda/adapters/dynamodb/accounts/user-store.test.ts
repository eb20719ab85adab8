import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { DynamoDBUserStore } from '../../../../../lambda/adapters/dynamodb/accounts/user-store.ts';
import { describeEmailChange } from '../../../../support/email-change-contract.ts';
import { openTestEngine } from '../../../../support/engine.ts';
import { describeUserStore } from '../../../../support/user-store-contract.ts';
import { startUsersTable, type UsersTable } from '../../../../support/users-table.ts';

describe('DynamoDBUserStore', () => {
  let engine: Engine;
  let table: UsersTable | undefined;

  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterEach(() => table?.stop());
  afterAll(() => engine?.stop());

  const start = async () => {
    table = await startUsersTable(engine);
    return new DynamoDBUserStore(table.documents, table.name);
  };
  describeUserStore(start);
  describeEmailChange(start);
});
