import { Failure } from '../../failure.ts';
import type { Screen } from '../screen.ts';
import { batchesOf } from './batches.ts';
import { beginningOf, sizeOf } from './place.ts';
import { noteProgress, type Progress, progressFileOf, refuseOtherRun } from './progress.ts';
import { Rejects } from './rejects.ts';
import { prepared, type Sent, send } from './send.ts';

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
  /** An earlier run had begun. */
  readonly goesOn: boolean;
  /** Bytes of the file that were not sent. */
  readonly left: number;
  /** Users whom this run sent, and how long it took. */
  readonly users: number;
  readonly seconds: number;
}

/** Names of fields that nothing keeps: more say nothing more. */
const MOST_NAMES = 100;

/** Calls at a time; each writes some dozens of users at the same time. */
const AT_ONCE = 4;

/**
 * Imports the users of a file, from where an earlier run stopped. What came of a batch is noted before the next ones are
 * sent, so that a run that is killed loses nothing: users whom it sent and didn't note are sent again, under the same ids,
 * and are known by them.
 */
export async function importFile(job: FileImport): Promise<FileImported> {
  const { file, screen, stopping } = job;
  const size = await sizeOf(file);
  const { progress: from, digest, earlier } = await beginningOf(job, size);
  if (from.offset > 0) {
    screen.say(`going on after line ${from.lines}, as ${progressFileOf(file)} says`);
  }
  const started = performance.now();
  const rejects = await Rejects.open(file, from.rejectedBytes, earlier);
  let progress: Progress = { ...from, rejectedBytes: rejects.bytes };

  const running: { readonly sent: Promise<Sent>; readonly keys: ReadonlySet<string> }[] = [];
  const settleFirst = async () => {
    const sent = await running.shift()?.sent;
    if (sent === undefined) return;
    await refuseOtherRun(file, progress);
    await rejects.note(sent.rejected);
    progress = after(progress, sent, rejects.bytes);
    await noteProgress(file, progress);
    screen.progress(soFar(from, progress, size, (performance.now() - started) / 1000));
  };
  try {
    await noteProgress(file, progress);
    for await (const batch of batchesOf(file, progress, digest)) {
      if (stopping.stopped) break;
      const users = prepared(batch, from);
      // Of users with one address, or one id, the first of the file is stored.
      while (running.some(({ keys }) => shareAny(keys, users.keys))) await settleFirst();
      const sent = send(job.call, users, job.events);
      // One that fails while another is waited for is reported in its turn.
      sent.catch(() => {});
      running.push({ sent, keys: users.keys });
      if (running.length >= AT_ONCE) await settleFirst();
    }
    while (running.length > 0) await settleFirst();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const goOn = `the same command goes on after line ${progress.lines}`;
    throw new Failure(`${error.message}; ${goOn}`, error.details);
  } finally {
    await rejects.close();
  }
  return {
    progress,
    goesOn: from.offset > 0,
    left: size - progress.offset,
    users: usersOf(progress) - usersOf(from),
    seconds: (performance.now() - started) / 1000,
  };
}

const shareAny = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  [...one].some((key) => other.has(key));

function after(before: Progress, { batch, ...sent }: Sent, rejectedBytes: number): Progress {
  const rejected: Record<string, number> = { ...before.rejected };
  for (const { reason } of sent.rejected) rejected[reason] = (rejected[reason] ?? 0) + 1;
  const refused = new Set(sent.rejected.map(({ line }) => line));
  const stored = batch.lines.findLast((line) => !refused.has(line));
  return {
    ...before,
    ...batch.end,
    ...(stored && { stored: { offset: stored.offset, number: stored.number } }),
    imported: before.imported + sent.imported,
    present: before.present + sent.present,
    rejected,
    rejectedBytes,
    ignored: [...new Set([...before.ignored, ...sent.ignored])].slice(0, MOST_NAMES),
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
