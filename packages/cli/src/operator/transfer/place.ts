import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import { batchesOf, digestOf } from './batches.ts';
import { newProgress, type Progress, progressFileOf, readProgress } from './progress.ts';
import type { Earlier } from './rejects.ts';
import { prepared, send } from './send.ts';

/** Where a run begins. */
export interface Beginning {
  readonly progress: Progress;
  /** Of what is above. */
  readonly digest: Hash;
  readonly earlier: Earlier;
}

interface Import {
  readonly file: string;
  readonly name: string;
  readonly call: (input: object) => Promise<unknown>;
  readonly restart: boolean;
}

/**
 * How many bytes a file has.
 *
 * @throws Failure for what can't be read twice
 */
export async function sizeOf(file: string): Promise<number> {
  const wanted = 'name a file with a user a line, as JSON';
  const handle = await open(file, 'r').catch((error) => {
    throw new Failure(`${file} can't be read: ${error.message}; ${wanted}`);
  });
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return stats.size;
  } finally {
    await handle.close();
  }
  throw new Failure(
    `${file} is no file, and a run that goes on has to read it again: ${wanted}, and write what comes out of a pipe to one`,
  );
}

/** Where to begin: what is above must be what an earlier run read there, and the table must have what it stored. */
export async function beginningOf(job: Import, size: number): Promise<Beginning> {
  return job.restart ? startOver(job, size) : goOn(job, size);
}

async function goOn(job: Import, size: number): Promise<Beginning> {
  const { file, name } = job;
  const noted = await readProgress(file);
  if (noted === undefined) return { ...beginningAt(name), earlier: 'none' };
  if (noted.function !== name) {
    throw new Failure(
      `${progressFileOf(file)} is of an import by ${noted.function}, and this one is by ${name}: add --restart to begin again`,
    );
  }
  const digest = await digestIfSame(file, noted, size);
  if (digest === undefined) {
    throw new Failure(
      `${file} is another one than was imported up to line ${noted.lines}: import what is new from a file of its own, or add --restart to begin again`,
    );
  }
  await checkTable(job, noted);
  return { progress: { ...noted, run: newProgress(name, '').run }, digest, earlier: 'noted' };
}

/** Users of the same lines keep their ids, so that those who are stored are known by them. */
async function startOver({ file, name }: Import, size: number): Promise<Beginning> {
  const noted = await readProgress(file).catch(() => undefined);
  const isSame = noted !== undefined && (await digestIfSame(file, noted, size)) !== undefined;
  return { ...beginningAt(name, isSame ? noted : undefined), earlier: 'replaced' };
}

function beginningAt(name: string, before?: Progress) {
  const digest = createHash('sha256');
  return { progress: newProgress(name, digest.copy().digest('hex'), before), digest };
}

/** The digest of what an earlier run read, if it is still there. */
async function digestIfSame(
  file: string,
  { offset, sha256 }: Progress,
  size: number,
): Promise<Hash | undefined> {
  if (offset > size) return undefined;
  const digest = await digestOf(file, offset);
  return digest.copy().digest('hex') === sha256 ? digest : undefined;
}

/** Sends a user again who is stored: a table that was emptied, or replaced, stores them as new. */
async function checkTable({ file, call }: Import, noted: Progress): Promise<void> {
  if (noted.stored === undefined) return;
  const { offset, number } = noted.stored;
  for await (const batch of batchesOf(file, { offset, lines: number - 1 }, createHash('sha256'))) {
    const one = { ...batch, lines: batch.lines.slice(0, 1) };
    const { imported } = await send(call, prepared(one, noted), false);
    if (imported === 0) return;
    throw new Failure(
      `the table has lost the user of line ${number}, whom an earlier run stored: it was emptied, restored, or is another one; add --restart to begin again`,
    );
  }
}
