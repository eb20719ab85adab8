import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Change } from '../../../../lambda/users/events/change.ts';
import type { PublicEvent } from '../../../../lambda/users/events/event.ts';
import { relay } from '../../../../lambda/users/events/relay.ts';
import { composersOf } from '../../../support/domain/composers.ts';
import { Domain, withCalls } from '../../../support/domain/domain.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const AT = '2026-01-01T00:00:00.000Z';
const outage = new Error('the bus is gone');

/** Takes events until `room` is used up. */
class TestBus {
  readonly taken: PublicEvent[] = [];
  room = Number.POSITIVE_INFINITY;

  async publish(events: readonly PublicEvent[]) {
    const accepted = events.slice(0, this.room);
    this.room -= accepted.length;
    this.taken.push(...accepted);
    return {
      taken: accepted.length,
      ...(accepted.length < events.length && { error: outage }),
    };
  }
}

describe('relay', () => {
  let domain: Domain;
  let bus: TestBus;

  beforeEach(async () => {
    domain = new Domain();
    bus = new TestBus();
    await domain.user('ada@example.com');
  });

  const run = (changes: readonly (() => Change | undefined)[], store: Stores = domain.store) =>
    relay({ composers: composersOf({ ...domain, store }), bus }, changes);

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
    throw new Error('no such item');
  };
  const ids = () => bus.taken.map(({ detail }) => detail.id);

  test('publishes events in the order of their changes', async () => {
    const changes = [profile('1'), request('ada@example.com'), profile('2'), profile('3')];
    expect(await run(changes)).toEqual({ published: 4 });
    expect(ids()).toEqual(['1', 'request of ada@example.com', '2', '3']);
  });

  test('skips a change that is no event', async () => {
    const changes = [nothing, profile('1'), request('nobody@example.com'), nothing, profile('2')];
    expect(await run(changes)).toEqual({ published: 2 });
    expect(ids()).toEqual(['1', '2']);
  });

  test('has nothing to do with no change', async () => {
    expect(await run([])).toEqual({ published: 0 });
    expect(await run([nothing, nothing])).toEqual({ published: 0 });
  });

  test('publishes what comes before a change that cannot be read, and reports that', async () => {
    const outcome = await run([profile('1'), nothing, unreadable, profile('2')]);
    expect(outcome).toEqual({ published: 1, failedAt: 2, error: new Error('no such item') });
    expect(ids()).toEqual(['1']);
  });

  test('publishes what comes before a token that cannot be made, and reports that', async () => {
    const failing = withCalls(domain.store, {
      loginCredential: async () => {
        throw outage;
      },
    });
    const outcome = await run([profile('1'), request('ada@example.com'), profile('2')], failing);
    expect(outcome).toEqual({ published: 1, failedAt: 1, error: outage });
    expect(ids()).toEqual(['1']);
  });

  test('reports the first change that the bus did not take, counting those without an event', async () => {
    bus.room = 2;
    const outcome = await run([
      nothing,
      profile('1'),
      nothing,
      profile('2'),
      nothing,
      profile('3'),
    ]);
    expect(outcome).toEqual({ published: 2, failedAt: 5, error: outage });
  });

  test('reports what the bus refused although a later change cannot be read either', async () => {
    bus.room = 1;
    const outcome = await run([profile('1'), profile('2'), unreadable]);
    expect(outcome).toEqual({ published: 1, failedAt: 1, error: outage });
  });

  test('reports the first change where the bus takes none', async () => {
    bus.room = 0;
    expect(await run([profile('1'), profile('2')])).toEqual({
      published: 0,
      failedAt: 0,
      error: outage,
    });
  });

  test('delivers every event, each under one id, when it is run again from where it failed', async () => {
    const changes = ['1', '2', '3', '4', '5'].map(profile);
    let from = 0;
    while (from < changes.length) {
      bus.room = 2;
      const { failedAt } = await run(changes.slice(from));
      from = failedAt === undefined ? changes.length : from + failedAt;
    }
    expect(ids()).toEqual(['1', '2', '3', '4', '5']);
  });
});
