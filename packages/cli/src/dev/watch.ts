import { createHash } from 'node:crypto';
import { type FSWatcher, readFileSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { sourcesIn } from 'cdk-users-api-local/cdk-app/sources';

/** Milliseconds in which changes count as one: editors write in steps, and often several files. */
const TOGETHER = 50;

export interface WatchOptions {
  /** Folders in it that are not looked at. */
  readonly except: readonly string[];
  /** @param files that have changed, relative to the folder */
  readonly onChange: (files: readonly string[]) => void;
}

interface Seen {
  readonly stamp: string;
  /** Known from the second time on. */
  readonly hash?: string | undefined;
}

/**
 * Tells which sources of a project have changed. A file that is written again with what it had is no
 * change, so that a build which writes into the project ends.
 */
export class SourceWatcher {
  readonly #root: string;
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  #seen: ReadonlyMap<string, Seen>;
  #timer: NodeJS.Timeout | undefined;

  constructor(root: string, options: WatchOptions) {
    this.#root = root;
    this.#options = options;
    this.#seen = this.#look(new Map());
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#compare(), TOGETHER);
  }

  #compare(): void {
    const before = this.#seen;
    this.#seen = this.#look(before);
    const files = [...new Set([...before.keys(), ...this.#seen.keys()])].filter((file) => {
      const [old, now] = [before.get(file), this.#seen.get(file)];
      if (old?.stamp === now?.stamp) return false;
      return old?.hash === undefined || old.hash !== now?.hash;
    });
    if (files.length > 0) this.#options.onChange(files.sort());
  }

  /** All sources; folders that are new are watched from then on. */
  #look(before: ReadonlyMap<string, Seen>): Map<string, Seen> {
    const found = new Map<string, Seen>();
    const { files, folders } = sourcesIn(this.#root, this.#options.except);
    for (const file of files) this.#note(file, before, found);
    this.#follow(new Set(folders));
    return found;
  }

  #note(file: string, before: ReadonlyMap<string, Seen>, found: Map<string, Seen>): void {
    const name = path.relative(this.#root, file);
    try {
      const { mtimeMs, size } = statSync(file);
      const stamp = `${mtimeMs} ${size}`;
      const old = before.get(name);
      if (old?.stamp === stamp) found.set(name, old);
      else found.set(name, { stamp, hash: before.size === 0 ? undefined : hashOf(file) });
    } catch {
      // It is gone by now.
    }
  }

  #follow(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      const watcher = watch(folder, () => this.#changed());
      watcher.on('error', () => watcher.close());
      this.#watchers.set(folder, watcher);
    }
  }
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
