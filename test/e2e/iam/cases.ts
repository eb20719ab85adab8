import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { Client, PASSWORD } from '../support/client.ts';
import type { ProxiedSystem } from '../support/proxied-system.ts';
import type { Table } from './dynamodb-requests.ts';
import { serviceRequests } from './service-requests.ts';
import { accountOf } from './stack-policies.ts';

/**
 * What the functions may do is what they do. It is seen in the calls of all cases that ran before on
 * the system, so this comes after them.
 */
export function permissionCases(system: () => ProxiedSystem): void {
  let client: Client;
  let table: Table;
  const clients: DynamoDBClient[] = [];

  beforeAll(() => {
    client = new Client(system());
    const [only] = accountOf(system().stack).tables;
    if (only === undefined) throw new Error('the stack has no table');
    table = only;
  });
  afterAll(() => {
    for (const one of clients) one.destroy();
  });

  function dynamodb(endpoint: string, accessKeyId: string): DynamoDBClient {
    const credentials = { accessKeyId, secretAccessKey: 'local' };
    const made = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    clients.push(made);
    return made;
  }

  describe('a password whose hash is of an older cost', () => {
    test.each([
      ['jwt', (email: string) => client.token(email)],
      ['cookie', (email: string) => client.cookie(email)],
    ])('is hashed anew by a login at %s', async (_, login) => {
      const { email } = await client.register();
      const documents = DynamoDBDocumentClient.from(
        dynamodb(system().stack.endpoints.dynamodb, 'local'),
      );
      const item = { TableName: table.name, Key: { pk: `EMAIL#${email}`, sk: 'CREDENTIAL' } };
      await documents.send(
        new UpdateCommand({
          ...item,
          UpdateExpression: 'SET password_hash = :hash',
          ExpressionAttributeValues: { ':hash': await bcrypt.hash(PASSWORD, 4) },
        }),
      );
      await login(email);
      const { Item: credential } = await documents.send(new GetCommand(item));
      expect(bcrypt.getRounds(credential?.password_hash)).toBe(10);
      await login(email);
    });
  });

  test('a function that reads what is not its own is denied, and the case that saw it fails', async () => {
    const { email } = await client.register();
    const getMe = system().stack.functions.names.find((name) => name.includes('GetMe')) ?? '';
    const read = new GetItemCommand({
      TableName: table.name,
      Key: { pk: { S: `EMAIL#${email}` }, sk: { S: 'CREDENTIAL' } },
    });
    await expect(dynamodb(system().dynamodb.endpoint, getMe).send(read)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`perform: dynamodb:GetItem on resource: ${table.arn}`),
    });
    expect(system().permissions.takeDenials()).toEqual([
      `${getMe} may not dynamodb:GetItem on ${table.arn}, keys EMAIL#${email}`,
    ]);
  });

  test('all that is granted is used, by a function or by Lambda for it', () => {
    const { permissions, stack } = system();
    for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
    expect(permissions.takeDenials()).toEqual([]);
    expect(permissions.unused()).toEqual([]);
  });
}
