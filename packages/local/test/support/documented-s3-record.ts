/**
 * AWS's own example of what Lambda writes to S3 for records of a DynamoDB stream that it gives up, to the letter but for the
 * value of `payload`, which the document leaves open: "<Whole Event>", the original invocation record as an escaped JSON
 * string.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html, "Example Amazon S3 invocation record",
 * read on 2026-11-27
 */
export function documentedS3Record(records: readonly object[]) {
  return {
    requestContext: {
      requestId: '316aa6d0-8154-xmpl-9af7-85d5f4a6bc81',
      functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:myfunction',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    version: '1.0',
    timestamp: '2019-11-14T00:13:49.717Z',
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000001573689847184-864758bb',
      startSequenceNumber: '800000000003126276362',
      endSequenceNumber: '800000000003126276362',
      approximateArrivalOfFirstRecord: '2019-11-14T00:13:19Z',
      approximateArrivalOfLastRecord: '2019-11-14T00:13:19Z',
      batchSize: 1,
      streamArn:
        'arn:aws:dynamodb:us-east-2:123456789012:table/mytable/stream/2019-11-14T00:04:06.388',
    },
    payload: JSON.stringify({ Records: records }),
  };
}

/** A key of the convention that the same document has. */
export const DOCUMENTED_KEY =
  'aws/lambda/14c5a3f2-1b7e-4d52-9c1c-3f6ad1a2b3c4/shardId-00000001573689847184-864758bb/2019/11/14/2019-11-14T00.13.49-7d1f1c1e-1111-4222-8333-944455556666';
