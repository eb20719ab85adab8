import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { UsersError } from '../../users/errors.ts';
import { isNamed, isServiceUnavailable } from '../aws/errors.ts';
import { backOff } from '../back-off.ts';
import type { Documents } from './documents.ts';
import type { Write } from './expressions.ts';
import type { Item } from './item.ts';

/** Attempts at a write that met a transaction on the same item, with full jitter between. */
const ATTEMPTS = 8;

/** Runs one call of the SDK, which retries by itself; an error that remains is an outage. */
export async function call<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (isServiceUnavailable(error)) throw new UsersError('SERVICE_UNAVAILABLE', { cause: error });
    throw error;
  }
}

/**
 * Makes one conditional write without a transaction; `false` if its condition refused it.
 *
 * The SDK repeats a call whose answer was lost, and the condition sees what the first one wrote. So it takes
 * that for its own, or the caller doesn't ask what came of it; all others go by `write`.
 */
export async function isWritten(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await besideTransactions(send);
    return true;
  } catch (error) {
    if (isNamed(error, CONDITION_FAILED)) return false;
    throw error;
  }
}

/** One write without a transaction, tried again while a transaction has the same item. */
async function besideTransactions<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await call(send);
    } catch (error) {
      if (!isNamed(error, 'TransactionConflictException')) throw error;
    }
    await backOff(attempt);
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}

const CONDITION_FAILED = 'ConditionalCheckFailedException';

/** What the error says of a transaction that was cancelled. */
interface Cancelled {
  readonly CancellationReasons?: readonly CancellationReason[];
}

/** `TransactWriteItems`, "Errors": reasons that mean "not now" rather than "no". */
const TRANSIENT = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** One write of a transaction, and what it means when its condition refuses it. */
export interface ConditionalWrite<Refusal extends string> {
  readonly write: Write;
  readonly refusal: Refusal;
}

/** Why writes were refused. */
export interface Refused<Refusal extends string> {
  readonly refusal: Refusal;
  /** As it is, where the write asks to be told that and it is there. */
  readonly item: Item | undefined;
}

/**
 * Makes the writes, all or nothing. A single update is sent without a transaction, which would cost
 * twice as much. A single put or deletion is one: its condition would refuse what the SDK repeats after the
 * answer was lost, and what this very call did would be told as if somebody else had done it.
 *
 * @returns `undefined` when written, else the refusal of the first write whose condition failed
 */
export async function write<Refusal extends string>(
  client: Documents,
  writes: readonly ConditionalWrite<Refusal>[],
): Promise<Refusal | undefined> {
  return (await writeAndSee(client, writes))?.refusal;
}

/** As `write`, with the item that refused. */
export async function writeAndSee<Refusal extends string>(
  client: Documents,
  writes: readonly ConditionalWrite<Refusal>[],
): Promise<Refused<Refusal> | undefined> {
  const [only, ...others] = writes;
  const single = others.length === 0 ? only?.write.Update : undefined;
  if (single && only) return updateOne(client, single, only.refusal);
  const [first] = await refusalsOf(client, writes);
  return first;
}

/** Updates are idempotent: values are set, so a call that the SDK repeats changes nothing more. */
async function updateOne<Refusal extends string>(
  client: Documents,
  input: NonNullable<Write['Update']>,
  refusal: Refusal,
): Promise<Refused<Refusal> | undefined> {
  const { written, item } = await updateAndSee(client, input);
  return written ? undefined : { refusal, item };
}

/** Makes one conditional update; returns the item as written or, if that was refused, as it is. */
export async function updateAndSee(
  client: Documents,
  input: UpdateCommandInput,
): Promise<{ readonly written: boolean; readonly item: Item | undefined }> {
  try {
    const send = () => client.call('UpdateItem', input);
    const { Attributes: item } = await besideTransactions(send);
    return { written: true, item };
  } catch (error) {
    if (!isNamed<Pick<CancellationReason, 'Item'>>(error, CONDITION_FAILED)) throw error;
    return { written: false, item: inError(error.Item) };
  }
}

/** The document client doesn't unmarshall the items inside an error. */
function inError(item: Parameters<typeof unmarshall>[0] | undefined): Item | undefined {
  return item && unmarshall(item);
}

/**
 * Makes the writes in a transaction. One that a conflict or throttling cancelled was not written and is tried
 * again. The SDK repeats a call that got no response with the same idempotency token, so that it is never
 * written twice.
 *
 * @returns the refusals of all writes whose condition failed, in their order; none when written
 */
export async function refusalsOf<Refusal extends string>(
  client: Documents,
  writes: readonly ConditionalWrite<Refusal>[],
): Promise<readonly Refused<Refusal>[]> {
  const TransactItems = writes.map(({ write }) => write);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await call(() => client.call('TransactWriteItems', { TransactItems }));
      return [];
    } catch (error) {
      if (!isNamed<Cancelled>(error, 'TransactionCanceledException')) throw error;
      const reasons = error.CancellationReasons ?? [];
      const refused = writes.flatMap(({ refusal }, index) => {
        const { Code, Item: item } = reasons[index] ?? {};
        return Code === 'ConditionalCheckFailed' ? [{ refusal, item: inError(item) }] : [];
      });
      if (refused.length > 0) return refused;
      if (!reasons.some(({ Code }) => Code !== undefined && TRANSIENT.has(Code))) throw error;
    }
    await backOff(attempt);
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}

/** The writes, all with the same meaning of a refusal. */
export function refuse<Refusal extends string>(
  refusal: Refusal,
  writes: readonly Write[],
): ConditionalWrite<Refusal>[] {
  return writes.map((write) => ({ write, refusal }));
}
