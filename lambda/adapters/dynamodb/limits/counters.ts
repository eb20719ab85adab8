import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { Attempts, Counter, Watched, WindowCounter } from '../../../users/limits/counter.ts';
import type { Write } from '../expressions.ts';
import type { Item } from '../item.ts';

export const counterKey = ({ key: { item, parts } }: Counter) => keyOf(item, parts as never);

/** The counters as a read found them, in their order. */
export function toWatched(counters: readonly Counter[], items: readonly Item[]): Watched[] {
  return counters.map((counter) => {
    const { pk, sk } = counterKey(counter);
    const item = items.find((each) => each.pk === pk && each.sk === sk);
    return { counter, seen: item && toAttempts(item) };
  });
}

export function toAttempts({ n, last_at: lastAt }: Item): Attempts {
  return { n, lastAt };
}

/**
 * That no counter is locked, as conditions of a transaction. Where less than the limit is counted, others may count beside
 * it; where a lock was over, nobody may have.
 */
export function unlocked(table: string, watched: readonly Watched[] = []): Write[] {
  return watched.map(({ counter, seen }) => ({
    ConditionCheck: {
      TableName: table,
      Key: counterKey(counter),
      ConditionExpression: `attribute_not_exists(pk) OR n < :limit${seen ? ' OR (n = :n AND last_at = :last)' : ''}`,
      ExpressionAttributeValues: {
        ':limit': counter.limit,
        ...(seen && { ':n': seen.n, ':last': seen.lastAt }),
      },
    },
  }));
}

/** The same of counters that nobody has read: they are not locked for what arrived then. */
export function notLocked(
  table: string,
  counters: readonly WindowCounter[],
  arrivedAt: Date,
): Write[] {
  return counters.map((counter) => ({
    ConditionCheck: {
      TableName: table,
      Key: counterKey(counter),
      ConditionExpression: 'attribute_not_exists(pk) OR n < :limit OR last_at <= :over',
      ExpressionAttributeValues: {
        ':limit': counter.limit,
        ':over': arrivedAt.getTime() - counter.period * 1000,
      },
    },
  }));
}
