import { afterEach, describe } from '@jest/globals';
import { DynamoDBSessionStore } from '../../../../lambda/adapters/dynamodb/session-store.ts';
import { DynamoDBUserStore } from '../../../../lambda/adapters/dynamodb/user-store.ts';
import { describeSessionStore } from '../../../support/session-store-contract.ts';
import { startUsersTable, type UsersTable } from '../../../support/users-table.ts';

describe('DynamoDBSessionStore', () => {
  let table: UsersTable | undefined;

  afterEach(() => table?.stop());

  describeSessionStore(async () => {
    table = await startUsersTable();
    const { documents, name } = table;
    return {
      users: new DynamoDBUserStore(documents, name),
      sessions: new DynamoDBSessionStore(documents, name),
    };
  });
});
