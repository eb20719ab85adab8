import { setTimeout as after } from 'node:timers/promises';
import type { ImportResult } from '../../../../../lib/contract/transfer.ts';
import { Failure } from '../../failure.ts';
import { FunctionFailure } from '../stack-function.ts';
import type { Batch, Line } from './batches.ts';
import { isRejected, keysOf, type NewIds, type Rejected, userOf } from './user-of-line.ts';

/** What became of the lines of a batch. */
export interface Sent extends Pick<ImportResult, 'imported' | 'present' | 'ignored'> {
  readonly batch: Batch;
  readonly rejected: readonly Rejected[];
}

/** The users of a batch, and the lines that are none. */
export interface Prepared {
  readonly batch: Batch;
  readonly users: readonly { readonly line: Line; readonly user: object }[];
  readonly rejected: readonly Rejected[];
  /** Addresses and ids. */
  readonly keys: ReadonlySet<string>;
}

export function prepared(batch: Batch, ids: NewIds): Prepared {
  const rejected: Rejected[] = [];
  const users = batch.lines.flatMap((line) => {
    const user = userOf(line, ids);
    if (!isRejected(user)) return [{ line, user }];
    rejected.push(user);
    return [];
  });
  return { batch, users, rejected, keys: new Set(users.flatMap(({ user }) => keysOf(user))) };
}

/** Calls in a row that could write nobody, with twice the wait each, up to the longest: about two minutes. */
const MOST_WAITS = 12;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 20_000;

/**
 * Has the users of a batch stored. Those that the table takes later are sent again.
 *
 * @throws Failure if it takes none for minutes, or the function is another one
 */
export async function send(
  call: (input: object) => Promise<unknown>,
  { batch, users, rejected: unreadable }: Prepared,
  events: boolean,
): Promise<Sent> {
  const rejected = [...unreadable];
  const ignored = new Set<string>();
  let pending = users;
  let [imported, present, waits] = [0, 0, 0];
  while (pending.length > 0) {
    const sent = pending;
    const result = await asked(call, { users: sent.map(({ user }) => user), events });
    imported += result.imported;
    present += result.present;
    for (const name of result.ignored) ignored.add(name);
    for (const { index, reason, message } of result.rejected) {
      const line = sent[index]?.line;
      if (line !== undefined) rejected.push({ line, reason, message });
    }
    pending = result.left.flatMap((index) => sent[index] ?? []);
    waits = pending.length === sent.length ? waits + 1 : 0;
    if (waits > MOST_WAITS) {
      throw new Failure(
        'the table has taken no user for two minutes: the log of the function says why',
      );
    }
    if (waits > 0) await after(Math.min(FIRST_WAIT_MS * 2 ** waits, LONGEST_WAIT_MS));
  }
  rejected.sort((one, other) => one.line.number - other.line.number);
  return { batch, imported, present, rejected, ignored: [...ignored] };
}

/** A call that took too long has stored some of the users, who are present when they are sent again. */
async function asked(
  call: (input: object) => Promise<unknown>,
  input: { readonly users: readonly object[]; readonly events: boolean },
): Promise<ImportResult> {
  try {
    return checked(await call(input));
  } catch (error) {
    if (!(error instanceof FunctionFailure && TIMED_OUT.test(error.message))) throw error;
    const left = input.users.map((_, index) => index);
    return { imported: 0, present: 0, rejected: [], left, ignored: [] };
  }
}

/** As Lambda says it. */
const TIMED_OUT = /Task timed out after/;

/** Any function can be named. */
function checked(answer: unknown): ImportResult {
  const { imported, present, rejected, left, ignored } = Object(answer) as Partial<ImportResult>;
  const isResult =
    [imported, present].every((count) => typeof count === 'number') &&
    [rejected, left, ignored].every((list) => Array.isArray(list));
  if (isResult) return answer as ImportResult;
  throw new Failure(
    'the function answered without saying what became of the users: is it import-users?',
  );
}
