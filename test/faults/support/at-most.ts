/** Works off a list, some at a time. */
export async function atMost<T>(
  count: number,
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const rest = [...all];
  const worker = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
