import type { Change } from '../../../lambda/users/events/change.ts';
import type { MemoryTable } from '../../support/stores/memory/table.ts';

const SHARDS = 2;

/** Of the stream: its records come in order, and one batch at a time is at the relay. */
export interface Shard {
  readonly waiting: Change[];
  isBusy: boolean;
}

/** What was read of the stream. */
export interface Reading {
  readonly shards: readonly Shard[];
  read: number;
}

/** The stream of the table in shards, each with the records of its items. */
export class Stream {
  readonly #table: MemoryTable;
  readonly reading: Reading = {
    shards: Array.from({ length: SHARDS }, () => ({ waiting: [], isBusy: false })),
    read: 0,
  };

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  /** With all that was written until now. */
  get shards(): readonly Shard[] {
    const { stream } = this.#table;
    const { reading } = this;
    for (; reading.read < stream.length; reading.read++) {
      const record = stream[reading.read];
      if (record) reading.shards[shardOf(record.item)]?.waiting.push(record.change);
    }
    return reading.shards;
  }
}

function shardOf(item: string): number {
  let sum = 0;
  for (let index = 0; index < item.length; index++) sum += item.charCodeAt(index);
  return sum % SHARDS;
}
