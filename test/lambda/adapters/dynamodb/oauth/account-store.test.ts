import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { DynamoDBUserStore } from '../../../../../lambda/adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBOAuthAccountStore } from '../../../../../lambda/adapters/dynamodb/oauth/account-store.ts';
import {
  ACCOUNT,
  describeAccountStore,
  newcomer,
} from '../../../../support/account-store-contract.ts';
import { openTestEngine } from '../../../../support/engine.ts';
import { startUsersTable, type UsersTable } from '../../../../support/users-table.ts';

describe('DynamoDBOAuthAccountStore', () => {
  let engine: Engine;
  let table: UsersTable | undefined;

  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterEach(() => table?.stop());
  afterAll(() => engine?.stop());

  async function start() {
    table = await startUsersTable(engine);
    const { documents, name } = table;
    return {
      users: new DynamoDBUserStore(documents, name),
      accounts: new DynamoDBOAuthAccountStore(documents, name),
    };
  }

  describeAccountStore(start);

  test('keeps accounts by their users as well, and no hash for who has no password', async () => {
    const { users } = await start();
    const added = newcomer();
    await users.create(added);
    const items = async (pk: string) => {
      const query = new QueryCommand({
        TableName: table?.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      });
      return (await table?.documents.send(query))?.Items ?? [];
    };
    const kept = { ...ACCOUNT, user_id: added.user.id, created_at: added.event.at };
    expect(await items(`ACCOUNT#${added.user.id}`)).toEqual([
      { pk: `ACCOUNT#${added.user.id}`, sk: 'acme#a#1', ...kept },
    ]);
    expect(await items('OAUTH#acme#a#1')).toEqual([
      { pk: 'OAUTH#acme#a#1', sk: 'ACCOUNT', ...kept },
    ]);
    const [credential] = await items(`EMAIL#${added.user.email}`);
    expect(credential).not.toHaveProperty('password_hash');
  });
});
