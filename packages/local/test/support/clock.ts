import type { Clock } from '../../src/lambda/clock.ts';

/** Time that passes only when it is told to. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #due = new Map<object, { at: number; callback: () => void }>();

  /** How many callbacks are to come. */
  get waiting(): number {
    return this.#due.size;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const key = {};
    this.#due.set(key, { at: this.#now + milliseconds, callback });
    return () => this.#due.delete(key);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const [key, { at, callback }] of [...this.#due]) {
      if (at > this.#now || !this.#due.delete(key)) continue;
      callback();
    }
  }
}
