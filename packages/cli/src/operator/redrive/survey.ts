import type { Bucket } from './bucket.ts';
import { type Document, eventOf, readDocument, type StreamRecord } from './document.ts';

/** What an operator is told of an object. */
export interface Surveyed {
  readonly key: string;
  /** Why its records were not delivered, in Lambda's words or the relay's. */
  readonly condition: string;
  /** When the first and the last of its records were written, RFC 3339. */
  readonly oldest: string;
  readonly newest: string;
  readonly records: number;
  /** Types of their events, with how often they occur. */
  readonly events: Readonly<Record<string, number>>;
}

export interface Survey {
  /** The oldest first. */
  readonly objects: readonly Surveyed[];
  /** What is no envelope of records: by key, why not. */
  readonly unreadable: readonly { readonly key: string; readonly error: string }[];
}

/** Objects that are read at a time. */
const AT_ONCE = 8;

/** Looks at all objects of a bucket. */
export async function survey(bucket: Bucket, onObject: (read: number) => void): Promise<Survey> {
  const keys = await bucket.keys();
  const waiting = [...keys];
  const objects: (Surveyed & { readonly sequence: string })[] = [];
  const unreadable: { key: string; error: string }[] = [];
  let read = 0;
  const work = async () => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const object = await bucket.read(key);
      onObject(++read);
      if (object === undefined) continue;
      const document = readDocument(object.text);
      if (typeof document === 'string') unreadable.push({ key, error: document });
      else objects.push(surveyed(key, document));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  objects.sort((one, other) => compare(ageOf(one), ageOf(other)));
  return {
    objects: objects.map(({ sequence: _, ...object }) => object),
    unreadable: unreadable.sort((one, other) => compare([one.key], [other.key])),
  };
}

function surveyed(key: string, { undelivered, records }: Document) {
  const { requestContext, DDBStreamBatchInfo: batch } = undelivered;
  const events = new Map<string, number>();
  for (const record of records) {
    const event = eventOf(record);
    events.set(event, (events.get(event) ?? 0) + 1);
  }
  const oldest = String(batch?.approximateArrivalOfFirstRecord ?? writtenAt(records[0]));
  return {
    key,
    condition: String(requestContext?.condition ?? 'unknown'),
    oldest,
    newest: String(batch?.approximateArrivalOfLastRecord ?? writtenAt(records.at(-1))),
    records: records.length,
    events: Object.fromEntries(events),
    sequence: records[0]?.dynamodb.SequenceNumber ?? '',
  };
}

/** As Lambda would have noted it in the object. */
function writtenAt(record: StreamRecord | undefined): string {
  const date = new Date(Number(record?.dynamodb.ApproximateCreationDateTime) * 1000);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Times are in whole seconds; within one the numbers of a shard go on, which have no leading zeros. */
function ageOf({ oldest, sequence, key }: Surveyed & { readonly sequence: string }): string[] {
  return [oldest, sequence.padStart(40, '0'), key];
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, text] of one.entries()) {
    const against = other[index] ?? '';
    if (text !== against) return text < against ? -1 : 1;
  }
  return 0;
}
