import { isDate } from 'node:util/types';
import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { JsonObject } from '../cloudformation/template.ts';

/** A change in a table as a function gets it. */
export interface LambdaRecord {
  readonly eventName: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
  };
}

/**
 * Puts a record into the form of Lambda's events, which is the service's own JSON: dates are
 * seconds since the epoch, binary values base64.
 */
export function toLambdaRecord(
  record: StreamRecord,
  streamArn: string,
  region: string,
): LambdaRecord {
  const plain: JsonObject = JSON.parse(
    JSON.stringify(record, function (this: Record<string, unknown>, key, value) {
      // Dates have become text by now; the object still has the date.
      const original = this[key];
      if (isDate(original)) return original.getTime() / 1000;
      if (ArrayBuffer.isView(original)) return base64(original);
      return value;
    }),
  );
  return { ...plain, awsRegion: region, eventSourceARN: streamArn } as unknown as LambdaRecord;
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
