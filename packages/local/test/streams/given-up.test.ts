import { expect, test } from '@jest/globals';
import { givenUpObject } from '../../src/streams/given-up.ts';
import { documentedS3Record } from '../support/documented-s3-record.ts';

const from = {
  mapping: 'Mapping',
  functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:myfunction',
  shardId: 'shardId-00000001573689847184-864758bb',
  streamArn: 'arn:aws:dynamodb:us-east-2:123456789012:table/mytable/stream/2019-11-14T00:04:06.388',
};
const record = {
  eventName: 'INSERT',
  eventSourceARN: from.streamArn,
  dynamodb: {
    SequenceNumber: '800000000003126276362',
    ApproximateCreationDateTime: Date.parse('2019-11-14T00:13:19Z') / 1000,
  },
};
const NOW = new Date('2019-11-14T00:13:49.717Z');
const exhausted = {
  condition: 'RetryAttemptsExhausted',
  invocations: 1,
  functionFailed: true,
} as const;

test('what is given up is kept in the object that AWS documents, with its own request id', () => {
  const { body } = givenUpObject([record], exhausted, from, NOW);
  const { requestContext, ...kept } = JSON.parse(body);
  const { requestContext: documented, ...rest } = documentedS3Record([record]);
  expect(kept).toEqual(rest);
  expect(requestContext).toEqual({
    ...documented,
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
});

test('its key says mapping, shard and time, as AWS names it', () => {
  const keys = [1, 2].map(() => givenUpObject([record], exhausted, from, NOW).key);
  for (const key of keys) {
    expect(key).toMatch(
      /^aws\/lambda\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/shardId-00000001573689847184-864758bb\/2019\/11\/14\/2019-11-14T00\.13\.49-[\da-f-]{36}$/,
    );
  }
  expect(new Set(keys).size).toBe(2);
});

test('a function that reported records has not failed itself', () => {
  const { body } = givenUpObject([record], { ...exhausted, functionFailed: false }, from, NOW);
  expect(JSON.parse(body).responseContext).toEqual({ statusCode: 200, executedVersion: '$LATEST' });
});
