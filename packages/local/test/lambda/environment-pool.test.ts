import { afterAll, describe, expect, test } from '@jest/globals';
import { EnvironmentPool, IDLE_TIME } from '../../src/lambda/environment-pool.ts';
import { FakeClock } from '../support/clock.ts';
import { eventually } from '../support/eventually.ts';
import { lambdaFunction, returned } from '../support/functions.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

/** Tells its thread, and returns when it is told to, by another event. */
const HELD = `
  import { threadId, BroadcastChannel } from 'node:worker_threads';
  export const handler = async ({ until }) => {
    if (until !== undefined) {
      const channel = new BroadcastChannel(until);
      await new Promise((resolve) => { channel.onmessage = resolve; });
      channel.close();
    }
    return threadId;
  };`;

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
  removeTemporaryDirectories();
});

function start(room?: number, patience = 0) {
  const clock = new FakeClock();
  const pool = new EnvironmentPool({ clock, ...(room !== undefined && { room }) });
  const make = (name: string) => {
    const made = lambdaFunction(HELD, { name, pool, patience }).function;
    stops.push(() => made.stop());
    return made;
  };
  return { clock, pool, make };
}

/** Lets every invocation that waits for this name go on; the threads listen once they run. */
async function release(name: string, ...held: Promise<unknown>[]): Promise<unknown[]> {
  const channel = new BroadcastChannel(name);
  const all = Promise.all(held);
  const timer = setInterval(() => channel.postMessage(null), 10);
  try {
    return await all;
  } finally {
    clearInterval(timer);
    channel.close();
  }
}

const threads = (pool: EnvironmentPool, count: number) =>
  eventually(() => pool.size === count || undefined, `${count} threads, not ${pool.size}`);

describe('the environments of a stack', () => {
  test('end when they have had nothing to do for a minute, and the one in use stays', async () => {
    const { clock, pool, make } = start();
    const one = make('one');
    await release('a', ...[1, 2, 3].map(() => returned(one, { until: 'a' })));
    expect(pool.size).toBe(3);

    clock.advance(IDLE_TIME - 1);
    const used = await returned(one);
    expect(pool.size).toBe(3);
    clock.advance(1);
    await threads(pool, 1);
    expect(await returned(one)).toBe(used);
    clock.advance(IDLE_TIME);
    await threads(pool, 0);
    expect(await returned(one)).not.toBe(used);
  });

  test('make room for those of another function, the longest idle first', async () => {
    const { clock, pool, make } = start(2);
    const [first, second, third] = [make('first'), make('second'), make('third')];
    const before = { first: await returned(first), second: await returned(second) };
    clock.advance(1);
    await returned(third);
    await threads(pool, 2);
    expect(await returned(second)).toBe(before.second);
    expect(await returned(first)).not.toBe(before.first);
    await threads(pool, 2);
  });

  test('are not started a second time for a function while all others were in use just now', async () => {
    const { clock, pool, make } = start(2);
    const [one, other] = [make('one'), make('other')];
    await returned(other);
    const held = returned(one, { until: 'b' });
    const queued = returned(one);
    const [thread] = await release('b', held);
    expect(await queued).toBe(thread);
    expect(pool.size).toBe(2);

    clock.advance(1_000);
    const [busy, beside] = [returned(one, { until: 'c' }), returned(one)];
    expect(await beside).not.toBe(thread);
    await threads(pool, 2);
    await release('c', busy);
  });

  test('that are warm are waited for, and another one is started for what has waited as long as it may', async () => {
    const { clock, pool, make } = start(28, 50);
    const one = make('one');
    const thread = await returned(one);
    const [held, queued] = [returned(one, { until: 'f' }), returned(one)];
    clock.advance(49);
    expect(pool.size).toBe(1);
    expect(await release('f', held)).toEqual([thread]);
    expect(await queued).toBe(thread);

    const [busy, beside] = [returned(one, { until: 'g' }), returned(one)];
    clock.advance(50);
    expect(await beside).not.toBe(thread);
    expect(pool.size).toBe(2);
    await release('g', busy);
  });

  test('are started the later the more there are, as all share the cores', async () => {
    const { clock, pool, make } = start(28, 50);
    const one = make('one');
    await returned(one);
    const [held, second] = [returned(one, { until: 'i' }), returned(one)];
    clock.advance(50);
    await second;
    const [another, queued] = [returned(one, { until: 'j' }), returned(one)];
    clock.advance(50);
    clock.advance(49);
    expect(pool.size).toBe(2);
    clock.advance(1);
    await queued;
    expect(pool.size).toBe(3);
    await Promise.all([release('i', held), release('j', another)]);
  });

  test('that start are waited for a second, as others beside them would make them slower', async () => {
    const { clock, pool, make } = start(28, 50);
    const one = make('one');
    const [held, queued] = [returned(one, { until: 'h' }), returned(one)];
    clock.advance(950);
    expect(pool.size).toBe(1);
    clock.advance(50);
    expect(await queued).not.toBe(undefined);
    expect(pool.size).toBe(2);
    await release('h', held);
  });

  test('are started beyond the room for what has waited 5 seconds', async () => {
    const { clock, pool, make } = start(1);
    const one = make('one');
    const held = returned(one, { until: 'd' });
    const queued = returned(one);
    clock.advance(5_000);
    await queued;
    expect(pool.size).toBe(2);
    await release('d', held);
  });

  test('are no more than the room and what works at the same time', async () => {
    const { pool, make } = start(3);
    const all = Array.from({ length: 6 }, (_, index) => make(`f${index}`));
    for (const each of all) await returned(each);
    await threads(pool, 3);
    const held = all.map((each) => returned(each, { until: 'e' }));
    await release('e', ...held);
    expect(pool.size).toBe(6);
  });
});
