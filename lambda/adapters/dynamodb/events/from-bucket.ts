import type { DynamoDBRecord } from 'aws-lambda';
import type { Change } from '../../../users/events/change.ts';
import { toChange } from './stream.ts';

/**
 * What a record that lies in the bucket of undelivered events says happened; `undefined` where there is rightly nothing to
 * publish. Operators correct records by hand, so unlike the stream's own they may be anything.
 *
 * @throws for a record of another table, and for one that carries no event
 */
export function changeFromBucket(record: DynamoDBRecord, table: string): Change | undefined {
  const of = tableOf(record.eventSourceARN);
  if (record.eventSourceARN !== undefined && of !== nameOf(table)) {
    throw new Error(`the record is of ${of ?? 'no table'}, and the relay publishes for ${table}`);
  }
  const change = toChange(record);
  if (change === undefined && !saysNothing(record)) throw new Error('the record carries no event');
  return change;
}

/** The table of a stream: `arn:aws:dynamodb:eu-west-1:111122223333:table/NAME/stream/2026-01-01T00:00:00.000`. */
function tableOf(stream: unknown): string | undefined {
  return /:table\/([^/]+)\/stream\//.exec(String(stream))?.[1];
}

/** A table is also known by its ARN. */
const nameOf = (table: string) => table.slice(table.lastIndexOf('/') + 1);

/** Of a record that is no change: whether something was swept, or a write left the item's event as it was. */
function saysNothing({ eventName, dynamodb }: DynamoDBRecord): boolean {
  if (eventName === 'REMOVE') return dynamodb?.OldImage?.sk?.S !== undefined;
  return dynamodb?.NewImage?.event?.M?.id?.S !== undefined;
}
