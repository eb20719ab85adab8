/**
 * Decides which call is made next. All work between two calls is microtasks, so a tick of the process,
 * which comes after all of those, finds every request waiting for its next call, or done.
 *
 * `fc.scheduler` of fast-check chooses an order too, but its order can't be shrunk, and a call that is
 * repeated can't take two turns.
 */
export class Scheduler {
  readonly #waiting: { readonly rank: number; readonly go: () => void }[] = [];

  /** How often more than one request waited, so that the order decided. */
  choices = 0;

  /** Resolves when it is the caller's turn: the lowest rank first, then who came first. */
  turn(rank: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ rank, go });
    });
  }

  /** Lets all that wait take their turns, until nobody waits. */
  async run(): Promise<void> {
    for (;;) {
      await quiet();
      let next = 0;
      for (let index = 1; index < this.#waiting.length; index++) {
        if (this.#rankOf(index) < this.#rankOf(next)) next = index;
      }
      if (this.#waiting.length > 1) this.choices += 1;
      const [chosen] = this.#waiting.splice(next, 1);
      if (!chosen) return;
      chosen.go();
    }
  }

  #rankOf(index: number): number {
    return this.#waiting[index]?.rank ?? 0;
  }
}

const quiet = () => new Promise<void>((resolve) => process.nextTick(resolve));

/** Of a call of a step: any of eight, which its order decides; 0 leaves the calls as they come. */
export function rankOf(order: number, call: number): number {
  if (order === 0) return 0;
  let mixed = Math.imul(order + Math.imul(call + 1, 0x9e3779b1), 0x85ebca77);
  mixed ^= mixed >>> 13;
  return Math.imul(mixed, 0xc2b2ae3d) >>> 29;
}
