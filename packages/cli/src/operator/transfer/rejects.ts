import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import { createPrivate, notWritten, reopenPrivate } from './private-file.ts';
import type { Rejected } from './user-of-line.ts';

/** The file of the lines that were not imported: what was wrong, and the line, to be corrected and imported again. */
export const rejectsFileOf = (file: string) => `${file}.rejects.ndjson`;

/** What a run finds beside its file: nothing that is its own, what an earlier run noted, or what may go. */
export type Earlier = 'none' | 'noted' | 'replaced';

/** The lines that were rejected, so far. */
export class Rejects {
  readonly #name: string;
  readonly #handle: FileHandle;
  #bytes: number;

  private constructor(name: string, handle: FileHandle, bytes: number) {
    this.#name = name;
    this.#handle = handle;
    this.#bytes = bytes;
  }

  /** With what an earlier run is known to have written. */
  static async open(file: string, noted: number, earlier: Earlier): Promise<Rejects> {
    const name = rejectsFileOf(file);
    if (earlier === 'replaced') await rm(name, { force: true }).catch(notWritten(name));
    const created = await createPrivate(name);
    if (created !== undefined) return new Rejects(name, created, 0);
    const handle = await reopenPrivate(name);
    try {
      const { size } = await handle.stat();
      // One that was killed before it noted anything has left an empty file.
      if (earlier !== 'noted' && size > 0) {
        throw new Failure(
          `${name} is there, and not of this import: move it away, or add --restart to replace it`,
        );
      }
      const bytes = Math.min(size, noted);
      await handle.truncate(bytes).catch(notWritten(name));
      return new Rejects(name, handle, bytes);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async note(rejected: readonly Rejected[]): Promise<void> {
    if (rejected.length === 0) return;
    const text = rejected.map((each) => `${JSON.stringify(entryOf(each))}\n`).join('');
    await this.#handle.appendFile(text).catch(notWritten(this.#name));
    this.#bytes += Buffer.byteLength(text);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function entryOf({ line: { number, text = '' }, reason, message }: Rejected): object {
  const user = reason === 'INVALID_JSON' ? undefined : JSON.parse(text);
  return { line: number, reason, message, user };
}
