import type { Mutant } from './mutant.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32, by Tommy Ettinger). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws mutants, as many of each folder as of the others, while it has any left. */
export function drawMutants(
  byFolder: readonly (readonly Mutant[])[],
  { seed, count }: { readonly seed: number; readonly count: number },
): Mutant[] {
  const random = randomFrom(seed);
  const shuffled = byFolder.map((mutants) => shuffle(mutants, random));
  const longest = Math.max(0, ...shuffled.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, index) =>
    shuffled.flatMap((mutants) => mutants[index] ?? []),
  );
  return inTurn.flat().slice(0, count);
}

/** Fisher and Yates. */
function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
