import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import type { Place } from './batches.ts';

/** What is noted of an import, beside its file: all that a run has to know that goes on with it. */
export interface Progress extends Place {
  /** The function that it is for: the name is another in every stack. */
  readonly function: string;
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly imported: number;
  readonly present: number;
  /** Lines by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Bytes of the file of rejected lines. */
  readonly rejectedBytes: number;
  /** Names of fields that nothing keeps. */
  readonly ignored: readonly string[];
}

export function newProgress(name: string, sha256: string): Progress {
  return {
    ...{ function: name, offset: 0, lines: 0, sha256 },
    seed: randomBytes(32).toString('base64url'),
    started: Date.now(),
    ...{ imported: 0, present: 0, rejected: {}, rejectedBytes: 0, ignored: [] },
  };
}

export const progressFileOf = (file: string) => `${file}.progress.json`;

/** What an earlier run noted; `undefined` if there was none. */
export async function readProgress(file: string): Promise<Progress | undefined> {
  const name = progressFileOf(file);
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Failure(`${name} can't be read: ${error.message}`);
  });
  if (text === undefined) return undefined;
  try {
    const progress: unknown = JSON.parse(text);
    if (Number.isInteger((progress as Progress | null)?.offset)) return progress as Progress;
  } catch {
    // Reported below: it is the same mistake.
  }
  throw new Failure(`${name} is no progress of an import; --restart begins again without it`);
}

/** Whole or not at all: a run that is killed while it writes leaves what was noted before. */
export async function noteProgress(file: string, progress: Progress): Promise<void> {
  const name = progressFileOf(file);
  await writeFile(`${name}.new`, `${JSON.stringify(progress, null, 2)}\n`, { mode: 0o600 });
  await rename(`${name}.new`, name);
}
