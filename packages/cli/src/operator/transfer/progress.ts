import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import type { Place } from './batches.ts';
import { createPrivate, notWritten } from './private-file.ts';

/** What is noted of an import, beside its file: all that a run has to know that goes on with it. */
export interface Progress extends Place {
  /** The function that it is for: the name is another in every stack. */
  readonly function: string;
  /** Of the run that noted it, so that no two write into the same files. */
  readonly run: string;
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** A line whose user is stored: a table that doesn't have them is another one. */
  readonly stored?: { readonly offset: number; readonly number: number };
  readonly imported: number;
  readonly present: number;
  /** Lines by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Bytes of the file of rejected lines. */
  readonly rejectedBytes: number;
  /** Names of fields that nothing keeps. */
  readonly ignored: readonly string[];
}

/** @param before what makes the ids, of an earlier import of the same lines */
export function newProgress(
  name: string,
  sha256: string,
  before?: Pick<Progress, 'seed' | 'started'>,
): Progress {
  return {
    ...{ function: name, run: randomUUID(), offset: 0, lines: 0, sha256 },
    seed: before?.seed ?? randomBytes(32).toString('base64url'),
    started: before?.started ?? Date.now(),
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
    if (isProgress(progress)) return progress;
  } catch {
    // Reported below: it is the same mistake.
  }
  throw new Failure(`${name} is no progress of an import; --restart begins again without it`);
}

function isProgress(given: unknown): given is Progress {
  const progress = Object(given) as Partial<Progress>;
  const { offset, lines, started, imported, present, rejectedBytes } = progress;
  const { function: name, run, seed, sha256, rejected, ignored } = progress;
  return (
    [offset, lines, started, imported, present, rejectedBytes].every(
      (count) => Number.isSafeInteger(count) && Number(count) >= 0,
    ) &&
    [name, run, seed, sha256].every((text) => typeof text === 'string') &&
    Object.values(rejected ?? { none: undefined }).every(Number.isInteger) &&
    Array.isArray(ignored)
  );
}

/** Whole or not at all: a run that is killed while it writes leaves what was noted before. */
export async function noteProgress(file: string, progress: Progress): Promise<void> {
  const name = progressFileOf(file);
  const next = `${name}.new`;
  await rm(next, { force: true }).catch(notWritten(next));
  const handle = await createPrivate(next);
  if (handle === undefined) throw anotherRun(file);
  try {
    await handle.writeFile(`${JSON.stringify(progress, null, 2)}\n`).catch(notWritten(next));
  } finally {
    await handle.close();
  }
  await rename(next, name).catch(notWritten(name));
}

/** @throws Failure if another run has begun since, which goes on with the import */
export async function refuseOtherRun(file: string, { run }: Progress): Promise<void> {
  const noted = await readProgress(file);
  if (noted !== undefined && noted.run !== run) throw anotherRun(file);
}

const anotherRun = (file: string) =>
  new Failure(`another run imports ${file} as well, and this one leaves it to that`);
