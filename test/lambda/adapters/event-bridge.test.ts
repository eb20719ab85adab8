import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EventBridgeEventBus } from '../../../lambda/adapters/event-bridge.ts';
import type { PublicEvent } from '../../../lambda/users/events/event.ts';
import { type Faulty, startFaultyBus, TestBus } from '../../support/aws/aws-clients.ts';
import { faults } from '../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../support/aws/no-waiting.ts';

const TIME = '2026-01-01T00:00:00.000Z';

function event(id: string, userId = `user of ${id}`): PublicEvent {
  const user = {
    id: userId,
    email: 'ada@example.com',
    is_active: true,
    is_superuser: false,
    is_verified: false,
    created_at: TIME,
    updated_at: TIME,
  };
  return { type: 'after-register', detail: { id, time: TIME, user } };
}

describe('EventBridgeEventBus', () => {
  withoutWaiting();
  let put: TestBus;
  let service: Faulty<EventBridgeClient>;
  let bus: EventBridgeEventBus;

  beforeAll(async () => {
    service = await startFaultyBus({ put: (entries) => put.put(entries) } as TestBus);
    bus = new EventBridgeEventBus(service.client, 'users');
  });
  afterAll(() => service.stop());

  beforeEach(() => {
    service.proxy.reset();
    put = new TestBus();
  });

  const idOf = ({ Detail }: { Detail: string }): string => JSON.parse(Detail).id;
  const many = (count: number) => Array.from({ length: count }, (_, index) => event(`${index}`));
  const sizes = () => put.calls.map(({ length }) => length);

  test('puts an event with its time, under its type, as JSON', async () => {
    expect(await bus.publish([event('1')])).toEqual({ taken: 1 });
    expect(put.taken).toEqual([
      {
        EventBusName: 'users',
        Source: 'users-api',
        DetailType: 'after-register',
        Time: Date.parse(TIME) / 1000,
        Detail: JSON.stringify(event('1').detail),
      },
    ]);
  });

  test('makes no call for no events', async () => {
    expect(await bus.publish([])).toEqual({ taken: 0 });
    expect(put.calls).toEqual([]);
  });

  test.each([
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('puts %i events in calls of %j, in order', async (count, expected) => {
    expect(await bus.publish(many(count))).toEqual({ taken: count });
    expect(sizes()).toEqual(expected);
    expect(put.taken.map(idOf)).toEqual(many(count).map(({ detail }) => detail.id));
  });

  test('never puts two events of one user in one call', async () => {
    const events = [event('1', 'ada'), event('2', 'bob'), event('3', 'ada'), event('4', 'ada')];
    expect(await bus.publish(events)).toEqual({ taken: 4 });
    expect(put.calls.map((entries) => entries.map(idOf))).toEqual([['1', '2'], ['3'], ['4']]);
  });

  test('counts up to the first entry that is refused, and says why', async () => {
    put.takes = (entry) => idOf(entry) !== '3';
    const outcome = await bus.publish(many(6));
    expect(outcome).toEqual({ taken: 3, error: new Error('ThrottlingException: slow down') });
  });

  test('counts the calls before the one in which an entry is refused, and makes none after it', async () => {
    put.takes = (entry) => idOf(entry) !== '12';
    expect(await bus.publish(many(25))).toMatchObject({ taken: 12 });
    expect(sizes()).toEqual([10, 10]);
  });

  test('publishes no later event of a user whose earlier one was refused', async () => {
    put.takes = (entry) => idOf(entry) !== '1';
    const events = [event('1', 'ada'), event('2', 'bob'), event('3', 'ada')];
    expect(await bus.publish(events)).toMatchObject({ taken: 0 });
    expect(put.taken.map(idOf)).toEqual(['2']);
  });

  test.each(['throttledAccount', 'internalError', 'droppedBefore', 'invalid'] as const)(
    'returns the error of a call that fails for good, and never throws (%s)',
    async (name) => {
      service.proxy.fail('PutEvents', faults[name], { nth: 2, times: Infinity });
      const outcome = await bus.publish(many(15));
      expect(outcome).toEqual({ taken: 10, error: expect.any(Error) });
    },
  );

  test('publishes after a retry where a call fails once', async () => {
    service.proxy.fail('PutEvents', faults.internalError);
    expect(await bus.publish(many(2))).toEqual({ taken: 2 });
    expect(put.taken.map(idOf)).toEqual(['0', '1']);
  });

  test('may publish twice, under one id, where the answer is lost', async () => {
    service.proxy.fail('PutEvents', faults.droppedAfter);
    expect(await bus.publish(many(1))).toEqual({ taken: 1 });
    expect(put.taken.map(idOf)).toEqual(['0', '0']);
  });
});
