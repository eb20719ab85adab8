import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { EventBridgeEventBus } from '../../../../lambda/adapters/event-bridge/event-bus.ts';
import type { PutEvents } from '../../../../lambda/adapters/event-bridge/put-events.ts';
import type { PublicEvent } from '../../../../lambda/users/events/event.ts';
import { type Faulty, startFaultyBus, TestBus } from '../../../support/aws/aws-clients.ts';
import { faults } from '../../../support/aws/fault-proxy.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';

const TIME = '2026-01-01T00:00:00.000Z';

function event(id: string, userId = `user of ${id}`, more: object = {}): PublicEvent {
  const user = {
    id: userId,
    email: 'ada@example.com',
    is_active: true,
    is_superuser: false,
    is_verified: false,
    created_at: TIME,
    updated_at: TIME,
    ...more,
  };
  return { type: 'after-register', detail: { id, time: TIME, user } };
}

describe('EventBridgeEventBus', () => {
  withoutWaiting();
  let put: TestBus;
  let service: Faulty<PutEvents>;
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
  const taken = () => put.taken.map(idOf);
  /** The fates as one letter each: taken, refused, failed. */
  const publish = async (events: readonly PublicEvent[]) => {
    const fates = await bus.publish(events);
    return fates.map(({ kind }) => kind[0]).join('');
  };
  /** Refuses an event as often as it is told to. */
  const refusing = (id: string, times: number) => {
    let left = times;
    put.takes = (entry) => idOf(entry) !== id || left-- <= 0;
  };

  test('puts an event with its time, under its type, as JSON', async () => {
    expect(await bus.publish([event('1')])).toEqual([{ kind: 'taken' }]);
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
    expect(await bus.publish([])).toEqual([]);
    expect(put.calls).toEqual([]);
  });

  test.each([
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('puts %i events in calls of %j, in order', async (count, expected) => {
    expect(await publish(many(count))).toBe('t'.repeat(count));
    expect(sizes()).toEqual(expected);
    expect(taken()).toEqual(many(count).map(({ detail }) => detail.id));
  });

  test('puts together only what fits into the size of a call, and what is larger by itself', async () => {
    const large = (id: string, bytes: number) => event(id, id, { text: 'x'.repeat(bytes) });
    const events = [
      large('1', 100_000),
      large('2', 100_000),
      large('3', 100_000),
      large('4', 300_000),
      event('5'),
    ];
    expect(await publish(events)).toBe('ttttt');
    expect(sizes()).toEqual([2, 1, 1, 1]);
  });

  test('never puts two events of one user in one call', async () => {
    const events = [event('1', 'ada'), event('2', 'bob'), event('3', 'ada'), event('4', 'ada')];
    expect(await publish(events)).toBe('tttt');
    expect(put.calls.map((entries) => entries.map(idOf))).toEqual([['1', '2'], ['3'], ['4']]);
  });

  test.each([
    ['a time that is none', { time: 'yesterday' }],
    ['no time', { time: undefined }],
    ['a number that JSON lacks', { count: 2n ** 64n }],
  ])('refuses an event with %s by itself, and puts the others', async (_, detail) => {
    const poison = { ...event('poison'), detail: { ...event('poison').detail, ...detail } };
    expect(await publish([event('1'), poison as never, event('2')])).toBe('trt');
    expect(put.calls.map((entries) => entries.map(idOf))).toEqual([['1', '2']]);
  });

  test('puts an entry that is throttled by itself again, and those that were taken no more', async () => {
    refusing('3', 2);
    expect(await publish(many(12))).toBe('t'.repeat(12));
    expect(put.calls.map((entries) => entries.map(idOf))).toEqual([
      many(10).map(({ detail }) => detail.id),
      ['3'],
      ['3'],
      ['10', '11'],
    ]);
  });

  test('fails with an entry that is throttled for long, and with all that come after its call', async () => {
    refusing('3', 100);
    const fates = await bus.publish(many(12));
    expect(fates[3]).toEqual({
      kind: 'failed',
      error: expect.objectContaining({ message: 'ThrottlingException: slow down' }),
    });
    const failed = fates.flatMap(({ kind }, index) => (kind === 'failed' ? [index] : []));
    expect(failed).toEqual([3, 10, 11]);
    expect(sizes()).toEqual([10, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('publishes no later event of a user whose earlier one failed', async () => {
    refusing('1', 100);
    const events = [event('1', 'ada'), event('2', 'bob'), event('3', 'ada')];
    expect(await publish(events)).toBe('ftf');
    expect(taken()).toEqual(['2']);
  });

  test.each(['MalformedDetail', 'InvalidArgument', 'RedactionFailure'])(
    'refuses an entry of which EventBridge says %s, and goes on',
    async (ErrorCode) => {
      put.refusal = { ErrorCode, ErrorMessage: 'Detail is malformed.' };
      refusing('1', 100);
      const events = [event('0'), event('1', 'ada'), event('2', 'ada')];
      expect(await publish(events)).toBe('trt');
      expect(sizes()).toEqual([2, 1]);
    },
  );

  test.each([
    ['AccessDeniedException', 'not authorized'],
    ['InvalidAccountIdException', 'no such account'],
    ['NotAuthorizedForSourceException', 'not authorized'],
    ['NotAuthorizedForDetailTypeException', 'not authorized'],
    ['InternalFailure', 'try again'],
    ['NewException', 'who knows'],
    ['InvalidArgument', 'EventBus name is invalid.'],
    ['InvalidArgument', 'Parameter Source is not valid.'],
  ])('fails with %s (%s), which would meet every entry alike', async (ErrorCode, ErrorMessage) => {
    put.refusal = { ErrorCode, ErrorMessage };
    refusing('0', 100);
    expect(await publish(many(2))).toBe('ft');
  });

  test.each(['throttledAccount', 'internalError', 'droppedBefore', 'invalid'] as const)(
    'fails with all events of a call that fails for good and with those behind it, and never throws (%s)',
    async (name) => {
      service.proxy.fail('PutEvents', faults[name], { nth: 2, times: Infinity });
      const fates = await bus.publish(many(25));
      expect(fates.map(({ kind }) => kind[0]).join('')).toBe(`${'t'.repeat(10)}${'f'.repeat(15)}`);
      expect(fates[10]).toEqual({ kind: 'failed', error: expect.any(Error) });
    },
  );

  /** As if the whole call could not be read for this entry. */
  const unreadable = (id: string, error: object) => {
    const putEvents: PutEvents = async (entries) => {
      const isIn = entries.some((entry) => idOf(entry as { Detail: string }) === id);
      if (isIn) throw Object.assign(new Error('the request is invalid'), error);
      return service.client(entries);
    };
    return new EventBridgeEventBus(putEvents, 'users');
  };

  test.each(['ValidationException', 'SerializationException'])(
    'refuses only the entry that makes a whole call invalid (%s), and puts the others',
    async (name) => {
      const fates = await unreadable('5', { name }).publish(many(12));
      expect(fates.map(({ kind }) => kind[0]).join('')).toBe(`${'t'.repeat(5)}r${'t'.repeat(6)}`);
      expect(taken()).toEqual(['0', '1', '2', '3', '4', '6', '7', '8', '9', '10', '11']);
    },
  );

  test('fails with an entry that is invalid by itself, as long as the bus takes no other', async () => {
    const bus = unreadable('0', { name: 'ValidationException' });
    const alone = await bus.publish(many(1));
    expect(alone).toEqual([{ kind: 'failed', error: expect.any(Error) }]);
    const fates = await bus.publish(many(2));
    expect(fates.map(({ kind }) => kind)).toEqual(['refused', 'taken']);
  });

  test('fails with a call that is invalid for what all entries have alike', async () => {
    const error = { name: 'ValidationException', message: "Value at 'eventBusName' is invalid" };
    const fates = await unreadable('1', error).publish(many(2));
    expect(fates.map(({ kind }) => kind)).toEqual(['failed', 'failed']);
  });

  test('puts nothing behind an outage that comes while it looks for the entry that is invalid', async () => {
    service.proxy.fail('PutEvents', faults.invalid, { times: 1 });
    service.proxy.fail('PutEvents', faults.throttledAccount, { nth: 2, times: Infinity });
    expect(await publish(many(4))).toBe(`t${'f'.repeat(3)}`);
    expect(taken()).toEqual(['0']);
  });

  test('refuses an event that is too large for EventBridge, as it says so of that event alone', async () => {
    const text = 'x'.repeat(300_000);
    service.proxy.fail('PutEvents', faults.invalid, { nth: 2, times: 1 });
    expect(await publish([event('1'), event('2', 'ada', { text }), event('3', 'ada')])).toBe('trt');
  });

  test('publishes after a retry where a call fails once', async () => {
    service.proxy.fail('PutEvents', faults.internalError);
    expect(await publish(many(2))).toBe('tt');
    expect(taken()).toEqual(['0', '1']);
  });

  test('may publish twice, under one id, where the answer is lost', async () => {
    service.proxy.fail('PutEvents', faults.droppedAfter);
    expect(await publish(many(1))).toBe('t');
    expect(taken()).toEqual(['0', '0']);
  });
});
