import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoDBUserStore } from '../../../../../lambda/adapters/dynamodb/accounts/user-store.ts';
import { DynamoDBRequestStore } from '../../../../../lambda/adapters/dynamodb/passwords/request-store.ts';
import { ANYONE } from '../../../../../lambda/users/events/event.ts';
import { askedAgain } from '../../../../../lambda/users/passwords/mail-limit.ts';
import { startFaultyTable } from '../../../../support/aws/aws-clients.ts';
import { faults } from '../../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../../support/aws/no-waiting.ts';
import { required } from '../../../../support/domain/domain.ts';
import { CountingIds, FrozenClock } from '../../../../support/domain/frozen.ts';

const AT = '2026-01-01T00:00:00.000Z';

describe('DynamoDBRequestStore', () => {
  withoutWaiting();
  const ids = new CountingIds();
  let table: Awaited<ReturnType<typeof startFaultyTable>>;
  let store: DynamoDBRequestStore;

  beforeAll(async () => {
    table = await startFaultyTable();
    store = new DynamoDBRequestStore(table.documents, table.table);
  });
  afterEach(() => table.proxy.reset());
  afterAll(() => table.stop());

  /** Asks at the clock's time. @returns the id of the event */
  async function ask(email: string, clock = new FrozenClock()): Promise<string> {
    const id = ids.next();
    const event = {
      id,
      type: 'after-forgot-password',
      at: clock.now().toISOString(),
      actor: ANYONE,
    } as const;
    await store.record({ kind: 'forgot-password', email, event });
    return id;
  }

  async function item(email: string) {
    const Key = { pk: `REQUEST#${email}`, sk: 'forgot-password' };
    return (await table.client.send(new GetCommand({ TableName: table.table, Key }))).Item;
  }

  test('stores the event, to expire after an hour, in one call', async () => {
    const id = await ask('one@example.com');
    expect(table.proxy.operations).toEqual(['UpdateItem']);
    expect(await item('one@example.com')).toEqual({
      pk: 'REQUEST#one@example.com',
      sk: 'forgot-password',
      email: 'one@example.com',
      event: { id, type: 'after-forgot-password', at: '2026-01-01T00:00:00.000Z', actor: ANYONE },
      expires_at: Date.parse('2026-01-01T01:00:00.000Z') / 1000,
      ...{ asked_1: 0, asked_2: 0, asked_3: 0, asked_4: 0, asked_5: 0 },
      asked_6: Date.parse(AT) / 1000,
    });
  });

  test('takes one call however often it was asked for, made or not', async () => {
    const clock = new FrozenClock();
    for (let each = 0; each < 8; each++, clock.advance(100)) await ask('often@example.com', clock);
    expect(table.proxy.operations).toEqual(Array.from({ length: 8 }, () => 'UpdateItem'));
  });

  test('keeps six an hour, in any hour, one of each minute', async () => {
    const email = 'hourly@example.com';
    const clock = new FrozenClock();
    const made: number[] = [];
    for (let minute = 0; minute < 150; minute++, clock.advance(60)) {
      const id = await ask(email, clock);
      if ((await item(email))?.event.id === id) made.push(minute);
    }
    expect(made).toEqual([0, 1, 2, 3, 4, 5, 60, 61, 62, 63, 64, 65, 120, 121, 122, 123, 124, 125]);
  });

  test('keeps to the rule that tells how long one has to wait', async () => {
    const email = 'ruled@example.com';
    const clock = new FrozenClock();
    let asked: readonly number[] = [];
    const outcomes: { stored: boolean; ruled: boolean }[] = [];
    for (const seconds of [0, 61, 7, 53, 60, 300, 59, 1, 900, 62, 61, 1200, 999, 60, 60, 3600]) {
      clock.advance(seconds);
      const id = await ask(email, clock);
      const again = askedAgain(asked, clock.now().getTime() / 1000);
      if ('asked' in again) asked = again.asked;
      outcomes.push({
        stored: (await item(email))?.event.id === id,
        ruled: 'asked' in again,
      });
    }
    expect(outcomes.map(({ stored }) => stored)).toEqual(outcomes.map(({ ruled }) => ruled));
    expect(new Set(outcomes.map(({ stored }) => stored))).toEqual(new Set([true, false]));
  });

  test('follows one that a release stored which kept only the last', async () => {
    const email = 'earlier@example.com';
    const Item = {
      ...{ pk: `REQUEST#${email}`, sk: 'forgot-password', email },
      event: { id: 'earlier', type: 'after-forgot-password', at: AT },
      expires_at: Date.parse(AT) / 1000 + 60,
    };
    await table.client.send(new PutCommand({ TableName: table.table, Item }));
    const clock = new FrozenClock();
    clock.advance(60);
    const id = await ask(email, clock);
    expect((await item(email))?.event.id).toBe(id);
  });

  test('keeps the first of a minute, and says nothing of the others', async () => {
    const clock = new FrozenClock();
    const first = await ask('two@example.com', clock);
    clock.advance(59);
    await ask('two@example.com', clock);
    expect((await item('two@example.com'))?.event.id).toBe(first);
  });

  test('overwrites one that expired, which DynamoDB deletes only later', async () => {
    const clock = new FrozenClock();
    await ask('three@example.com', clock);
    clock.advance(60);
    const second = await ask('three@example.com', clock);
    expect((await item('three@example.com'))?.event.id).toBe(second);
  });

  test('counts every address by itself', async () => {
    const asked = [await ask('four@example.com'), await ask('five@example.com')];
    const found = [await item('four@example.com'), await item('five@example.com')];
    expect(found.map((each) => each?.event.id)).toEqual(asked);
  });

  test('counts every kind by itself', async () => {
    const email = 'nine@example.com';
    await ask(email);
    const event = { id: ids.next(), type: 'after-request-verify', at: AT, actor: ANYONE } as const;
    await store.record({ kind: 'request-verify', email, event });
    const Key = { pk: `REQUEST#${email}`, sk: 'request-verify' };
    const found = await table.client.send(new GetCommand({ TableName: table.table, Key }));
    expect(found.Item?.event).toEqual(event);
  });

  test('keeps the first request after the address got a user, whatever was asked for before', async () => {
    const users = new DynamoDBUserStore(table.documents, table.table, undefined);
    const flags = { is_active: true, is_superuser: false, is_verified: false };
    const [email, moved] = ['ten@example.com', 'eleven@example.com'];
    const user = { id: ids.next(), email, ...flags, created_at: AT, updated_at: AT };
    const event = (type: 'after-register' | 'after-update') => ({
      id: ids.next(),
      type,
      at: AT,
      actor: ANYONE,
    });

    await ask(email);
    await users.create({ user, passwordHash: 'hash', event: event('after-register') });
    expect(await item(email)).toBeUndefined();
    const own = await ask(email);
    expect((await item(email))?.event.id).toBe(own);

    await ask(moved);
    const before = required((await users.lookup([user.id])).profiles.get(user.id));
    const credential = { before: required(await users.credential(email)) };
    const change = { before, user: { ...user, email: moved }, tokenVersion: 1, credential };
    expect(await users.update({ ...change, event: event('after-update') })).toBe('updated');
    expect(await item(moved)).toBeUndefined();
  });

  test('is kept although a transaction had the item for a moment', async () => {
    const email = 'twelve@example.com';
    table.proxy.fail('UpdateItem', faults.conflict, { times: 2 });
    const id = await ask(email);
    expect((await item(email))?.event.id).toBe(id);
    table.proxy.fail('UpdateItem', faults.conflict, { times: Infinity });
    await expect(ask(email)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  test('keeps one of 20 racing requests', async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => ask('six@example.com')));
    expect(asked).toContain((await item('six@example.com'))?.event.id);
    const again = await ask('six@example.com');
    expect((await item('six@example.com'))?.event.id).not.toBe(again);
  });

  test.each(['droppedAfter', 'internalErrorAfter'] as const)(
    'has stored the event where the answer was lost (%s)',
    async (name) => {
      const email = `${name.toLowerCase()}@example.com`;
      table.proxy.fail('UpdateItem', faults[name]);
      const id = await ask(email);
      expect(table.proxy.operations).toEqual(['UpdateItem', 'UpdateItem']);
      expect((await item(email))?.event.id).toBe(id);
    },
  );

  test.each(['throttled', 'internalError', 'droppedBefore'] as const)(
    'is SERVICE_UNAVAILABLE when every call is %s',
    async (name) => {
      table.proxy.fail('UpdateItem', faults[name], { times: Infinity });
      await expect(ask('seven@example.com')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    },
  );

  test('passes on an error that is no outage but a mistake', async () => {
    table.proxy.fail('UpdateItem', faults.invalid);
    await expect(ask('eight@example.com')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
