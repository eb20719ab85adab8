import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A line of a file. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Of its first byte. */
  readonly offset: number;
  /** Without the line break; `undefined` if it is too long to be a user, or no UTF-8. */
  readonly text: string | undefined;
}

/** How far a file has been read: what is above is known by its digest. */
export interface Place {
  /** Of the next byte. */
  readonly offset: number;
  readonly lines: number;
  readonly sha256: string;
}

/** Lines that are sent together, without empty ones. */
export interface Batch {
  readonly lines: readonly Line[];
  /** Behind the last line. */
  readonly end: Place;
}

/** A user is at most this many bytes, without the line break; the custom fields of one are at most 16 kB. */
export const LONGEST_LINE = 64 * 1024;

/** Lines of a batch, each a transaction in the table. */
const MOST_LINES = 200;

/** Bytes of a batch: a call of Lambda takes 6 MB. */
const MOST_BYTES = 1_000_000;

const LINE_BREAK = 0x0a;
const RETURN = 0x0d;
/** A return before it, as Windows has it. */
const LONGEST_BREAK = 2;

/** The digest of the first bytes of a file. */
export async function digestOf(file: string, bytes: number): Promise<Hash> {
  const hash = createHash('sha256');
  if (bytes === 0) return hash;
  for await (const chunk of createReadStream(file, { end: bytes - 1 })) hash.update(chunk);
  return hash;
}

/**
 * The lines of a file from a place on, in batches. A file of any size is read, a few batches ahead of what was sent.
 *
 * @param digest of what is above
 */
export async function* batchesOf(
  file: string,
  { offset, lines }: Pick<Place, 'offset' | 'lines'>,
  digest: Hash,
): AsyncGenerator<Batch> {
  const reader = new LineReader(offset, lines);
  let batch: Line[] = [];
  let bytes = 0;
  const taken = (): Batch => {
    const sha256 = digest.copy().digest('hex');
    const whole = { lines: batch, end: { offset: reader.offset, lines: reader.lines, sha256 } };
    [batch, bytes] = [[], 0];
    return whole;
  };
  for await (const chunk of createReadStream(file, { start: offset }) as AsyncIterable<Buffer>) {
    let start = 0;
    while (start < chunk.length) {
      const lineBreak = chunk.indexOf(LINE_BREAK, start);
      const end = lineBreak === -1 ? chunk.length : lineBreak + 1;
      const part = chunk.subarray(start, end);
      digest.update(part);
      reader.take(part);
      start = end;
      if (lineBreak === -1) break;
      bytes += reader.length;
      batch.push(...reader.finish());
      if (batch.length >= MOST_LINES || bytes >= MOST_BYTES) yield taken();
    }
  }
  batch.push(...reader.finish());
  yield taken();
}

/** Puts a line together from its parts; what is too long is counted and not kept. */
class LineReader {
  offset: number;
  lines: number;
  length = 0;
  #parts: Buffer[] = [];

  constructor(offset: number, lines: number) {
    this.offset = offset;
    this.lines = lines;
  }

  take(part: Buffer): void {
    this.length += part.length;
    if (this.length <= LONGEST_LINE + LONGEST_BREAK) this.#parts.push(part);
  }

  /** The line that was taken; none if it is empty. */
  finish(): readonly Line[] {
    if (this.length === 0) return [];
    const { offset, length } = this;
    const text =
      length > LONGEST_LINE + LONGEST_BREAK ? undefined : textOf(Buffer.concat(this.#parts));
    this.offset += length;
    this.lines += 1;
    this.length = 0;
    this.#parts = [];
    return text === '' ? [] : [{ number: this.lines, offset, text }];
  }
}

/** Without the line break, and the mark of the byte order that some systems begin a file with. */
function textOf(line: Buffer): string | undefined {
  const end = line.at(-1) === LINE_BREAK ? (line.at(-2) === RETURN ? -2 : -1) : line.length;
  const bytes = line.subarray(0, end);
  if (bytes.length > LONGEST_LINE) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return undefined;
  }
}
