import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoDBLeftovers } from '../../../../../lambda/adapters/dynamodb/accounts/leftovers.ts';
import { startFaultyTable } from '../../../../support/aws/aws-clients.ts';
import { faults } from '../../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../../support/aws/no-waiting.ts';
import { CountingIds } from '../../../../support/domain/frozen.ts';

const UNTIL = new Date('2026-01-01T00:00:01.000Z');
const AT = '2026-01-01T00:00:00.000Z';

describe('DynamoDBLeftovers', () => {
  withoutWaiting();
  const ids = new CountingIds();
  let table: Awaited<ReturnType<typeof startFaultyTable>>;
  let leftovers: DynamoDBLeftovers;

  beforeAll(async () => {
    table = await startFaultyTable();
    leftovers = new DynamoDBLeftovers(table.documents, table.table);
  });
  afterEach(() => table.proxy.reset());
  afterAll(() => table.stop());

  const someone = () => {
    const id = ids.next();
    return { id, email: `user${Number(id.slice(-12))}@example.com` };
  };
  const put = (pk: string, sk: string, attributes: object = {}) =>
    table.client.send(new PutCommand({ TableName: table.table, Item: { pk, sk, ...attributes } }));
  const request = ({ email }: { email: string }, kind: string, at = AT) =>
    put(`REQUEST#${email}`, kind, { email, event: { id: ids.next(), at } });
  async function leave(user: { id: string; email: string }): Promise<void> {
    await put(`SESSION#${user.id}`, 'SESSION#1');
    await put(`REVOKED#${user.id}`, 'REVOKED#1');
    await put(`ACCOUNT#${user.id}`, `google#a#${user.id}`);
    await put(`OAUTH#google#a#${user.id}`, 'ACCOUNT', { user_id: user.id });
    await account(user, 'acme');
    for (const kind of ['forgot-password', 'request-verify']) await request(user, kind);
    await put(`EMAIL-CHANGE#${user.id}`, `EMAIL-CHANGE#new-${user.email}`);
  }
  /** An account at a provider, by its user and by its subject. */
  async function account({ id }: { id: string }, client: string, linkVersion?: number) {
    const kept = { user_id: id, ...(linkVersion !== undefined && { link_version: linkVersion }) };
    await put(`ACCOUNT#${id}`, `ACCOUNT#${client}#https://${client}.example#a#${id}`, kept);
    await put(`OAUTH#${client}#a#${id}`, `ACCOUNT#https://${client}.example`, kept);
  }
  /** Keys of all items of users. */
  async function left(...users: { id: string; email: string }[]): Promise<string[]> {
    const { Items: items = [] } = await table.client.send(
      new ScanCommand({ TableName: table.table, ConsistentRead: true }),
    );
    const words = users.flatMap(({ id, email }) => [id, email]);
    return items
      .map(({ pk, sk }) => `${pk} ${sk}`)
      .filter((key) => words.some((word) => key.includes(word)));
  }

  test('deletes everything of a user, and nothing of another', async () => {
    const [ada, bob] = [someone(), someone()];
    await leave(ada);
    await leave(bob);
    await leftovers.sweep(ada, UNTIL);
    expect(await left(ada)).toEqual([]);
    expect(await left(bob)).toHaveLength(9);
  });

  test('has nothing to do where nothing is left, again and again', async () => {
    const ada = someone();
    await leave(ada);
    for (const _ of [1, 2, 3]) {
      table.proxy.reset();
      await leftovers.sweep(ada, UNTIL);
    }
    // One for each kind of request and what is told of a lock; the other kinds are asked for by their users.
    const deletions = table.proxy.operations.filter((operation) => operation === 'DeleteItem');
    expect(deletions).toHaveLength(3);
    expect(await left(ada)).toEqual([]);
  });

  test('goes on over pages', async () => {
    const ada = someone();
    const sessions = Array.from({ length: 60 }, (_, index) => `SESSION#${index}`);
    await Promise.all(sessions.map((sk) => put(`SESSION#${ada.id}`, sk)));
    await leftovers.sweep(ada, UNTIL);
    expect(await left(ada)).toEqual([]);
  });

  test('deletes at most 1,000 items of a kind, and the rest when it is called again', async () => {
    const ada = someone();
    const sessions = Array.from({ length: 1001 }, (_, index) => `SESSION#${index}`);
    for (let from = 0; from < sessions.length; from += 100) {
      const some = sessions.slice(from, from + 100);
      await Promise.all(some.map((sk) => put(`SESSION#${ada.id}`, sk)));
    }
    await expect(leftovers.sweep(ada, UNTIL)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    expect(await left(ada)).toHaveLength(1);
    await leftovers.sweep(ada, UNTIL);
    expect(await left(ada)).toEqual([]);
  });

  test('spares what the next holder of the address has asked for', async () => {
    const ada = someone();
    await request(ada, 'forgot-password', '2026-01-01T00:00:01.001Z');
    await request(ada, 'request-verify', UNTIL.toISOString());
    await leftovers.sweep(ada, UNTIL);
    expect(await left(ada)).toEqual([`REQUEST#${ada.email} forgot-password`]);
  });

  test('spares the login of an account that is another user’s by now', async () => {
    const ada = someone();
    await leave(ada);
    await put(`OAUTH#google#a#${ada.id}`, 'ACCOUNT', { user_id: 'bob' });
    await leftovers.sweep(ada, UNTIL);
    expect(await left(ada)).toEqual([`OAUTH#google#a#${ada.id} ACCOUNT`]);
  });

  test.each(['Query', 'DeleteItem'])(
    'fails when %s does, and does the rest when it is called again',
    async (operation) => {
      const ada = someone();
      await leave(ada);
      table.proxy.fail(operation, faults.throttled, { times: Number.POSITIVE_INFINITY });
      await expect(leftovers.sweep(ada, UNTIL)).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
      });
      table.proxy.reset();
      expect(await left(ada)).not.toEqual([]);
      await leftovers.sweep(ada, UNTIL);
      expect(await left(ada)).toEqual([]);
    },
  );

  test('keeps the account for the next time if its login could not be deleted', async () => {
    const ada = someone();
    await put(`ACCOUNT#${ada.id}`, `google#a#${ada.id}`);
    await put(`OAUTH#google#a#${ada.id}`, 'ACCOUNT', { user_id: ada.id });
    table.proxy.fail('DeleteItem', faults.throttled, { times: Number.POSITIVE_INFINITY });
    await expect(leftovers.sweep(ada, UNTIL)).rejects.toMatchObject({ name: 'UsersError' });
    table.proxy.reset();
    expect(await left(ada)).toHaveLength(2);
  });

  test('deletes accounts that were linked under an earlier version, those without one included', async () => {
    const [ada, bob] = [someone(), someone()];
    for (const user of [ada, bob]) {
      await account(user, 'first', 0);
      await account(user, 'second', 1);
      await account(user, 'third', 2);
      await put(`ACCOUNT#${user.id}`, `google#a#${user.id}`, { user_id: user.id });
      await put(`OAUTH#google#a#${user.id}`, 'ACCOUNT', { user_id: user.id });
    }
    await leftovers.sweepAccounts(ada.id, 2);
    expect((await left(ada)).sort()).toEqual([
      `ACCOUNT#${ada.id} ACCOUNT#third#https://third.example#a#${ada.id}`,
      `OAUTH#third#a#${ada.id} ACCOUNT#https://third.example`,
    ]);
    expect(await left(bob)).toHaveLength(8);
  });

  test('spares an account that was linked again since it was listed', async () => {
    const ada = someone();
    await account(ada, 'acme', 0);
    table.proxy.fail('DeleteItem', {
      before: async () => {
        await account(ada, 'acme', 2);
        return 'drop';
      },
    });
    await leftovers.sweepAccounts(ada.id, 1);
    expect(await left(ada)).toHaveLength(2);
  });
});
