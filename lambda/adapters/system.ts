import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock, Ids, Randomness } from '../users/ports.ts';

export const systemClock: Clock = { now: () => new Date() };
export const randomIds: Ids = { next: () => v7() };
/** 256 bits, base64url: 43 characters, the least that RFC 7636, 4.1 takes for a code verifier. */
export const randomString = (): string => randomBytes(32).toString('base64url');
export const systemRandomness: Randomness = { bytes: randomBytes };
