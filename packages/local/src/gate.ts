/** Lets in any number of users at a time, or one that must be the only one. */
export class Gate {
  #inside = 0;
  #closed: Promise<void> | undefined;
  #emptied: (() => void) | undefined;

  async pass<T>(use: () => Promise<T>): Promise<T> {
    while (this.#closed !== undefined) await this.#closed;
    this.#inside += 1;
    try {
      return await use();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#emptied?.();
    }
  }

  /**
   * Waits until those inside have left; the others wait until this one is done.
   *
   * @param patience milliseconds after which those inside are waited for no longer: they may wait
   * themselves for one that isn't let in
   */
  async exclusively(
    use: () => Promise<void>,
    patience: number = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    while (this.#closed !== undefined) await this.#closed;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    try {
      if (this.#inside > 0) {
        await new Promise<void>((emptied) => {
          this.#emptied = emptied;
          if (Number.isFinite(patience)) setTimeout(emptied, patience);
        });
      }
      await use();
    } finally {
      this.#emptied = undefined;
      this.#closed = undefined;
      resolve();
    }
  }
}
