import { expect } from '@jest/globals';
import { hashedName } from '../../../lambda/users/limits/subject.ts';
import { partitionOf } from '../../../lib/contract/item-keys.ts';
import { EVERYWHERE } from '../../../lib/contract/limits.ts';
import type { Answer, Client } from './client.ts';

/** Guesses as often as there may be: each is answered with this status, and the next is refused. */
export async function expectLocked(
  client: Client,
  name: string,
  guess: () => Promise<Pick<Answer, 'status'>>,
  status: number,
): Promise<void> {
  await lock(client, name, async () => expect((await guess()).status).toBe(status));
  expect((await guess()).status).toBe(429);
}

/** As many guesses as there may be and, past the API, seven more after locks that nobody waited for. */
export async function lock(
  { system }: Client,
  name: string,
  guess: () => Promise<void>,
): Promise<void> {
  for (let each = 0; each < 5; each++) await guess();
  const counters = partitionOf('login-attempts', { name: hashedName(name) });
  const ofAddress = ({ pk, sk }: Record<string, unknown>) => pk === counters && sk !== EVERYWHERE;
  await system.items.change(ofAddress, { n: 12, last_at: Date.now() });
}

/** Guesses beyond those that there may be, if they go on for so long: one after each lock, of 1, 2, 4 seconds and so on. */
export function answeredAfterLocks(seconds: number): number {
  return Math.floor(Math.log2(seconds + 1));
}
