import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Nanoseconds of a millisecond. */
const MILLISECOND = 1_000_000n;

/**
 * What tells whether files and folders are as they were, without reading them. The time of the last change of a file is
 * nobody's to set, unlike that of its contents, which is the same for all releases of a package of npm.
 */
export class Stamps {
  readonly #since: bigint;
  #isOlder = true;

  /** @param since milliseconds since the epoch */
  constructor(since = Number.POSITIVE_INFINITY) {
    this.#since = Number.isFinite(since) ? BigInt(Math.floor(since)) * MILLISECOND : 0n;
  }

  /** Whether all that was looked at had its last change before. */
  get areOlder(): boolean {
    return this.#isOlder;
  }

  /** A file, or that there is a folder, or nothing, or why nobody can tell. */
  entry(file: string): string {
    try {
      return this.#entry(file);
    } catch (error) {
      return String((error as NodeJS.ErrnoException).code);
    }
  }

  #entry(file: string): string {
    const found = lstatSync(file, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    if (found.isDirectory()) return 'folder';
    if (found.isSymbolicLink()) return `link ${readlinkSync(file)} ${this.#target(file)}`;
    return this.#content(found);
  }

  /** What is in a folder, by name. */
  folder(folder: string): string {
    try {
      return readdirSync(folder).sort().join('\n');
    } catch {
      return this.entry(folder);
    }
  }

  /** A folder with all that is in it, and behind links in it. */
  tree(folder: string, within: ReadonlySet<string> = new Set()): string {
    const entry = this.entry(folder);
    if (!/(^| )folder$/.test(entry)) return entry;
    const real = realpathSync(folder);
    if (within.has(real)) return entry;
    const inside = new Set([...within, real]);
    const names = this.folder(folder).split('\n').filter(Boolean);
    return [
      entry,
      ...names.map((name) => `${name} ${this.tree(path.join(folder, name), inside)}`),
    ].join('\n');
  }

  #target(file: string): string {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    return found.isDirectory() ? 'folder' : this.#content(found);
  }

  #content({ ino, size, mtimeNs, ctimeNs }: Content): string {
    if (this.#since > 0n && ctimeNs >= this.#since) this.#isOlder = false;
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  }
}

interface Content {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}
