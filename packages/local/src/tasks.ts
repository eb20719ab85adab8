/** Work that runs next to the caller's, and that can be stopped. */
export class Tasks {
  readonly #running = new Set<Promise<void>>();
  #stop = new AbortController();

  /** Starts a task. One that fails has already reported it; one that was aborted is done. */
  run(task: (signal: AbortSignal) => Promise<void>): void {
    const running = task(this.#stop.signal)
      .catch(() => {})
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Aborts the signal of all tasks and waits until they have ended; new ones can be run after. */
  async drain(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    await Promise.all(this.#running);
  }
}
