import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';

/** What functions write, one file for each function. */
export class FunctionLogs {
  readonly #directory: string;
  readonly #files = new Map<string, WriteStream>();
  #closed = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** What a thread writes while it ends is lost after `close`. */
  write(functionName: string, line: string): void {
    if (this.#closed) return;
    let file = this.#files.get(functionName);
    if (file === undefined) {
      const name = functionName.replace(/[^\w.-]/g, '_');
      file = createWriteStream(path.join(this.#directory, `${name}.log`), {
        flags: 'a',
        mode: 0o600,
      });
      this.#files.set(functionName, file);
    }
    file.write(`${line}\n`);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const files = [...this.#files.values()];
    await Promise.all(files.map((file) => new Promise<void>((done) => file.end(() => done()))));
  }
}
