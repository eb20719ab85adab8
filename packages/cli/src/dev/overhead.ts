import type { CompletedRequest } from 'cdk-users-api-local';

/** Of so many requests it is known, the latest. */
const KEPT = 10_000;

/** What requests took beside the handlers of functions: the gateway and the threads here, which AWS doesn't have. */
export class Overhead {
  readonly #milliseconds: number[] = [];
  #requests = 0;

  add({ milliseconds, handled }: CompletedRequest): void {
    if (handled === undefined) return;
    this.#milliseconds[this.#requests % KEPT] = milliseconds - handled;
    this.#requests += 1;
  }

  /** How many requests functions have answered, and the median; undefined for none. */
  get measured(): { readonly requests: number; readonly overhead: number } | undefined {
    const sorted = [...this.#milliseconds].sort((one, other) => one - other);
    const overhead = sorted[Math.floor(sorted.length / 2)];
    return overhead === undefined ? undefined : { requests: this.#requests, overhead };
  }
}
