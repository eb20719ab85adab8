import type { Context, DynamoDBRecord } from 'aws-lambda';
import {
  SET_ASIDE,
  SET_ASIDE_PREFIX,
  type Undelivered,
} from '../../../lib/contract/undelivered.ts';

/** The call in which a record is set aside. */
export type Invocation = Pick<Context, 'awsRequestId' | 'invokedFunctionArn' | 'functionVersion'>;

/**
 * A record that is set aside, as Lambda writes one that it gives up. Its key is the same whenever it is set aside, so
 * that there is one object of it.
 */
export function setAsideObject(
  record: DynamoDBRecord,
  error: unknown,
  { awsRequestId, invokedFunctionArn, functionVersion }: Invocation,
  now: Date,
): { readonly key: string; readonly body: string } {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  const written = new Date((record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000);
  const arrival = written.toISOString().replace(/\.\d+Z$/, 'Z');
  const undelivered: Undelivered = {
    requestContext: {
      requestId: awsRequestId,
      functionArn: invokedFunctionArn,
      condition: SET_ASIDE,
      approximateInvokeCount: 1,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: functionVersion,
      functionError: String(error),
    },
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      startSequenceNumber: sequenceNumber,
      endSequenceNumber: sequenceNumber,
      approximateArrivalOfFirstRecord: arrival,
      approximateArrivalOfLastRecord: arrival,
      batchSize: 1,
      streamArn: record.eventSourceARN ?? '',
    },
    payload: JSON.stringify({ Records: [record] }),
  };
  const [day = '', time = ''] = arrival.split('T');
  const folder = `${SET_ASIDE_PREFIX}${day.replaceAll('-', '/')}`;
  return {
    key: `${folder}/${day}T${time.replace('Z', '').replaceAll(':', '.')}-${sequenceNumber}`,
    body: JSON.stringify(undelivered),
  };
}
