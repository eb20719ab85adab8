import type { Clock } from '../../users/clock.ts';
import { UsersError } from '../../users/errors.ts';

/** The time to which the number of reads applies. */
const WINDOW_MS = 5_000;
const READS = 3;

/**
 * Limits the reads of a secret that are made since a key was not found. Anyone can name a key that
 * does not exist, so such names must cost little. They must not hide a key that a rotation has just
 * made, either: an unknown name is refused only once it was itself looked for.
 */
export class Seeking {
  readonly #clock: Clock;
  #since = Number.NEGATIVE_INFINITY;
  readonly #sought = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether to read the secret for a key; `false` if that was just done.
   *
   * @throws UsersError `SERVICE_UNAVAILABLE` if it was just done for too many others: it can't be
   * told whether there is such a key
   */
  mayReadFor(name: string): boolean {
    const now = this.#clock.now().getTime();
    if (now - this.#since >= WINDOW_MS) {
      this.#since = now;
      this.#sought.clear();
    }
    if (this.#sought.has(name)) return false;
    if (this.#sought.size >= READS) throw new UsersError('SERVICE_UNAVAILABLE');
    this.#sought.add(name);
    return true;
  }
}
