import { createHash, randomUUID } from 'node:crypto';
import type { LambdaRecord } from './record.ts';

/** Why records are given up. */
export interface Cause {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** How often the function was called with them. */
  readonly invocations: number;
  /** Whether it failed itself, instead of reporting records. */
  readonly functionFailed: boolean;
}

/** Where they were on their way. */
export interface GivenUpFrom {
  /** The mapping's logical id. */
  readonly mapping: string;
  readonly functionArn: string;
  readonly shardId: string;
  readonly streamArn: string;
}

/**
 * The object in which Lambda keeps records of a stream that it gives up: what it knows of them, and the event itself, as a
 * text.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function givenUpObject(
  records: readonly LambdaRecord[],
  { condition, invocations, functionFailed }: Cause,
  { mapping, functionArn, shardId, streamArn }: GivenUpFrom,
  now: Date,
): { readonly key: string; readonly body: string } {
  const [first, last] = [records[0]?.dynamodb, records.at(-1)?.dynamodb];
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(functionFailed && { functionError: 'Unhandled' }),
    },
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn,
    },
    payload: JSON.stringify({ Records: records }),
  };
  const [day = '', time = ''] = now.toISOString().split(/[T.]/);
  const at = `${day.replaceAll('-', '/')}/${day}T${time.replaceAll(':', '.')}`;
  return {
    key: `aws/lambda/${uuidOf(mapping)}/${shardId}/${at}-${randomUUID()}`,
    body: JSON.stringify(body),
  };
}

function arrival(record: LambdaRecord['dynamodb'] | undefined): string {
  const written = new Date((record?.ApproximateCreationDateTime ?? 0) * 1000);
  return written.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A mapping's own id in Lambda; here it stays the same when the stack starts again. */
function uuidOf(mapping: string): string {
  const hash = createHash('sha256').update(mapping).digest('hex');
  return /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hash)?.slice(1).join('-') ?? '';
}
