import { Failure } from '../../failure.ts';
import type { Bucket, StoredObject } from './bucket.ts';
import { deliver, type Left } from './deliver.ts';
import { type Document, eventOf, readDocument, withOnly } from './document.ts';
import type { Surveyed } from './survey.ts';

/** What is left of an object, and why. */
export interface LeftObject {
  readonly key: string;
  readonly records: readonly {
    readonly sequence_number: string;
    readonly event: string;
    readonly error: string;
  }[];
}

export interface Outcome {
  /** Records that were published. */
  readonly delivered: number;
  /** Records of which there was nothing to publish. */
  readonly nothing: number;
  /** `changed` or `gone` by another one in between: then it is not touched. */
  readonly object: 'deleted' | 'kept' | 'changed' | 'gone';
  readonly left?: LeftObject;
}

/**
 * Delivers what an object has. If all of it is delivered it is deleted; otherwise it stays, with those of its records
 * that are undelivered. What was corrected in between is not written over.
 *
 * @throws Failure where the bucket or the relay can't be used at all
 */
export async function redrive(
  bucket: Bucket,
  relay: (input: object) => Promise<unknown>,
  { key }: Pick<Surveyed, 'key'>,
): Promise<Outcome> {
  const stored = await bucket.read(key);
  if (stored === undefined) return { delivered: 0, nothing: 0, object: 'gone' };
  const document = readDocument(stored.text);
  if (typeof document === 'string') return { delivered: 0, nothing: 0, object: 'changed' };
  const { left, nothing } = await deliver(relay, document.records);
  return {
    delivered: document.records.length - left.length - nothing,
    nothing,
    object: await settle(bucket, key, stored, document, left),
    ...(left.length > 0 && { left: { key, records: left.map(described) } }),
  };
}

/** Leaves in an object only what is undelivered. */
async function settle(
  bucket: Bucket,
  key: string,
  stored: StoredObject,
  document: Document,
  left: readonly Left[],
): Promise<Outcome['object']> {
  const all = document.records.length;
  if (left.length === all) return 'kept';
  const kept = left.map(({ record }) => record);
  try {
    if (kept.length === 0) return (await bucket.delete(key, stored)) ? 'deleted' : 'changed';
    const isKept = await bucket.replace(key, stored, withOnly(document, kept));
    return isKept ? 'kept' : 'changed';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const what = `${all - left.length} of ${all} records of ${key} were delivered, and will be once more`;
    throw new Failure(`${error.message}; ${what}`, error.details);
  }
}

function described({ record, error }: Left): LeftObject['records'][number] {
  return { sequence_number: record.dynamodb.SequenceNumber, event: eventOf(record), error };
}
