import { readFileSync, renameSync, writeFileSync } from 'node:fs';

interface State {
  readonly streamArn: string;
  /** Per shard, the sequence number of the last record that is done. */
  readonly shards: Record<string, string>;
  /** Shards that are closed and read to their end. */
  readonly finished: string[];
}

/**
 * How far an event source mapping is in its stream, in a file: what was not reported as done before
 * a crash is processed again after it.
 */
export class Checkpoint {
  readonly #file: string;
  readonly #state: State;

  /** A checkpoint of another stream, such as a former table's, counts for nothing. */
  constructor(file: string, streamArn: string) {
    this.#file = file;
    const stored = read(file);
    this.#state =
      stored?.streamArn === streamArn ? stored : { streamArn, shards: {}, finished: [] };
  }

  position(shardId: string): string | undefined {
    return this.#state.shards[shardId];
  }

  isFinished(shardId: string): boolean {
    return this.#state.finished.includes(shardId);
  }

  advance(shardId: string, sequenceNumber: string): void {
    if (this.#state.shards[shardId] === sequenceNumber) return;
    this.#state.shards[shardId] = sequenceNumber;
    this.#write();
  }

  finish(shardId: string): void {
    this.#state.finished.push(shardId);
    this.#write();
  }

  /** Forgets a position that the stream no longer has. */
  forget(shardId: string): void {
    delete this.#state.shards[shardId];
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#state), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): State | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
