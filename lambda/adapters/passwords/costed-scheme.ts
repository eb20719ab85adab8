import type { DeclaredScheme, HashScheme } from '../../users/passwords/password-hash.ts';

/** A scheme that knows what its hashes cost. */
export interface CostedScheme<Cost> extends HashScheme {
  /** Of a hash that the scheme recognises. */
  costOf(hash: string): Cost;
  /** Works as a verification of a hash of this cost does, to no end. */
  spend(password: string, cost: Cost): Promise<void>;
  /**
   * Costs that together with `cost` are as much as `whole`; `undefined` where `cost` is more than that already.
   *
   * Within a scheme work can be divided and added: rounds of bcrypt double, iterations of PBKDF2 add up.
   */
  missing(cost: Cost, whole: Cost): readonly Cost[] | undefined;
}

/** A scheme whose verifications all cost as much as its dearest hash. */
export function declared<Cost>(scheme: CostedScheme<Cost>, dearest: Cost): DeclaredScheme {
  const missingAt = (hash: string) => scheme.missing(scheme.costOf(hash), dearest);
  return {
    recognises: (hash) => scheme.recognises(hash),
    isDearer: (hash) => missingAt(hash) === undefined,
    costsOf: (hash) => ({ got: inWords(scheme.costOf(hash)), most: inWords(dearest) }),
    async verify(password, hash) {
      if (hash === undefined) {
        await scheme.spend(password, dearest);
        return false;
      }
      const matches = await scheme.verify(password, hash);
      // Also after a match: the right password of an inactive user must take as long as a wrong one.
      for (const cost of missingAt(hash) ?? []) await scheme.spend(password, cost);
      return matches;
    },
  };
}

/** `memory 65536, passes 3, parallelism 4`, and nothing that is no number. */
const inWords = (cost: unknown) =>
  Object.entries(Object(cost))
    .flatMap(([name, value]) => (typeof value === 'number' ? [`${name} ${value}`] : []))
    .join(', ');

/** Schemes that differ only in how their hashes are written. */
export function anyOf<Cost>(
  first: CostedScheme<Cost>,
  ...others: readonly CostedScheme<Cost>[]
): CostedScheme<Cost> {
  const all = [first, ...others];
  const of = (hash: string) => all.find((scheme) => scheme.recognises(hash)) ?? first;
  return {
    ...first,
    recognises: (hash) => all.some((scheme) => scheme.recognises(hash)),
    costOf: (hash) => of(hash).costOf(hash),
    verify: (password, hash) => of(hash).verify(password, hash),
  };
}
