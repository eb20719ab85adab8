import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** An object of a bucket, without its content. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** MD5 of the content, in hex. */
  readonly etag: string;
  /** Headers that a read gives back: content type, `x-amz-meta-...`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Names of the files of an object: a key may have slashes, and more characters than a file's name. */
export const OBJECT_FILE = /^[0-9a-f]{64}(\.new)?$/;

/** Only the owner may read what is in a bucket: records of the stream have addresses. */
const MODES = { folder: 0o700, file: 0o600 };

/**
 * The objects of one bucket, a file each: a line of JSON that says what it is, and then the
 * content as it was put.
 */
export class ObjectStore {
  readonly #folder: string;
  readonly #objects = new Map<string, StoredObject>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: MODES.folder });
    for (const name of readdirSync(folder)) {
      if (!OBJECT_FILE.test(name) || name.endsWith('.new')) continue;
      const { object } = read(path.join(folder, name));
      this.#objects.set(object.key, object);
    }
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  content(key: string): Buffer {
    return read(this.#file(key)).content;
  }

  put(key: string, content: Buffer, headers: StoredObject['headers']): StoredObject {
    const object = {
      key,
      size: content.length,
      modified: Date.now(),
      etag: createHash('md5').update(content).digest('hex'),
      headers,
    };
    const file = this.#file(key);
    const described = Buffer.from(`${JSON.stringify(object)}\n`);
    writeFileSync(`${file}.new`, Buffer.concat([described, content]), { mode: MODES.file });
    renameSync(`${file}.new`, file);
    this.#objects.set(key, object);
    return object;
  }

  delete(key: string): void {
    this.#objects.delete(key);
    rmSync(this.#file(key), { force: true });
  }

  /** In the order of S3: by the bytes of their keys. */
  list(): readonly StoredObject[] {
    return [...this.#objects.values()].sort((one, other) =>
      Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)),
    );
  }

  /** Deletes all objects. */
  clear(): void {
    for (const key of [...this.#objects.keys()]) this.delete(key);
  }

  #file(key: string): string {
    return path.join(this.#folder, createHash('sha256').update(key).digest('hex'));
  }
}

/** Files of the objects of all buckets, in the folder that has a folder for each. */
export function objectFilesIn(buckets: string): string[] {
  if (!existsSync(buckets)) return [];
  return readdirSync(buckets, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && OBJECT_FILE.test(entry.name))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}

function read(file: string): { object: StoredObject; content: Buffer } {
  const stored = readFileSync(file);
  const end = stored.indexOf('\n');
  return {
    object: JSON.parse(stored.subarray(0, end).toString('utf8')),
    content: stored.subarray(end + 1),
  };
}
