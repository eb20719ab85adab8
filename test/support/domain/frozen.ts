import type { Clock } from '../../../lambda/users/clock.ts';
import type { Ids } from '../../../lambda/users/ids.ts';

/** A clock that moves when it is told to. */
export class FrozenClock implements Clock {
  #now: number;

  constructor(start = '2026-01-01T00:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

/** UUIDs that count upwards, so that they sort by age and a failing test is easy to read. */
export class CountingIds implements Ids {
  /** How many there were. */
  count = 0;

  next(): string {
    this.count += 1;
    return `00000000-0000-7000-8000-${String(this.count).padStart(12, '0')}`;
  }
}
