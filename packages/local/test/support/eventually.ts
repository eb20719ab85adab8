import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between probes: at first, as most of it is there at once, and at most, as probes take time themselves. */
const [FIRST, LONGEST] = [5, 100];

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
  for (let pause = FIRST; ; pause = Math.min(2 * pause, LONGEST)) {
    const result = await probe();
    if (result) return result;
    if (performance.now() > deadline) {
      throw new Error(`${what} is still ${result} after ${milliseconds} ms`);
    }
    await wait(pause);
  }
}
