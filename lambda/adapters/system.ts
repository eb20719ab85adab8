import { v7 } from 'uuid';
import type { Clock, Ids } from '../users/ports.ts';

export const systemClock: Clock = { now: () => new Date() };
export const randomIds: Ids = { next: () => v7() };
