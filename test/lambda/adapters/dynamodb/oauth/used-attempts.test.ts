import { type PutCommandInput, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoDBUsedAttempts } from '../../../../../lambda/adapters/dynamodb/oauth/used-attempts.ts';
import { documentsAt } from '../../../../support/aws/json-clients.ts';
import { startUsersTable, type UsersTable } from '../../../../support/aws/users-table.ts';
import { onDynamoDB } from '../../../../support/stores/dynamodb-stores.ts';
import { describeUsedAttempts } from '../../../../support/stores/used-attempts-contract.ts';

describe('DynamoDBUsedAttempts', () => {
  onDynamoDB(describeUsedAttempts);
});

describe('the use of an attempt', () => {
  let table: UsersTable;

  beforeAll(async () => {
    table = await startUsersTable();
  });
  afterAll(() => table?.stop());

  test('is an item with no more than its key, the id of the use and the time when it goes', async () => {
    const documents = documentsAt(table.endpoint);
    const used = new DynamoDBUsedAttempts(documents, table.name, { next: () => 'use-1' });
    await used.use({ client: 'acme', state: 's', expiresAt: 1_900_000_000 });
    const { Items } = await table.documents.send(new ScanCommand({ TableName: table.name }));
    expect(Items).toEqual([
      { pk: 'OAUTH-ATTEMPT#acme#s', sk: 'USED', use: 'use-1', expires_at: 1_900_000_000 },
    ]);
  });

  test('is no second one where the SDK repeats its call', async () => {
    const documents = documentsAt(table.endpoint);
    const call = async (name: 'PutItem', input: PutCommandInput) => {
      await documents.call(name, input);
      // The response of the first was lost.
      return documents.call(name, input);
    };
    const used = new DynamoDBUsedAttempts({ call } as never, table.name, { next: () => 'use-2' });
    const attempt = { client: 'acme', state: 'repeated', expiresAt: 1_900_000_000 };
    expect(await used.use(attempt)).toBe('used');
  });
});
