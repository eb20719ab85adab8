import { describe, expect, test } from '@jest/globals';
import type { Change, Composers } from '../../../../lambda/users/events/change.ts';
import { composeBatch } from '../../../../lambda/users/events/compose-batch.ts';
import type { PublicEvent } from '../../../../lambda/users/events/event.ts';

const AT = '2026-01-01T00:00:00.000Z';
const event = { id: 'event', type: 'after-register', at: AT } as const;

const profile = (id: string) => (): Change => ({ kind: 'profile', user: { id } as never, event });
const removal = (id: string) => (): Change => ({ kind: 'removal', user: { id } as never, at: AT });
const session = (userId: string) => (): Change => ({ kind: 'session', userId, event });
const request = (email: string) => (): Change => ({ kind: 'forgot-password', email, event });

/** Composers that wait until they are let go on, each under a name such as `profile of ada`. */
class Waiting {
  readonly started: string[] = [];
  readonly #open = new Map<string, () => void>();

  readonly #compose =
    (kind: string, whose: (change: never) => string) =>
    async (change: unknown): Promise<PublicEvent> => {
      const name = `${kind} of ${whose(change as never)}`;
      this.started.push(name);
      await new Promise<void>((resolve) => this.#open.set(name, resolve));
      return { type: 'after-register', detail: { id: name } } as unknown as PublicEvent;
    };

  readonly composers = {
    profile: this.#compose('profile', ({ user }: { user: { id: string } }) => user.id),
    removal: this.#compose('removal', ({ user }: { user: { id: string } }) => user.id),
    session: this.#compose('session', ({ userId }: { userId: string }) => userId),
    'forgot-password': this.#compose('request', ({ email }: { email: string }) => email),
  } as unknown as Composers;

  /** Lets one end, and what follows it begin. */
  async end(name: string): Promise<void> {
    this.#open.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const idsOf = (composed: Awaited<ReturnType<typeof composeBatch>>) =>
  composed.map((each) => ('event' in each ? each.event?.detail.id : undefined));

describe('the events of a batch', () => {
  test('of several users are made at the same time, and returned in their order', async () => {
    const waiting = new Waiting();
    const composing = composeBatch(waiting.composers, [
      profile('ada'),
      request('bob'),
      session('cyd'),
    ]);
    expect(waiting.started).toEqual(['profile of ada', 'request of bob', 'session of cyd']);
    for (const name of [...waiting.started].reverse()) await waiting.end(name);
    expect(idsOf(await composing)).toEqual(waiting.started);
  });

  test('of one user are made one after the other: a deletion begins when the registration is made', async () => {
    const waiting = new Waiting();
    const composing = composeBatch(waiting.composers, [
      profile('ada'),
      removal('ada'),
      session('ada'),
    ]);
    expect(waiting.started).toEqual(['profile of ada']);
    await waiting.end('profile of ada');
    expect(waiting.started).toEqual(['profile of ada', 'removal of ada']);
    await waiting.end('removal of ada');
    await waiting.end('session of ada');
    expect(idsOf(await composing)).toEqual(waiting.started);
  });

  test('are made ten at a time', async () => {
    const waiting = new Waiting();
    const names = Array.from({ length: 12 }, (_, index) => `user${index}`);
    const composing = composeBatch(waiting.composers, names.map(profile));
    expect(waiting.started).toHaveLength(10);
    for (const name of names) await waiting.end(`profile of ${name}`);
    expect(await composing).toHaveLength(12);
  });

  test('that cannot be read or made are errors in their place', async () => {
    const unreadable = new Error('unreadable');
    const broken = new Error('broken');
    const composers = {
      profile: async () => undefined,
      removal: () => Promise.reject(broken),
    } as unknown as Composers;
    const changes = [
      profile('ada'),
      () => {
        throw unreadable;
      },
      removal('bob'),
      () => undefined,
    ];
    expect(await composeBatch(composers, changes)).toEqual([
      {},
      { error: unreadable },
      { error: broken },
      {},
    ]);
  });
});
