import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Change } from '../../../../lambda/users/events/change.ts';
import type { PublicEvent } from '../../../../lambda/users/events/event.ts';
import type { Fate } from '../../../../lambda/users/events/event-bus.ts';
import { relay } from '../../../../lambda/users/events/relay.ts';
import { Remembered } from '../../../../lambda/users/events/remembered.ts';
import { composersOf } from '../../../support/domain/composers.ts';
import { Domain, withCalls } from '../../../support/domain/domain.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const AT = '2026-01-01T00:00:00.000Z';
const outage = new Error('the bus is gone');
const malformed = new Error('MalformedDetail');

/** Takes events as it is told to, and stops behind the one call in which one fails. */
class TestBus {
  readonly taken: string[] = [];
  /** Ids of events that fail or are refused. */
  failing: readonly string[] = [];
  refused: readonly string[] = [];

  async publish(events: readonly PublicEvent[]): Promise<readonly Fate[]> {
    return events.map(({ detail: { id } }): Fate => {
      if (this.failing.includes(id)) return { kind: 'failed', error: outage };
      if (this.refused.includes(id)) return { kind: 'refused', error: malformed };
      this.taken.push(id);
      return { kind: 'taken' };
    });
  }
}

type Read = () => Change | undefined;

describe('relay', () => {
  let domain: Domain;
  let bus: TestBus;
  let bucket: { readonly source: Read; readonly error: unknown }[];
  let bucketIsDown: boolean;
  let taken: Remembered;

  beforeEach(async () => {
    domain = new Domain();
    bus = new TestBus();
    bucket = [];
    bucketIsDown = false;
    taken = new Remembered(10);
    await domain.user('ada@example.com');
  });

  const run = (changes: readonly Read[], store: Stores = domain.store) =>
    relay(
      {
        composers: composersOf({ ...domain, store }),
        bus,
        read: (source) => source(),
        passes: (error) => error === outage,
        async setAside(source, error) {
          if (bucketIsDown) throw outage;
          bucket.push({ source, error });
        },
        taken,
      },
      changes,
    );

  const profile = (id: string) => (): Change => ({
    kind: 'profile',
    user: {
      id: `user of ${id}`,
      email: 'ada@example.com',
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: AT,
      updated_at: AT,
    },
    event: { id, type: 'after-update', at: AT, changed: [] },
  });
  const request = (email: string) => (): Change => ({
    kind: 'forgot-password',
    email,
    event: { id: `request of ${email}`, type: 'after-forgot-password', at: AT },
  });
  const nothing = () => undefined;
  const unreadable = () => {
    throw malformed;
  };
  /** Stores whose reads by address fail. */
  const failing = (error: Error) =>
    withCalls(domain.store, {
      loginCredential: async () => {
        throw error;
      },
    });

  test('publishes events in the order of their changes', async () => {
    const changes = [profile('1'), request('ada@example.com'), profile('2'), profile('3')];
    expect(await run(changes)).toEqual({ published: 4 });
    expect(bus.taken).toEqual(['1', 'request of ada@example.com', '2', '3']);
  });

  test('skips a change that is no event', async () => {
    const changes = [nothing, profile('1'), request('nobody@example.com'), nothing, profile('2')];
    expect(await run(changes)).toEqual({ published: 2 });
    expect(bus.taken).toEqual(['1', '2']);
  });

  test('has nothing to do with no change', async () => {
    expect(await run([])).toEqual({ published: 0 });
    expect(await run([nothing, nothing])).toEqual({ published: 0 });
  });

  test('sets aside what cannot be read, with its error, and publishes the others', async () => {
    expect(await run([profile('1'), nothing, unreadable, profile('2')])).toEqual({ published: 2 });
    expect(bus.taken).toEqual(['1', '2']);
    expect(bucket).toEqual([{ source: unreadable, error: malformed }]);
  });

  test('sets aside what no event can be made of, and publishes the others', async () => {
    const asked = request('ada@example.com');
    const changes = [profile('1'), asked, profile('2')];
    expect(await run(changes, failing(malformed))).toEqual({ published: 2 });
    expect(bucket).toEqual([{ source: asked, error: malformed }]);
  });

  test('sets aside what the bus refuses for what it is, and goes on', async () => {
    bus.refused = ['2'];
    const refused = profile('2');
    expect(await run([profile('1'), refused, profile('3')])).toEqual({ published: 2 });
    expect(bus.taken).toEqual(['1', '3']);
    expect(bucket).toEqual([{ source: refused, error: malformed }]);
  });

  test('publishes what comes before a token that cannot be made now, and reports that', async () => {
    const changes = [profile('1'), request('ada@example.com'), profile('2')];
    const outcome = await run(changes, failing(outage));
    expect(outcome).toEqual({ published: 1, failedAt: 1, error: outage });
    expect(bus.taken).toEqual(['1']);
    expect(bucket).toEqual([]);
  });

  test('sets nothing aside that comes again anyway', async () => {
    const changes = [unreadable, request('ada@example.com'), unreadable];
    expect(await run(changes, failing(outage))).toMatchObject({ failedAt: 1 });
    expect(bucket).toHaveLength(1);
  });

  test('reports the first change that the bus did not take, counting those without an event', async () => {
    bus.failing = ['3'];
    const changes = [nothing, profile('1'), nothing, profile('2'), nothing, profile('3')];
    expect(await run(changes)).toEqual({ published: 2, failedAt: 5, error: outage });
  });

  test('reports what cannot be set aside, publishing nothing behind it', async () => {
    bucketIsDown = true;
    const changes = [profile('1'), unreadable, profile('2')];
    expect(await run(changes)).toEqual({ published: 1, failedAt: 1, error: outage });
    expect(bus.taken).toEqual(['1']);
  });

  test('reports what the bus refuses where that cannot be set aside', async () => {
    bucketIsDown = true;
    bus.refused = ['2'];
    const outcome = await run([profile('1'), profile('2'), profile('3')]);
    expect(outcome).toEqual({ published: 2, failedAt: 1, error: outage });
  });

  test('publishes no event again that was taken behind one that failed', async () => {
    const changes = ['1', '2', '3', '4'].map(profile);
    bus.failing = ['2'];
    expect(await run(changes)).toEqual({ published: 3, failedAt: 1, error: outage });
    bus.failing = [];
    expect(await run(changes.slice(1))).toEqual({ published: 1 });
    expect(bus.taken).toEqual(['1', '3', '4', '2']);
  });

  test('publishes an event again that comes again though nothing before it failed', async () => {
    await run([profile('1')]);
    await run([profile('1')]);
    expect(bus.taken).toEqual(['1', '1']);
  });
});
