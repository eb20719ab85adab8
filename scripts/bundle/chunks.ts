/**
 * Which sources are in one file. esbuild makes a chunk of the sources that the same entries load, which is some
 * thirty small files for each action, and each file takes time at a cold start, as code does that is loaded and not used. So
 * chunks are joined for as long as that costs less than it saves.
 */

/** What a build is made of. */
export interface Sources {
  /** What each entry loads, by the entry's name. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of each source, as esbuild says it of code that isn't minified. */
  readonly bytes: ReadonlyMap<string, number>;
  /** What each source imports, of those that are loaded with it. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

export interface Chunk {
  readonly sources: readonly string[];
  /** Names of entries. */
  readonly loadedBy: ReadonlySet<string>;
}

/**
 * As many bytes of code that isn't used cost about as much as a file does; minified they are half of that. A file took 0.3 to 0.5 ms of CPU
 * time, and a minified kilobyte 0.1 to 0.3.
 */
const FILE = 7_000;

/** A chunk, with the entries that load it as bits. */
interface Part {
  readonly sources: readonly string[];
  readonly bytes: number;
  readonly mask: bigint;
}

/** @returns chunks that are each loaded as a whole, by every entry that loads one of their sources */
export function chunksOf({ entries, bytes, imports }: Sources): readonly Chunk[] {
  const names = [...entries.keys()];
  const masks = new Map<string, bigint>();
  for (const [index, name] of names.entries()) {
    for (const source of entries.get(name) ?? []) {
      masks.set(source, (masks.get(source) ?? 0n) | (1n << BigInt(index)));
    }
  }
  const parts = byMask(
    [...masks].map(([source, mask]) => ({
      ...{ sources: [source], mask },
      bytes: bytes.get(source) ?? 0,
    })),
  );
  return joinedFrom(parts, imports).map(({ sources, mask }) => ({
    sources,
    loadedBy: new Set(names.filter((_, index) => (mask >> BigInt(index)) & 1n)),
  }));
}

/** Two chunks that can be one. */
interface Candidate {
  readonly one: Part;
  readonly other: Part;
  /** What that saves, by what it costs; at most this, until it is looked at. */
  worth: number;
}

/** Joins the two chunks that are most worth it, again and again. */
function joinedFrom(begun: readonly Part[], imports: Sources['imports']): readonly Part[] {
  let parts = begun;
  let candidates = parts.flatMap((one, index) => withEach(one, parts.slice(index + 1)));
  for (;;) {
    const partOf = new Map(parts.flatMap((part) => part.sources.map((each) => [each, part])));
    const change = bestOf(candidates, ({ one, other }) =>
      joining(one, other, { partOf, imports, parts }),
    );
    if (change === undefined) return parts;
    const { before, after } = change;
    const left = parts.filter((part) => !before.has(part));
    candidates = [
      ...candidates.filter(({ one, other }) => !before.has(one) && !before.has(other)),
      ...after.flatMap((one, index) => withEach(one, [...after.slice(index + 1), ...left])),
    ];
    parts = [...left, ...after];
  }
}

/** Those that may be worth it. */
function withEach(one: Part, others: readonly Part[]): readonly Candidate[] {
  return others.flatMap((other) => {
    const worth = atMost(one, other);
    return worth > 1 ? [{ one, other, worth }] : [];
  });
}

/** Looks at what promises most until none promises more than it was found to be worth. */
function bestOf(
  candidates: readonly Candidate[],
  joined: (candidate: Candidate) => Change,
): Change | undefined {
  let seen: { readonly candidate: Candidate; readonly change: Change } | undefined;
  for (;;) {
    let best: Candidate | undefined;
    for (const each of candidates) if (each.worth > (best?.worth ?? 1)) best = each;
    // What was looked at last may have been found to be worth nothing.
    if (best === undefined) return undefined;
    if (best === seen?.candidate) return seen.change;
    const change = joined(best);
    best.worth = worthOf(change);
    seen = { candidate: best, change };
  }
}

/** What it is worth to join two chunks if nothing that they import has to be loaded by more entries. */
function atMost(one: Part, other: Part): number {
  const joined = { mask: one.mask | other.mask, bytes: one.bytes + other.bytes };
  return worthOf({ before: [one, other], after: [joined] });
}

/** How many times what it costs a change saves. */
function worthOf({ before, after }: Record<'before' | 'after', Iterable<Weight>>): number {
  const [first, then] = [weigh(before), weigh(after)];
  return ((first.files - then.files) * FILE) / Math.max(then.bytes - first.bytes, 1);
}

interface Change {
  readonly before: ReadonlySet<Part>;
  readonly after: readonly Part[];
}

/** What an entry loads, it loads with all that this imports: else two chunks would import each other. */
function joining(
  one: Part,
  other: Part,
  {
    partOf,
    imports,
    parts,
  }: {
    readonly partOf: ReadonlyMap<string, Part>;
    readonly imports: Sources['imports'];
    readonly parts: readonly Part[];
  },
): Change {
  const mask = one.mask | other.mask;
  const widened = new Set([one, other]);
  // What is added on the way is visited as well.
  for (const part of widened) {
    for (const source of part.sources) {
      for (const imported of imports.get(source) ?? []) {
        const needed = partOf.get(imported);
        if (needed && (needed.mask & mask) !== mask) widened.add(needed);
      }
    }
  }
  const after = [...widened].map((part) => ({ ...part, mask: part.mask | mask }));
  const made = new Set(after.map((part) => part.mask));
  const same = parts.filter((part) => made.has(part.mask) && !widened.has(part));
  return { before: new Set([...widened, ...same]), after: byMask([...after, ...same]) };
}

/** Those that the same entries load are one. */
function byMask(parts: readonly Part[]): readonly Part[] {
  return [...Map.groupBy(parts, ({ mask }) => mask)].map(([mask, group]) => ({
    sources: group.flatMap(({ sources }) => sources),
    bytes: group.reduce((sum, { bytes }) => sum + bytes, 0),
    mask,
  }));
}

type Weight = Pick<Part, 'bytes' | 'mask'>;

/** What all entries load; what only one loads is in the file of the entry. */
function weigh(parts: Iterable<Weight>): { readonly files: number; readonly bytes: number } {
  let [files, sum] = [0, 0];
  for (const { bytes, mask } of parts) {
    const entries = countOf(mask);
    sum += entries * bytes;
    if (entries > 1) files += entries;
  }
  return { files, bytes: sum };
}

const counts = new Map<bigint, number>();

function countOf(mask: bigint): number {
  const known = counts.get(mask);
  if (known !== undefined) return known;
  let count = 0;
  for (let rest = mask; rest > 0n; rest &= rest - 1n) count += 1;
  counts.set(mask, count);
  return count;
}
