import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startUsersTable, type UsersTable } from '../../../../support/aws/users-table.ts';
import { dynamoDBStores, onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import {
  ACCOUNT,
  describeOAuthAccountStore,
  newcomer,
} from '../../../../support/stores/oauth-account-store-contract.ts';

describe('DynamoDBOAuthAccountStore', () => {
  onDynamoDB(describeOAuthAccountStore);
});

describe('an account at a provider', () => {
  let table: UsersTable;

  beforeAll(async () => {
    table = await startUsersTable();
  });
  afterAll(() => table?.stop());

  test('is stored by its user as well, and without a hash where the user has no password', async () => {
    const added = newcomer();
    await dynamoDBStores(table.documents, table.name).create(added);
    const items = async (pk: string) => {
      const query = new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      });
      return (await table.documents.send(query)).Items ?? [];
    };
    const kept = {
      ...ACCOUNT,
      user_id: added.user.id,
      created_at: added.event.at,
      link_version: 1,
    };
    expect(await items(`ACCOUNT#${added.user.id}`)).toEqual([
      { pk: `ACCOUNT#${added.user.id}`, sk: 'ACCOUNT#acme#https://acme.example#a#1', ...kept },
    ]);
    expect(await items('OAUTH#acme#a#1')).toEqual([
      { pk: 'OAUTH#acme#a#1', sk: 'ACCOUNT#https://acme.example', ...kept },
    ]);
    const [credential] = await items(`EMAIL#${added.user.email}`);
    expect(credential).not.toHaveProperty('password_hash');
  });
});
