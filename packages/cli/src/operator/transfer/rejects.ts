import { appendFile, open } from 'node:fs/promises';
import type { Rejected } from './user-of-line.ts';

/** The file of the lines that were not imported: what was wrong, and the line, to be corrected and imported again. */
export const rejectsFileOf = (file: string) => `${file}.rejects.ndjson`;

/** Leaves what an earlier run is known to have written. */
export async function openRejects(file: string, bytes: number): Promise<void> {
  const handle = await open(rejectsFileOf(file), 'a', 0o600);
  try {
    await handle.truncate(bytes);
  } finally {
    await handle.close();
  }
}

/** @returns bytes that were written */
export async function noteRejected(file: string, rejected: readonly Rejected[]): Promise<number> {
  if (rejected.length === 0) return 0;
  const text = rejected.map((each) => `${JSON.stringify(entryOf(each))}\n`).join('');
  await appendFile(rejectsFileOf(file), text, { mode: 0o600 });
  return Buffer.byteLength(text);
}

function entryOf({ line: { number, text = '' }, reason, message }: Rejected): object {
  const user = reason === 'INVALID_JSON' ? undefined : JSON.parse(text);
  return { line: number, reason, message, user };
}
