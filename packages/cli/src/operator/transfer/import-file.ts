import { stat } from 'node:fs/promises';
import { Failure } from '../../failure.ts';
import type { Screen } from '../screen.ts';
import { type Batch, batchesOf, digestOf } from './batches.ts';
import {
  newProgress,
  noteProgress,
  type Progress,
  progressFileOf,
  readProgress,
} from './progress.ts';
import { noteRejected, openRejects } from './rejects.ts';
import { type Sent, send } from './send.ts';

/** What an import is made of. */
export interface FileImport {
  readonly file: string;
  /** The function `import-users`. */
  readonly name: string;
  readonly call: (input: object) => Promise<unknown>;
  /** Each user raises `after-register`. */
  readonly events: boolean;
  /** Forget what earlier runs noted. */
  readonly restart: boolean;
  readonly screen: Pick<Screen, 'progress' | 'say'>;
  /** Set once the run is to stop. */
  readonly stopping: { readonly stopped: boolean };
}

/** What a run leaves. */
export interface FileImported {
  readonly progress: Progress;
  /** Bytes of the file that were not sent. */
  readonly left: number;
  /** Users whom this run sent, and how long it took. */
  readonly users: number;
  readonly seconds: number;
}

/** Calls at a time; each writes some dozens of users at the same time. */
const AT_ONCE = 4;

/**
 * Imports the users of a file, from where an earlier run stopped. What came of a batch is noted before the next ones are
 * sent, so that a run that is killed loses nothing: users whom it sent and didn't note are sent again, under the same ids,
 * and are known by them.
 */
export async function importFile(job: FileImport): Promise<FileImported> {
  const { file, screen, stopping } = job;
  const { size } = await stat(file).catch(() => {
    throw new Failure(`${file} can't be read: name a file with a user a line, as JSON`);
  });
  let { progress, digest } = await placeOf(job, size);
  const started = performance.now();
  const from = progress;
  await openRejects(file, progress.rejectedBytes);
  await noteProgress(file, progress);

  const running: Promise<Sent>[] = [];
  const settleFirst = async () => {
    const sent = await running.shift();
    if (sent === undefined) return;
    progress = after(progress, sent, await noteRejected(file, sent.rejected));
    await noteProgress(file, progress);
    screen.progress(soFar(from, progress, size, (performance.now() - started) / 1000));
  };
  try {
    for await (const batch of batchesOf(file, progress, digest)) {
      if (stopping.stopped) break;
      running.push(sending(job, batch, progress));
      if (running.length >= AT_ONCE) await settleFirst();
    }
    while (running.length > 0) await settleFirst();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const goOn = `the same command goes on after line ${progress.lines}`;
    throw new Failure(`${error.message}; ${goOn}`, error.details);
  }
  return {
    progress,
    left: size - progress.offset,
    users: usersOf(progress) - usersOf(from),
    seconds: (performance.now() - started) / 1000,
  };
}

function sending({ call, events }: FileImport, batch: Batch, ids: Progress): Promise<Sent> {
  const sent = send(call, batch, { events, ids });
  // One that fails while another is waited for is reported in its turn.
  sent.catch(() => {});
  return sent;
}

/** Where to begin: what is above must be what an earlier run read there. */
async function placeOf({ file, name, restart, screen }: FileImport, size: number) {
  const noted = restart ? undefined : await readProgress(file);
  if (noted === undefined) {
    const digest = await digestOf(file, 0);
    return { progress: newProgress(name, digest.copy().digest('hex')), digest };
  }
  if (noted.function !== name) {
    throw new Failure(
      `${progressFileOf(file)} is of an import by ${noted.function}, and this one is by ${name}: add --restart to begin again`,
    );
  }
  const digest = await digestOf(file, Math.min(noted.offset, size));
  if (noted.offset > size || digest.copy().digest('hex') !== noted.sha256) {
    throw new Failure(
      `${file} is another one than was imported up to line ${noted.lines}: import what is new from a file of its own, or add --restart to begin again`,
    );
  }
  if (noted.offset > 0)
    screen.say(`going on after line ${noted.lines}, as ${progressFileOf(file)} says`);
  return { progress: noted, digest };
}

function after(before: Progress, { batch, ...sent }: Sent, rejectedBytes: number): Progress {
  const rejected: Record<string, number> = { ...before.rejected };
  for (const { reason } of sent.rejected) rejected[reason] = (rejected[reason] ?? 0) + 1;
  return {
    ...before,
    ...batch.end,
    imported: before.imported + sent.imported,
    present: before.present + sent.present,
    rejected,
    rejectedBytes: before.rejectedBytes + rejectedBytes,
    ignored: [...new Set([...before.ignored, ...sent.ignored])],
  };
}

const usersOf = ({ imported, present, rejected }: Progress) =>
  imported + present + rejectedOf({ rejected });

export const rejectedOf = ({ rejected }: Pick<Progress, 'rejected'>) =>
  Object.values(rejected).reduce((sum, count) => sum + count, 0);

function soFar(from: Progress, progress: Progress, size: number, seconds: number): string {
  const done = Math.max(progress.offset - from.offset, 1);
  const rate = Math.round((usersOf(progress) - usersOf(from)) / seconds);
  const left = Math.ceil(((size - progress.offset) / done) * seconds);
  const share = Math.floor((progress.offset / Math.max(size, 1)) * 100);
  return `${numbered(usersOf(progress))} users, ${share} %, ${numbered(rate)} a second, about ${left} s left`;
}

/** As people write it: 100,000. */
export const numbered = (count: number) => count.toLocaleString('en');
