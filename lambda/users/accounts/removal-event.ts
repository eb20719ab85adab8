import { createHash } from 'node:crypto';
import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import { uuidOf } from '../ids.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Leftovers } from './leftovers.ts';

/**
 * The time of a write in the stream is rounded down: to the second by DynamoDB, to the minute by
 * DynamoDB Local. A request of that minute counts as the user's; it would no longer hold back
 * another one anyway.
 */
const ROUNDING_MS = 60_000;

/**
 * Sweeps what a deleted user leaves, then makes the event: subscribers know that nothing is left.
 */
export const removalEvent =
  (deps: { readonly leftovers: Leftovers; readonly model: UserModel }): Composer<'removal'> =>
  async ({ user, at }) => {
    const { id, email } = user;
    await deps.leftovers.sweep({ id, email }, new Date(Date.parse(at) + ROUNDING_MS));
    const event = { id: removalId(id), type: 'after-delete', at } as const;
    return publicEvent(deps.model, event, user);
  };

/**
 * An id for the event of a removal, which has no item left to carry one: the same for every
 * delivery of the record, since a user is removed once. UUID version 8 (RFC 9562, 5.8).
 */
function removalId(userId: string): string {
  const bytes = createHash('sha256').update(`after-delete:${userId}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOf(bytes);
}
