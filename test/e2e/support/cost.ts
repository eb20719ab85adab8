import { expect } from '@jest/globals';
import type { ProxiedSystem } from './proxied-system.ts';

/**
 * Calls of one request to DynamoDB, in their order. The relay reads as well, so it is kept busy.
 *
 * @param cause raises an event
 */
export async function costOf(
  system: ProxiedSystem,
  cause: () => Promise<unknown>,
  request: () => Promise<{ readonly status: number }>,
  status: number,
) {
  const free = await system.holdRelay(cause);
  system.dynamodb.reset();
  expect((await request()).status).toBe(status);
  const { operations: calls, roundTrips } = system.dynamodb;
  free();
  return { roundTrips, calls };
}
