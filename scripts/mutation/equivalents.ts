import type { Mutant } from './mutant.ts';

/** A mutant that does the same as the original, so that no test can tell them apart. */
export interface Equivalent {
  readonly file: string;
  readonly original: string;
  readonly mutated: string;
  readonly reason: string;
  /** How many places of the file have the same text; 1 if absent. */
  readonly places?: number;
}

/**
 * The mutants without those that are equivalent.
 *
 * @throws {Error} for an entry without a reason, and for one that is no mutant (any more), or more
 * mutants than it says
 */
export function withoutEquivalents(
  mutants: readonly Mutant[],
  equivalents: readonly Equivalent[],
): Mutant[] {
  const byName = Map.groupBy(mutants, nameOf);
  const wrong = equivalents.filter((equivalent) => {
    const { places = 1, reason } = equivalent;
    return byName.get(nameOf(equivalent))?.length !== places || reason.trim() === '';
  });
  if (wrong.length > 0) {
    const list = wrong.map(
      ({ file, original, mutated }) => `\n  ${file} ${original} -> ${mutated}`,
    );
    throw new Error(
      'equivalent mutants: expected each to be a mutant of the sources as they are, in as many places ' +
        `as it says, with a reason; correct or remove${list.join('')}`,
    );
  }
  const named = new Set(equivalents.map(nameOf));
  return mutants.filter((mutant) => !named.has(nameOf(mutant)));
}

function nameOf({
  file,
  original,
  mutated,
}: Pick<Mutant, 'file' | 'original' | 'mutated'>): string {
  return JSON.stringify([file, original, mutated]);
}
