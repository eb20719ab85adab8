import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoDBPersonalDataStore } from '../../../../../lambda/adapters/dynamodb/accounts/personal-data-store.ts';
import { startFaultyTable } from '../../../../support/aws/aws-clients.ts';
import { faults } from '../../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../../support/aws/no-waiting.ts';
import { required, SUPERUSER } from '../../../../support/domain/domain.ts';
import { dynamoDBStores, EXPORTERS } from '../../../../support/stores/dynamodb-stores.ts';

const AT = '2026-01-01T00:00:00.000Z';
const EXPIRES_AT = Date.parse(AT) / 1000;

const ACCOUNT = {
  client: 'google',
  issuer: 'https://accounts.google.com',
  subject: 's',
  email: 'ada@gmail.com',
  created_at: AT,
};

describe('DynamoDBPersonalDataStore', () => {
  withoutWaiting();
  let table: Awaited<ReturnType<typeof startFaultyTable>>;
  let store: DynamoDBPersonalDataStore;
  const event = { id: 'event', type: 'after-register', at: AT, actor: SUPERUSER } as const;
  const user = {
    id: '00000000-0000-7000-8000-000000000001',
    email: 'ada@example.com',
    is_active: true,
    is_superuser: false,
    is_verified: false,
    created_at: AT,
    updated_at: AT,
  };
  const put = (pk: string, sk: string, attributes: object) =>
    table.client.send(new PutCommand({ TableName: table.table, Item: { pk, sk, ...attributes } }));

  beforeAll(async () => {
    table = await startFaultyTable();
    store = new DynamoDBPersonalDataStore(table.documents, table.table, EXPORTERS);
    const users = dynamoDBStores(table.documents, table.table);
    await users.create({ user, passwordHash: 'hash of the password', event });
    const session = {
      userId: user.id,
      sessionId: 'session',
      backend: 'web',
      created_at: AT,
      last_used_at: AT,
      ip: '192.0.2.1',
      user_agent: 'a browser',
      proof: { authTime: EXPIRES_AT, amr: ['pwd'] },
      tokenVersion: 1,
      expiresAt: EXPIRES_AT,
      secretHash: 'hash of the secret',
    };
    await users.recordLogin({ credential: required(await users.credential(user.email)), session });
    const token = { userId: user.id, sessionId: 'token', tokenVersion: 1 };
    const keeping = { by: 'revocation', expiresAt: EXPIRES_AT } as const;
    await users.end({ ...token, keeping }, new Date(AT));
    await put(`ACCOUNT#${user.id}`, 'google#sub#ject', { created_at: AT });
    const { client, issuer, subject, ...kept } = ACCOUNT;
    await put(`ACCOUNT#${user.id}`, `ACCOUNT#${client}#${issuer}#${subject}`, kept);
    await put(`REQUEST#${user.email}`, 'forgot-password', { event });
  });
  afterEach(() => table.proxy.reset());
  afterAll(() => table.stop());

  test('reads all that is stored of a user, and no hash', async () => {
    const data = await store.read(user);
    expect(data).toStrictEqual({
      lastEvent: event,
      credentialVersion: 1,
      groups: {
        sessions: [
          {
            id: 'session',
            backend: 'web',
            created_at: AT,
            last_used_at: AT,
            ip: '192.0.2.1',
            user_agent: 'a browser',
            expires_at: AT,
            auth_time: AT,
            amr: ['pwd'],
          },
        ],
        revoked_tokens: [{ id: 'token', expires_at: AT }],
        accounts: [ACCOUNT, { client: 'google', subject: 'sub#ject', created_at: AT }],
        requests: [{ kind: 'forgot-password', requested_at: AT }],
      },
    });
    expect(JSON.stringify(data)).not.toContain('hash');
  });

  test('finds no user who doesn’t exist, and none by the address of another', async () => {
    expect(await store.read({ ...user, id: 'other' })).toBeUndefined();
    expect(await store.read({ ...user, email: 'other@example.com' })).toBeUndefined();
  });

  test.each(['GetItem', 'Query'])('is SERVICE_UNAVAILABLE when %s fails', async (operation) => {
    table.proxy.fail(operation, faults.throttled, { times: Number.POSITIVE_INFINITY });
    await expect(store.read(user)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});
