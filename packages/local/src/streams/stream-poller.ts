import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { ObjectStore } from '../s3/object-store.ts';
import { Checkpoint } from './checkpoint.ts';
import { deliver } from './delivery.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import { type Cause, givenUpObject } from './given-up.ts';
import { type LambdaRecord, toLambdaRecord } from './record.ts';
import { type ShardRecords, StreamReader } from './stream-reader.ts';

/** Milliseconds between two looks at a stream without known changes: as Lambda does. */
const POLL_INTERVAL = 250;

export interface StreamPollerOptions {
  readonly mapping: EventSourceMapping;
  readonly client: DynamoDBStreamsClient;
  /** Another number after each write to a table; undefined if it can't be told, and the stream is read time after time. */
  readonly version: () => number | undefined;
  readonly region: string;
  readonly checkpointFile: string;
  /** The mapping's bucket for what is given up. */
  readonly failures: ObjectStore | undefined;
  readonly warn: (message: string) => void;
}

/**
 * Carries the records of a table's stream to a function: the running side of an event source
 * mapping.
 */
export class StreamPoller {
  readonly #options: StreamPollerOptions;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #nudged = Promise.withResolvers<void>();
  /** What was written before the last look at the stream; undefined if that failed. */
  #seen: number | undefined;

  constructor(options: StreamPollerOptions) {
    this.#options = options;
  }

  start(streamArn: string): void {
    const checkpoint = this.#checkpoint(streamArn);
    const reader = new StreamReader(this.#options.client, streamArn, checkpoint);
    this.#stopping = new AbortController();
    this.#running = this.#poll(reader, streamArn, checkpoint, this.#stopping.signal);
  }

  /** Before `start`: counts everything that the stream holds by now as done. */
  async skip(streamArn: string): Promise<void> {
    const checkpoint = this.#checkpoint(streamArn);
    const reader = new StreamReader(this.#options.client, streamArn, checkpoint);
    for (let shards = await reader.read(); shards.length > 0; shards = await reader.read()) {
      for (const { shardId, records } of shards) {
        const last = records.at(-1)?.dynamodb?.SequenceNumber;
        if (last !== undefined) checkpoint.advance(shardId, last);
      }
    }
  }

  /** Looks at the stream now, if something was written. */
  nudge(): void {
    if (this.#mayHaveMore()) this.#nudged.resolve();
  }

  #mayHaveMore(): boolean {
    const version = this.#options.version();
    return version === undefined || version !== this.#seen;
  }

  /** Lets the batch under way end, and starts no other. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  #checkpoint(streamArn: string): Checkpoint {
    return new Checkpoint(this.#options.checkpointFile, streamArn);
  }

  async #poll(
    reader: StreamReader,
    streamArn: string,
    checkpoint: Checkpoint,
    signal: AbortSignal,
  ): Promise<void> {
    let outage = false;
    while (!signal.aborted) {
      this.#nudged = Promise.withResolvers();
      const version = this.#options.version();
      try {
        const shards = await reader.read();
        outage = false;
        for (const shard of shards) await this.#process(shard, streamArn, checkpoint, signal);
        if (shards.length > 0) continue;
        this.#seen = reader.isAtEnd ? version : undefined;
      } catch (error) {
        if (signal.aborted) return;
        if (!outage) this.#options.warn(`cannot read the stream: ${(error as Error).message}`);
        outage = true;
        this.#seen = undefined;
        reader.rewind();
      }
      await this.#rest(signal);
    }
  }

  async #process(
    { shardId, records }: ShardRecords,
    streamArn: string,
    checkpoint: Checkpoint,
    signal: AbortSignal,
  ): Promise<void> {
    const { mapping, region } = this.#options;
    const all = records.map((record) => toLambdaRecord(record, streamArn, region));
    const wanted = all.filter((record) => mapping.matches(record));
    const ports = {
      invoke: (batch: readonly LambdaRecord[]) => mapping.function.invoke({ Records: batch }),
      done: ({ dynamodb }: LambdaRecord) => checkpoint.advance(shardId, dynamodb.SequenceNumber),
      discard: (given: readonly LambdaRecord[], cause: Cause) =>
        this.#giveUp(given, cause, { shardId, streamArn }),
      now: () => Date.now(),
    };
    for (let start = 0; start < wanted.length && !signal.aborted; start += mapping.batchSize) {
      await deliver(
        wanted.slice(start, start + mapping.batchSize),
        mapping.delivery,
        ports,
        signal,
      );
    }
    const last = all.at(-1);
    if (last !== undefined && !signal.aborted) ports.done(last);
  }

  #giveUp(
    records: readonly LambdaRecord[],
    cause: Cause,
    from: { readonly shardId: string; readonly streamArn: string },
  ): void {
    const { mapping, failures, warn } = this.#options;
    const { arn: functionArn } = mapping.function.definition;
    const { key, body } = givenUpObject(
      records,
      cause,
      { ...from, mapping: mapping.logicalId, functionArn },
      new Date(),
    );
    failures?.put(key, Buffer.from(body), { 'content-type': 'application/json' });
    const where = failures === undefined ? '' : `; the bucket ${mapping.failures} has them`;
    warn(`${mapping.logicalId} gave up ${records.length} record(s) of the stream${where}`);
  }

  async #rest(signal: AbortSignal): Promise<void> {
    do {
      const timer = new AbortController();
      const both = AbortSignal.any([signal, timer.signal]);
      await Promise.race([
        this.#nudged.promise,
        wait(POLL_INTERVAL, undefined, { signal: both }).catch(() => {}),
      ]);
      timer.abort();
      // A nudge during the last read may be of what that has read: it is over, or the loop would never wait again.
      this.#nudged = Promise.withResolvers();
    } while (!signal.aborted && !this.#mayHaveMore());
  }
}
