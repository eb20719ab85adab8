import type { REDRIVE, RedriveAnswer } from '../../../../../lib/contract/undelivered.ts';
import { FunctionFailure } from '../stack-function.ts';
import type { StreamRecord } from './document.ts';
import { plain } from './plain.ts';

/** A record that is still undelivered, and why. */
export interface Left {
  readonly record: StreamRecord;
  readonly error: string;
}

/** Beside the records: they come from the bucket. */
const FROM_BUCKET: typeof REDRIVE = { redrive: true };

/** Records of one call: the relay publishes each by itself, in a minute at most. */
const MOST_RECORDS = 25;

type Call = (input: object) => Promise<unknown>;

/**
 * Bytes of one call: Lambda takes 6 MB, and what is around the records has room in the rest.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MOST_BYTES = 5_900_000;

/**
 * Has the relay publish records, in order.
 *
 * @returns those that it did not publish
 */
export async function deliver(
  call: Call,
  records: readonly StreamRecord[],
  most = MOST_BYTES,
): Promise<Left[]> {
  const left: Left[] = [];
  for (const part of parts(records, most)) left.push(...(await deliverPart(call, part)));
  return left;
}

async function deliverPart(call: Call, records: readonly StreamRecord[]): Promise<Left[]> {
  try {
    return leftOf(records, await call({ Records: records, ...FROM_BUCKET }));
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    return records.map((record) => ({ record, error: plain(error.message) }));
  }
}

/** What of the records an answer reports. */
function leftOf(records: readonly StreamRecord[], answer: unknown): Left[] {
  const { batchItemFailures = [], failures } = Object(answer) as Partial<RedriveAnswer>;
  const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const positions = batchItemFailures.map(({ itemIdentifier }) => numbers.indexOf(itemIdentifier));
  if (positions.length === 0) return [];
  // As for Lambda, an identifier that is none of the batch's fails the batch as a whole.
  const first = Math.min(...positions);
  // A relay of an earlier version ends at its first failure.
  const reported = (index: number) =>
    first === -1 || (failures === undefined ? index >= first : positions.includes(index));
  const errors = new Map(failures?.map(({ itemIdentifier, error }) => [itemIdentifier, error]));
  return records.flatMap((record, index) => {
    if (!reported(index)) return [];
    const error = errors.get(record.dynamodb.SequenceNumber);
    return [{ record, error: plain(error ?? 'the relay could not publish it; its log says why') }];
  });
}

/** As few parts as fit into a call. */
function parts(records: readonly StreamRecord[], most: number): StreamRecord[][] {
  const made: StreamRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record)) + 1;
    const last = made.at(-1);
    if (last === undefined || size > room || last.length === MOST_RECORDS) {
      made.push([record]);
      room = most - size;
    } else {
      last.push(record);
      room -= size;
    }
  }
  return made;
}
