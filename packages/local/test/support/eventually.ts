import { setTimeout as wait } from 'node:timers/promises';

/**
 * Probes until the probe gives something true.
 *
 * @param what is waited for, as the error at the deadline names it
 * @param milliseconds until the deadline
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  what = 'what a test waits for',
  milliseconds = 15_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const result = await probe();
    if (result) return result;
    if (performance.now() > deadline) {
      throw new Error(`${what} is still ${result} after ${milliseconds} ms`);
    }
    await wait(5);
  }
}
