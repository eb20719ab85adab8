import { afterEach, describe } from '@jest/globals';
import { DynamoDBUserStore } from '../../../../lambda/adapters/dynamodb/user-store.ts';
import { describeUserStore } from '../../../support/user-store-contract.ts';
import { startUsersTable, type UsersTable } from '../../../support/users-table.ts';

describe('DynamoDBUserStore', () => {
  let table: UsersTable | undefined;

  afterEach(() => table?.stop());

  describeUserStore(async () => {
    table = await startUsersTable();
    return new DynamoDBUserStore(table.documents, table.name);
  });
});
