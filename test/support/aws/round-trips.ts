import type { Socket } from 'node:net';

/**
 * Counts the round trips of one client: a call begins another one if it was sent after an answer to
 * a call of the one before was received, and the longest chain of such calls is what the client
 * waited for.
 *
 * The time of arrival doesn't tell: a call that was sent together with another may arrive after
 * that one was answered, and a call that waited for the first of two answers arrives before the
 * second. The connection tells. Node's agent sends on the idle connection that was used last, and
 * opens one only while all are busy. So a client that sends on a connection has received the last
 * answer on it, and every answer before that. A client that sends on another connection knows what
 * it knew with the call before.
 */
export class RoundTrips {
  /** The round trip of the last call: what a client knows only grows. */
  #count = 0;
  /** The longest chain that was answered so far. */
  #answered = 0;
  /** The longest chain that was answered by the last answer on a connection. */
  #known = new WeakMap<Socket, number>();

  get count(): number {
    return this.#count;
  }

  /** @returns the round trip of this call; it counts from 1 */
  sent(connection: Socket): number {
    this.#count = Math.max(this.#count, 1 + (this.#known.get(connection) ?? 0));
    return this.#count;
  }

  /** @param roundTrip that of the call */
  answered(connection: Socket, roundTrip: number): void {
    this.#answered = Math.max(this.#answered, roundTrip);
    this.#known.set(connection, this.#answered);
  }

  reset(): void {
    this.#count = 0;
    this.#answered = 0;
    this.#known = new WeakMap();
  }
}
