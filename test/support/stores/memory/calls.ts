/**
 * What the stores in memory ask before they read or write: when a call is made, and what becomes of its
 * answer. Unit tests let every call pass at once; the simulation decides.
 */
export interface MemoryCalls {
  /** A call that reads. */
  read<T>(name: string, make: () => T): Promise<T>;
  /**
   * A write of one item. The SDK repeats it if there was no answer, and nothing tells the second from the
   * first.
   */
  single<T>(name: string, make: () => T): Promise<T>;
  /**
   * Writes that are made together. A repetition of written ones is answered and not made, by its
   * idempotency token.
   *
   * @param make returns the refusal, if a condition refused them
   */
  transact<Refusal>(name: string, make: () => Refusal | undefined): Promise<Refusal | undefined>;
}

export const AT_ONCE: MemoryCalls = {
  read: async (_, make) => make(),
  single: async (_, make) => make(),
  transact: async (_, make) => make(),
};

/** As the adapter decides it: a single update is sent without a transaction. */
export function write<Refusal>(
  calls: MemoryCalls,
  name: string,
  { isSingle }: { readonly isSingle: boolean },
  make: () => Refusal | undefined,
): Promise<Refusal | undefined> {
  return isSingle ? calls.single(name, make) : calls.transact(name, make);
}
