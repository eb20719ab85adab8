/** Has work that shares a key done one after the other, in the order in which it was asked for. */
export class Turns<Result> {
  readonly #last = new Map<string, Promise<Result>>();

  /** @param work is told what came of the work before it that shares a key */
  take(
    keys: readonly string[],
    work: (before: readonly Result[]) => Promise<Result>,
  ): Promise<Result> {
    const before = keys.flatMap((key) => this.#last.get(key) ?? []);
    const result = Promise.all(before).then(work);
    for (const key of keys) this.#last.set(key, result);
    return result;
  }
}
