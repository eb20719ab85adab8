import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DynamoDBPersonalDataStore } from '../../../../lambda/adapters/dynamodb/accounts/personal-data-store.ts';
import {
  LIST_INDEX,
  LOOKUP_ATTRIBUTES,
  SESSION_ATTRIBUTES,
  SESSION_LIST_ATTRIBUTES,
  SIGN_IN_ATTRIBUTES,
} from '../../../../lib/contract/attributes.ts';
import { startFaultyTable } from '../../../support/aws/aws-clients.ts';
import type { ProxiedCall } from '../../../support/aws/fault-proxy.ts';
import { dynamoDBStores, EXPORTERS } from '../../../support/stores/dynamodb-stores.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const USER = { id: '00000000-0000-7000-8000-000000000001', email: 'ada@example.com' };

/** No local engine has replicas that lag, so a test can only see what is asked for. */
describe('a read of the users table', () => {
  let table: Awaited<ReturnType<typeof startFaultyTable>>;
  let users: Stores;

  beforeAll(async () => {
    table = await startFaultyTable();
    users = dynamoDBStores(table.documents, table.table);
  });
  beforeEach(() => table.proxy.reset());
  afterAll(() => table.stop());

  /** What a read asks of the table. */
  function asked({ operation, input }: ProxiedCall): ProxiedCall['input'] {
    if (operation !== 'BatchGetItem') return input;
    return (input.RequestItems as Record<string, typeof input>)[table.table] ?? {};
  }

  test.each<[string, () => Promise<unknown>, string[]]>([
    ['of profiles', () => users.lookup([USER.id]), ['BatchGetItem']],
    ['of a credential', () => users.credential(USER.email), ['GetItem']],
    [
      'of an account',
      () =>
        users.find({
          account: { client: 'acme', issuer: 'https://acme.example', subject: 'subject' },
          acceptsEarlier: true,
          email: USER.email,
        }),
      ['BatchGetItem'],
    ],
    ['of sessions', () => users.sessionsOf(USER.id), ['Query']],
    [
      'of all that is stored of a user',
      () => new DynamoDBPersonalDataStore(table.documents, table.table, EXPORTERS).read(USER),
      ['GetItem', 'GetItem', 'Query', 'Query', 'Query', 'Query', 'Query'],
    ],
    ['of what a user leaves', () => users.sweep(USER, new Date()), Array(8).fill('Query')],
  ])('%s is strongly consistent', async (_, read, operations) => {
    await read();
    const reads = table.proxy.calls.filter(({ operation }) => operation !== 'DeleteItem');
    expect(reads.map(({ operation }) => operation).sort()).toEqual(operations);
    expect(reads.map((read) => asked(read).ConsistentRead)).toEqual(operations.map(() => true));
  });

  test('of several items names what it asks for, which is never a hash of a password', async () => {
    const key = { userId: USER.id, sessionId: 'session' };
    await users.lookup([USER.id]);
    await users.signInState([USER.id], { sessions: [key] });
    await users.find({ email: USER.email });
    expect(table.proxy.calls.map((call) => asked(call).ProjectionExpression)).toEqual([
      LOOKUP_ATTRIBUTES.join(', '),
      [...LOOKUP_ATTRIBUTES, ...SESSION_ATTRIBUTES].join(', '),
      SIGN_IN_ATTRIBUTES.join(', '),
    ]);
  });

  test('of sessions names what it asks for, since a policy allows nothing else', async () => {
    await users.sessionsOf(USER.id);
    expect(table.proxy.calls.map(({ input }) => input)).toMatchObject([
      {
        Select: 'SPECIFIC_ATTRIBUTES',
        ProjectionExpression: SESSION_LIST_ATTRIBUTES.join(', '),
        ScanIndexForward: false,
      },
    ]);
  });

  test('of the list goes to its index, of each partition once, for as many users as asked for', async () => {
    await users.list({ limit: 7, after: USER.id });
    const inputs = table.proxy.calls.map(({ input }) => input);
    expect(inputs).toHaveLength(4);
    const common = { IndexName: LIST_INDEX.name, Limit: 7 };
    for (const input of inputs) expect(input).toMatchObject(common);
    const values = inputs.map(({ ExpressionAttributeValues: each }) => each);
    const asked = (shard: number) => ({
      ':partition': { S: `LIST#${shard}` },
      ':after': { S: USER.id },
    });
    expect(values).toEqual([0, 1, 2, 3].map(asked));
  });
});
