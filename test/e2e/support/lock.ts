import { expect } from '@jest/globals';
import type { Answer } from './client.ts';

/** Guesses until the next has to wait for seconds: five are answered with this status, then some that come after a lock. */
export async function expectLocked(
  guess: () => Promise<Pick<Answer, 'status' | 'headers'>>,
  status: number,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  let answered = 0;
  for (;;) {
    const answer = await guess();
    if (answer.status === status) answered += 1;
    else expect(answer.status).toBe(429);
    if (Number(answer.headers.get('retry-after')) >= 4) break;
    if (Date.now() > deadline) throw new Error('no lock of several seconds within a minute');
  }
  expect(answered).toBeGreaterThanOrEqual(5);
}
