import type { REDRIVE, RedriveAnswer } from '../../../../../lib/contract/undelivered.ts';
import { Failure } from '../../failure.ts';
import { plain } from '../plain.ts';
import { FunctionFailure } from '../stack-function.ts';
import type { StreamRecord } from './document.ts';

/** A record that is still undelivered, and why. */
export interface Left {
  readonly record: StreamRecord;
  readonly error: string;
}

/** What came of records. */
export interface Delivery {
  readonly left: readonly Left[];
  /** Records of which there was nothing to publish. */
  readonly nothing: number;
}

/** Beside the records: they come from the bucket. */
const FROM_BUCKET: typeof REDRIVE = { redrive: true };

/** Records of one call: the relay publishes each by itself, and has a minute. */
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
 * @throws Failure if it answers what no relay answers
 */
export async function deliver(
  call: Call,
  records: readonly StreamRecord[],
  most = MOST_BYTES,
): Promise<Delivery> {
  const left: Left[] = [];
  let nothing = 0;
  for (const part of parts(records, most)) {
    const delivery = await deliverPart(call, part);
    left.push(...delivery.left);
    nothing += delivery.nothing;
  }
  return { left, nothing };
}

async function deliverPart(call: Call, records: readonly StreamRecord[]): Promise<Delivery> {
  try {
    const answer = checked(await call({ Records: records, ...FROM_BUCKET }));
    return { left: leftOf(records, answer), nothing: answer.nothing?.length ?? 0 };
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    return { left: records.map((record) => ({ record, error: plain(error.message) })), nothing: 0 };
  }
}

type Answer = Pick<RedriveAnswer, 'batchItemFailures'> & Partial<RedriveAnswer>;

/** Any function can be named: one that says nothing of records has published none. */
function checked(answer: unknown): Answer {
  const { batchItemFailures, failures = [], nothing = [] } = Object(answer) as Partial<Answer>;
  for (const list of [batchItemFailures, failures, nothing] as readonly unknown[]) {
    if (Array.isArray(list) && list.every((each) => typeof each?.itemIdentifier === 'string')) {
      continue;
    }
    throw new Failure(
      'the function answered without saying which records failed: is it the relay? Nothing that it was given is deleted',
    );
  }
  return answer as Answer;
}

/** What of the records an answer reports. */
function leftOf(records: readonly StreamRecord[], { batchItemFailures, failures }: Answer): Left[] {
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
