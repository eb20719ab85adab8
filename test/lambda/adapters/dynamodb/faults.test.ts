import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { NewEvent } from '../../../../lambda/users/events/event.ts';
import type { User } from '../../../../lambda/users/user.ts';
import { startFaultyTable } from '../../../support/aws/aws-clients.ts';
import { cancelled, faults } from '../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import { ORIGIN, required, SUPERUSER } from '../../../support/domain/domain.ts';
import { CountingIds } from '../../../support/domain/frozen.ts';
import { dynamoDBStores } from '../../../support/stores/dynamodb-stores.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const AT = '2026-01-01T00:00:00.000Z';
const unavailable = { name: 'UsersError', code: 'SERVICE_UNAVAILABLE' };
/** What the SDK repeats by itself, before the call is done. */
const TRANSIENT = [
  'throttled',
  'throttledAccount',
  'internalError',
  'unavailable',
  'droppedBefore',
] as const;
const AMBIGUOUS = ['droppedAfter', 'internalErrorAfter'] as const;

describe('the stores, when calls fail,', () => {
  withoutWaiting();
  const ids = new CountingIds();
  let table: Awaited<ReturnType<typeof startFaultyTable>>;
  let store: Stores;

  beforeAll(async () => {
    table = await startFaultyTable();
    store = dynamoDBStores(table.documents, table.table);
  });
  afterEach(() => table.proxy.reset());
  afterAll(() => table.stop());

  const event = (type: NewEvent['type']): NewEvent => ({
    id: ids.next(),
    type,
    at: AT,
    actor: SUPERUSER,
  });

  function newUser(): User {
    const id = ids.next();
    const email = `user${Number(id.slice(-12))}@example.com`;
    const flags = { is_active: true, is_superuser: false, is_verified: false };
    return { id, email, ...flags, created_at: AT, updated_at: AT };
  }

  const create = (user: User) =>
    store.create({ user, passwordHash: 'hash', event: event('after-register') });

  async function stored(): Promise<User> {
    const user = newUser();
    await create(user);
    table.proxy.reset();
    return user;
  }

  /** Whether profile and credential exist: both or none, or the user is incomplete. */
  async function isStored({ id, email }: User): Promise<boolean> {
    table.proxy.reset();
    const { profiles, owner } = await store.lookup([id], { email });
    expect(owner).toBe(profiles.get(id)?.user.id);
    return profiles.has(id);
  }

  const recordLogin = async ({ email }: User) =>
    store.recordLogin({ credential: required(await store.credential(email)), upgradedHash: 'new' });

  describe('a transaction', () => {
    const CALL = 'TransactWriteItems';

    test.each([...TRANSIENT, ...AMBIGUOUS, 'inProgress' as const])(
      'succeeds once when one call is %s',
      async (name) => {
        const user = newUser();
        table.proxy.fail(CALL, faults[name]);
        expect(await create(user)).toBe('created');
        expect(table.proxy.operations).toEqual([CALL, CALL]);
        expect(await isStored(user)).toBe(true);
      },
    );

    test('is repeated under its idempotency token, so that it is never made twice', async () => {
      table.proxy.fail(CALL, faults.droppedAfter);
      await create(newUser());
      const tokens = table.proxy.calls.map(({ input }) => input.ClientRequestToken);
      expect(tokens[0]).toEqual(expect.any(String));
      expect(tokens[1]).toBe(tokens[0]);
    });

    test.each([...TRANSIENT, 'inProgress' as const])(
      'is SERVICE_UNAVAILABLE when every call is %s, and nothing is left',
      async (name) => {
        const user = newUser();
        table.proxy.fail(CALL, faults[name], { times: Infinity });
        await expect(create(user)).rejects.toMatchObject(unavailable);
        expect(await isStored(user)).toBe(false);
      },
    );

    test.each(AMBIGUOUS)(
      'is SERVICE_UNAVAILABLE when every answer is lost, the user whole (%s)',
      async (name) => {
        const user = newUser();
        table.proxy.fail(CALL, faults[name], { times: Infinity });
        await expect(create(user)).rejects.toMatchObject(unavailable);
        expect(await isStored(user)).toBe(true);
      },
    );

    test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
      'is made again when it is cancelled by %s',
      async (reason) => {
        const user = newUser();
        table.proxy.fail(CALL, cancelled('None', reason), { times: 3 });
        expect(await create(user)).toBe('created');
        expect(table.proxy.operations).toHaveLength(4);
        expect(await isStored(user)).toBe(true);
      },
    );

    test('is SERVICE_UNAVAILABLE after eight conflicts', async () => {
      const user = newUser();
      table.proxy.fail(CALL, cancelled('TransactionConflict', 'None'), { times: Infinity });
      await expect(create(user)).rejects.toMatchObject(unavailable);
      expect(table.proxy.operations).toHaveLength(8);
      expect(await isStored(user)).toBe(false);
    });

    test('says what its condition refused although another write conflicted', async () => {
      table.proxy.fail(CALL, cancelled('TransactionConflict', 'ConditionalCheckFailed'));
      expect(await create(newUser())).toBe('email_taken');
      expect(table.proxy.operations).toHaveLength(1);
    });

    test('passes on an error that is no outage but a mistake', async () => {
      table.proxy.fail(CALL, cancelled('ValidationError', 'None'));
      await expect(create(newUser())).rejects.toMatchObject({
        name: 'TransactionCanceledException',
      });
      table.proxy.fail(CALL, faults.invalid);
      await expect(create(newUser())).rejects.toMatchObject({ name: 'ValidationException' });
      expect(table.proxy.operations).toHaveLength(2);
    });
  });

  describe('a single write', () => {
    const CALL = 'UpdateItem';

    test('is no transaction', async () => {
      const user = await stored();
      expect(await recordLogin(user)).toBe('recorded');
      expect(table.proxy.operations).toEqual(['GetItem', CALL]);
    });

    test.each([...TRANSIENT, ...AMBIGUOUS, 'conflict' as const])(
      'succeeds when one call is %s',
      async (name) => {
        const user = await stored();
        table.proxy.fail(CALL, faults[name]);
        expect(await recordLogin(user)).toBe('recorded');
        expect(table.proxy.operations).toEqual(['GetItem', CALL, CALL]);
        expect((await store.credential(user.email))?.passwordHash).toBe('new');
      },
    );

    test.each([...TRANSIENT, 'conflict' as const])(
      'is SERVICE_UNAVAILABLE when every call is %s',
      async (name) => {
        const user = await stored();
        table.proxy.fail(CALL, faults[name], { times: Infinity });
        await expect(recordLogin(user)).rejects.toMatchObject(unavailable);
        expect((await store.credential(user.email))?.passwordHash).toBe('hash');
      },
    );

    test('passes on an error that is no outage but a mistake', async () => {
      const user = await stored();
      table.proxy.fail(CALL, faults.invalid);
      await expect(recordLogin(user)).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });

  describe('the end of a session', () => {
    const CALL = 'TransactWriteItems';
    const keeping = { by: 'revocation', expiresAt: 4_000_000_000 } as const;

    async function begun() {
      const { id: userId, email } = await stored();
      const sessionId = ids.next();
      const session = { ...{ userId, sessionId, tokenVersion: 1, expiresAt: 4_000_000_000 } };
      const credential = required(await store.credential(email));
      const times = { created_at: AT, last_used_at: AT };
      await store.recordLogin({ credential, session: { ...session, ...ORIGIN, ...times } });
      table.proxy.reset();
      return { userId, sessionId };
    }

    test.each([...TRANSIENT, ...AMBIGUOUS, 'inProgress' as const])(
      'is told as what it did when one call is %s',
      async (name) => {
        const key = await begun();
        table.proxy.fail(CALL, faults[name]);
        expect(await store.remove(key)).toBe('removed');
        expect(await store.sessionsOf(key.userId)).toEqual([]);
        expect(await store.remove(key)).toBe('absent');
        table.proxy.fail(CALL, faults[name]);
        expect(await store.remove(key)).toBe('absent');
      },
    );

    test.each([...AMBIGUOUS])(
      'that a credential presents is told as what it did when one call is %s',
      async (name) => {
        const claims = { ...(await begun()), tokenVersion: 1, keeping };
        table.proxy.fail(CALL, faults[name]);
        expect(await store.endPresented(claims, new Date(AT))).toBe('ended');
        expect(await store.endPresented(claims, new Date(AT))).toBe('refused');
      },
    );

    test('is made again when it meets a transaction on its session', async () => {
      const key = await begun();
      table.proxy.fail(CALL, cancelled('TransactionConflict'), { times: 3 });
      expect(await store.remove(key)).toBe('removed');
      expect(table.proxy.operations).toHaveLength(4);
    });
  });

  describe('a read', () => {
    const reads = [
      ['GetItem', ({ email }: User) => store.credential(email)],
      ['BatchGetItem', ({ id, email }: User) => store.lookup([id], { email })],
      ['Query', () => store.list({ limit: 10 })],
    ] as const;

    test.each(reads)('by %s succeeds when one call fails', async (operation, read) => {
      const user = await stored();
      const undisturbed = await read(user);
      for (const name of TRANSIENT) {
        table.proxy.fail(operation, faults[name]);
        expect(await read(user)).toEqual(undisturbed);
      }
    });

    test.each(reads)(
      'by %s is SERVICE_UNAVAILABLE when every call fails',
      async (operation, read) => {
        const user = await stored();
        for (const name of TRANSIENT) {
          table.proxy.fail(operation, faults[name], { times: Infinity });
          await expect(read(user)).rejects.toMatchObject(unavailable);
          table.proxy.reset();
        }
      },
    );

    test('by BatchGetItem asks again for the keys that were left out', async () => {
      const [ada, bob] = [await stored(), await stored()];
      table.proxy.fail('BatchGetItem', { before: leftOut(ada.id, bob.id) });
      const { profiles } = await store.lookup([ada.id, bob.id]);
      expect([...profiles.keys()].sort()).toEqual([ada.id, bob.id]);
      expect(table.proxy.operations).toEqual(['BatchGetItem', 'BatchGetItem']);
    });

    test('by BatchGetItem is SERVICE_UNAVAILABLE when keys are left out five times', async () => {
      const { id } = await stored();
      table.proxy.fail('BatchGetItem', { before: leftOut(id) }, { times: Infinity });
      await expect(store.lookup([id])).rejects.toMatchObject(unavailable);
      expect(table.proxy.operations).toHaveLength(5);
    });

    function leftOut(...userIds: string[]) {
      const Keys = userIds.map((id) => ({ pk: { S: `USER#${id}` }, sk: { S: 'PROFILE' } }));
      return { status: 200, body: { Responses: {}, UnprocessedKeys: { [table.table]: { Keys } } } };
    }
  });
});
