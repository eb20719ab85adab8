import { setTimeout as wait } from 'node:timers/promises';

/** Polls until the probe gives something true, and fails with what it gave last at the deadline. */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  milliseconds = 10_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const result = await probe();
    if (result) return result;
    if (performance.now() > deadline) throw new Error(`still ${result} after ${milliseconds} ms`);
    await wait(5);
  }
}
