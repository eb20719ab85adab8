import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { toLambdaRecord } from 'cdk-users-api-local/streams/record';
import { toChange } from '../../../lambda/adapters/dynamodb/events/stream.ts';
import type { Change } from '../../../lambda/users/events/change.ts';

/** What the relay would be told of a table, from its beginning on. */
export async function changesIn(
  streams: DynamoDBStreamsClient,
  StreamArn: string,
): Promise<readonly Change[]> {
  const records = await recordsOf(streams, StreamArn);
  return records.flatMap((record) => {
    const forLambda = toLambdaRecord(record, StreamArn, 'us-east-1') as unknown as DynamoDBRecord;
    return toChange(forLambda) ?? [];
  });
}

/** Every record of a stream, which has too few for more than a page of each shard. */
async function recordsOf(
  streams: DynamoDBStreamsClient,
  StreamArn: string,
): Promise<StreamRecord[]> {
  const { StreamDescription: stream } = await streams.send(
    new DescribeStreamCommand({ StreamArn }),
  );
  const pages = (stream?.Shards ?? []).map(async ({ ShardId }) => {
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    return (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
  });
  return (await Promise.all(pages)).flat();
}
