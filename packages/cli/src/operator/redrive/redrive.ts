import { Failure } from '../../failure.ts';
import type { Bucket } from './bucket.ts';
import { deliver, type Left } from './deliver.ts';
import { eventOf, readDocument, withOnly } from './document.ts';
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
  readonly left?: LeftObject;
}

/**
 * Delivers what an object has. If all of it is delivered it is deleted; otherwise it stays, with those of its records
 * that are undelivered.
 *
 * @throws Failure where the bucket or the relay can't be used at all
 */
export async function redrive(
  bucket: Bucket,
  relay: (input: object) => Promise<unknown>,
  { key }: Pick<Surveyed, 'key'>,
): Promise<Outcome> {
  const text = await bucket.read(key);
  const document = text === undefined ? undefined : readDocument(text);
  // Another operator was here in between.
  if (document === undefined || typeof document === 'string') return { delivered: 0 };
  const { records } = document;
  const left = await deliver(relay, records);
  const delivered = records.length - left.length;
  if (delivered > 0) {
    const kept = left.map(({ record }) => record);
    await (kept.length === 0
      ? bucket.delete(key)
      : bucket.replace(key, withOnly(document, kept))
    ).catch((error) => {
      if (!(error instanceof Failure)) throw error;
      const what = `${delivered} of ${records.length} records of ${key} were delivered, and will be once more`;
      throw new Failure(`${error.message}; ${what}`, error.details);
    });
  }
  return { delivered, ...(left.length > 0 && { left: { key, records: left.map(described) } }) };
}

function described({ record, error }: Left): LeftObject['records'][number] {
  return { sequence_number: record.dynamodb.SequenceNumber, event: eventOf(record), error };
}
