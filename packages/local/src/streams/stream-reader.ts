import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Checkpoint } from './checkpoint.ts';

/** Records of one shard, in order; at least one. */
export interface ShardRecords {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
}

/** Errors after which a new iterator is needed. */
const LOST_ITERATOR = ['ExpiredIteratorException', 'TrimmedDataAccessException'];

/**
 * Reads a table's stream from the checkpoint on, a shard after the one that it was split from. Does
 * not look at `EndingSequenceNumber`: dynoxide gives one for a shard that is open.
 */
export class StreamReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #streamArn: string;
  readonly #checkpoint: Checkpoint;
  readonly #iterators = new Map<string, string>();
  #shards: readonly Shard[] | undefined;
  #isAtEnd = false;

  constructor(client: DynamoDBStreamsClient, streamArn: string, checkpoint: Checkpoint) {
    this.#client = client;
    this.#streamArn = streamArn;
    this.#checkpoint = checkpoint;
  }

  /** Whether the last read has found that there is nothing more, unless something is written. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** The next records of every shard that has some. All must be done before the next call. */
  async read(): Promise<ShardRecords[]> {
    this.#shards ??= await this.#describe();
    this.#isAtEnd = true;
    const result: ShardRecords[] = [];
    let open = 0;
    for (const { ShardId: shardId = '', ParentShardId: parent } of this.#shards) {
      if (this.#checkpoint.isFinished(shardId) || this.#isUnfinished(parent)) continue;
      open += 1;
      const records = await this.#readShard(shardId);
      if (records.length > 0) result.push({ shardId, records });
    }
    if (open === 0) this.#shards = undefined;
    if (this.#shards === undefined || result.length > 0) this.#isAtEnd = false;
    return result;
  }

  /** Goes back to the checkpoint. */
  rewind(): void {
    this.#iterators.clear();
  }

  #isUnfinished(parent: string | undefined): boolean {
    const listed = this.#shards?.some(({ ShardId }) => ShardId === parent) ?? false;
    return parent !== undefined && listed && !this.#checkpoint.isFinished(parent);
  }

  async #describe(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const { StreamDescription: page } = await this.#client.send(
        new DescribeStreamCommand({
          StreamArn: this.#streamArn,
          ...(last !== undefined && { ExclusiveStartShardId: last }),
        }),
      );
      shards.push(...(page?.Shards ?? []));
      last = page?.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  }

  async #readShard(shardId: string): Promise<readonly StreamRecord[]> {
    try {
      const iterator = this.#iterators.get(shardId) ?? (await this.#iterator(shardId));
      const { Records = [], NextShardIterator: next } = await this.#client.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      if (next !== undefined) {
        this.#iterators.set(shardId, next);
      } else if (Records.length === 0) {
        this.#checkpoint.finish(shardId);
        this.#shards = undefined;
      } else {
        // The shard ends with these records: the next read starts after them and finds nothing.
        this.#iterators.delete(shardId);
      }
      return Records;
    } catch (error) {
      if (!LOST_ITERATOR.includes((error as Error).name)) throw error;
      this.#isAtEnd = false;
      this.#iterators.delete(shardId);
      if ((error as Error).name === 'TrimmedDataAccessException') this.#checkpoint.forget(shardId);
      return [];
    }
  }

  async #iterator(shardId: string): Promise<string> {
    const position = this.#checkpoint.position(shardId);
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand({
        StreamArn: this.#streamArn,
        ShardId: shardId,
        ...(position === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position }),
      }),
    );
    return ShardIterator ?? '';
  }
}
