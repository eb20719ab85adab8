import type { Undelivered } from '../../../../../lib/contract/undelivered.ts';

/** A record of the table's stream. */
export interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    /** In seconds since the epoch. */
    readonly ApproximateCreationDateTime?: number;
    readonly Keys?: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
  };
}

type Item = Readonly<Record<string, { readonly S?: string; readonly M?: Item }>>;

/** An object of the bucket whose records can be delivered. */
export interface Document {
  readonly undelivered: Undelivered;
  readonly records: readonly StreamRecord[];
}

/**
 * Reads an object as Lambda or the relay has written it.
 *
 * @returns why it is none, without a word of what is in it
 */
export function readDocument(text: string): Document | string {
  const undelivered = parsed(text);
  if (undelivered === undefined) return 'it is not a JSON object';
  if (typeof undelivered.payload !== 'string') {
    return 'it is not what Lambda writes for records that it gives up: it has no payload';
  }
  const records = parsed(undelivered.payload)?.Records;
  if (!Array.isArray(records) || records.length === 0 || !records.every(isRecord)) {
    return 'its payload has no records of a stream';
  }
  // The relay names records by them.
  const numbers = new Set(records.map(({ dynamodb }) => dynamodb.SequenceNumber));
  if (numbers.size < records.length) return 'two of its records have the same SequenceNumber';
  return { undelivered: undelivered as unknown as Undelivered, records };
}

/** The object with only these of its records, which is what could not be delivered of it. */
export function withOnly({ undelivered }: Document, records: readonly StreamRecord[]): Undelivered {
  const [first, last] = [records[0], records.at(-1)].map((each) => each?.dynamodb.SequenceNumber);
  return {
    ...undelivered,
    DDBStreamBatchInfo: {
      ...undelivered.DDBStreamBatchInfo,
      startSequenceNumber: first ?? '',
      endSequenceNumber: last ?? '',
      batchSize: records.length,
    },
    payload: JSON.stringify({ Records: records }),
  };
}

/** What happened by a record; nothing else of it is shown, as items have addresses and hashes of tokens. */
export function eventOf({ eventName, dynamodb }: StreamRecord): string {
  if (eventName === 'REMOVE') {
    return dynamodb.Keys?.sk?.S === 'PROFILE' ? 'after-delete' : 'a removal';
  }
  const type = dynamodb.NewImage?.event?.M?.type?.S ?? '';
  return /^[a-z][a-z-]{0,63}$/.test(type) ? type : 'no event that is known';
}

function isRecord(value: unknown): value is StreamRecord {
  return typeof Object(Object(value).dynamodb).SequenceNumber === 'string';
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
