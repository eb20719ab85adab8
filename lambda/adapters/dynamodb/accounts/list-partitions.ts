import { createHash } from 'node:crypto';

/**
 * Partitions of the list index. One takes 1,000 writes a second (DynamoDB developer guide, "Burst
 * and adaptive capacity"), so four let 4,000 users a second register; a page reads all four.
 */
const LIST_SHARDS = 4;
export const LIST_PARTITIONS = Array.from({ length: LIST_SHARDS }, (_, shard) => `LIST#${shard}`);

/** The partition of a user, derived from the id, so that it never has to be stored twice. */
export function listPartition(userId: string): string {
  const [byte = 0] = createHash('sha256').update(userId).digest();
  return `LIST#${byte % LIST_SHARDS}`;
}
