import { createHash } from 'node:crypto';
import type { Actor } from '../events/event.ts';
import { uuidOf } from '../ids.ts';

/**
 * Seconds for which it is noted who deleted a user: 97 days, as long as the bucket keeps what could
 * not be published, since the event may still be made from that.
 */
export const DELETION_NOTE_LIFETIME = 97 * 86_400;

/** Who deletes a user, and when: stored by the write that deletes. */
export interface DeletionNote {
  readonly actor: Actor;
  readonly at: Date;
}

/** Who deleted users: the removal itself leaves nothing that could say it. */
export interface Deletions {
  /** `undefined` for a user who was deleted by another way than this API, or long ago. */
  actorOf(userId: string): Promise<Actor | undefined>;
}

/**
 * The id of the event of a deletion, which has no item left to carry one: the same for every
 * delivery of the record, since a user is deleted once. UUID version 8 (RFC 9562, 5.8).
 */
export function deletionId(userId: string): string {
  const bytes = createHash('sha256').update(`after-delete:${userId}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOf(bytes);
}
