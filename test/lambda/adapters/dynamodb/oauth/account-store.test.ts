import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Profile } from '../../../../../lambda/users/user.ts';
import { startUsersTable, type UsersTable } from '../../../../support/aws/users-table.ts';
import { required } from '../../../../support/domain/domain.ts';
import { onDynamoDB, storesOf } from '../../../../support/stores/dynamodb-stores.ts';
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
    await storesOf(table).create(added);
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

  test('that was stored without an issuer is linked to no other user where that is accepted', async () => {
    const stores = storesOf(table);
    const { client, subject } = { ...ACCOUNT, subject: 'earlier' };
    const account = { ...ACCOUNT, subject };
    const registered = async (email: string) => {
      const { link: _, ...added } = newcomer(email);
      await stores.create({ ...added, passwordHash: 'hash' });
      return required((await stores.lookup([added.user.id])).profiles.get(added.user.id));
    };
    const [eve, bob] = [await registered('eve@example.com'), await registered('bob@example.com')];
    const Item = { pk: `OAUTH#${client}#${subject}`, sk: 'ACCOUNT', user_id: eve.user.id };
    await table.documents.send(new PutCommand({ TableName: table.name, Item }));
    const { event } = newcomer();
    const link = (before: Profile, acceptsEarlier: boolean) =>
      stores.link({ account, before, event, acceptsEarlier });
    expect(await link(bob, true)).toBe('account_taken');
    expect((await stores.find({ account })).holder).toBeUndefined();
    expect(await link(eve, true)).toBe('linked');
    expect((await stores.find({ account })).holder?.userId).toBe(eve.user.id);
  });

  test('is linked where no item without an issuer is there, or where that is not accepted', async () => {
    const stores = storesOf(table);
    const { link: _, ...added } = newcomer('dora@example.com');
    await stores.create({ ...added, passwordHash: 'hash' });
    const { id } = added.user;
    const before = async () => required((await stores.lookup([id])).profiles.get(id));
    const { event } = added;
    const none = { ...ACCOUNT, subject: 'none' };
    const link = { account: none, before: await before(), event, acceptsEarlier: true };
    expect(await stores.link(link)).toBe('linked');
    const foreign = { ...ACCOUNT, subject: 'foreign' };
    const Item = { pk: 'OAUTH#acme#foreign', sk: 'ACCOUNT', user_id: 'somebody else' };
    await table.documents.send(new PutCommand({ TableName: table.name, Item }));
    expect(await stores.link({ account: foreign, before: await before(), event })).toBe('linked');
  });
});
