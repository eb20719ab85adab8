import { randomFrom } from '../random.ts';
import type { Mutant } from './mutant.ts';

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
