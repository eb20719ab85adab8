import { setTimeout as delay } from 'node:timers/promises';

const BASE_DELAY_MS = 20;
const MAX_DELAY_MS = 500;

/** Waits before another attempt, longer after each one (`attempt` counts from 0). */
export async function backOff(attempt: number): Promise<void> {
  const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  await delay(Math.random() * ceiling);
}
