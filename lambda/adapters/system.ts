import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from '../users/clock.ts';
import type { Ids, Randomness } from '../users/ids.ts';

export const systemClock: Clock = { now: () => new Date() };
export const randomIds: Ids = { next: () => v7() };
export const systemRandomness: Randomness = { bytes: randomBytes };
