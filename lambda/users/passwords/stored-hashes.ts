import type { Costs, DeclaredScheme, HashScheme, PasswordScheme } from './password-hash.ts';

/** By which schemes stored hashes are compared. */
export interface HashSchemes {
  /** By which hashes are made now. */
  readonly current: PasswordScheme;
  /** Those of imported hashes, with the dearest cost of each. */
  readonly declared: readonly DeclaredScheme[];
  /** All that need nothing but the hash, in case one was not declared. */
  readonly known: readonly HashScheme[];
}

/**
 * Where a hash stands among the schemes: `undeclared` and `dearer` ones are compared as well, but tell by time that
 * there is such a user; of `unknown` ones no password is right.
 */
export type Standing = 'current' | 'declared' | 'dearer' | 'undeclared' | 'unknown';

/** What one comparison shows, and the new hash if it made one on the way. */
interface Run {
  readonly matches: boolean;
  readonly made?: string;
}

/**
 * Compares a text with a stored hash by the same work for every user, known or unknown, whatever the scheme of the
 * hash: the current scheme runs once, and so does each declared one, its own with the hash and the others to no end.
 * What unlike schemes cost can't be made equal by less: the difference of two of them is none of either.
 *
 * Where the hash is of another scheme than the current one, the run of the current one is the making of the new hash.
 */
export class StoredHashes {
  readonly #schemes: HashSchemes;

  constructor(schemes: HashSchemes) {
    this.#schemes = schemes;
  }

  standingOf(hash: string): Standing {
    const { current, declared, known } = this.#schemes;
    if (current.recognises(hash) && !current.isOutdated(hash)) return 'current';
    const of = declared.filter((scheme) => scheme.recognises(hash));
    if (of.some((scheme) => !scheme.isDearer(hash))) return 'declared';
    // A lower cost of the current scheme is made up for by more of its own work.
    if (current.recognises(hash) && !current.isDearer(hash)) return 'current';
    if (of.length > 0) return 'dearer';
    return [current, ...known].some((scheme) => scheme.recognises(hash)) ? 'undeclared' : 'unknown';
  }

  /** What a hash costs, by each scheme with a known dearest hash that recognises it. */
  costsOf(hash: string): readonly Costs[] {
    const { current, declared } = this.#schemes;
    return [...declared, current].flatMap((scheme) =>
      scheme.recognises(hash) ? [scheme.costsOf(hash)] : [],
    );
  }

  /** `hash` of the current scheme would make another one now. */
  isOutdated(hash: string): boolean {
    const { current } = this.#schemes;
    return !current.recognises(hash) || current.isOutdated(hash);
  }

  async compare(text: string, hash: string | undefined): Promise<Run> {
    const { current, declared } = this.#schemes;
    const owner = hash === undefined ? undefined : this.#ownerOf(hash);
    let matches = false;
    for (const scheme of declared) {
      const found = await scheme.verify(text, scheme === owner ? hash : undefined);
      if (scheme === owner) matches = found;
    }
    if (owner === current || hash === undefined)
      return { matches: await current.verify(text, hash) };
    if (owner !== undefined && !declared.some((scheme) => scheme === owner)) {
      matches = await owner.verify(text, hash);
    }
    return { matches, made: await current.hash(text) };
  }

  /** Undefined for a hash of an unknown scheme. */
  #ownerOf(hash: string): HashScheme | DeclaredScheme | undefined {
    const { current, declared, known } = this.#schemes;
    const recognises = (scheme: Pick<HashScheme, 'recognises'>) => scheme.recognises(hash);
    switch (this.standingOf(hash)) {
      case 'current':
        return current;
      case 'declared':
        return declared.find((scheme) => recognises(scheme) && !scheme.isDearer(hash));
      case 'dearer':
        return declared.find(recognises);
      case 'undeclared':
        return known.find(recognises) ?? current;
      case 'unknown':
        return undefined;
    }
  }
}
