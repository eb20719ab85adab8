import { keyOf } from '../../../../lib/contract/item-keys.ts';
import {
  DELETION_NOTE_LIFETIME,
  type DeletionNote,
  type Deletions,
  deletionId,
} from '../../../users/accounts/deletions.ts';
import type { Actor } from '../../../users/events/event.ts';
import type { Documents } from '../documents.ts';
import { put, type Write } from '../expressions.ts';
import { getItem } from '../reads.ts';

/** Notes of deletions and their actors, in one DynamoDB table. */
export class DynamoDBDeletions implements Deletions {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async actorOf(userId: string): Promise<Actor | undefined> {
    const key = keyOf('deletion', { deletion: deletionId(userId) });
    const item = await getItem(this.#client, this.#table, key, ['actor']);
    const actor: Actor | undefined = item?.actor;
    return actor?.by === 'user' ? { ...actor, id: userId } : actor;
  }
}

/**
 * Stands in the transaction that deletes the user, and has nothing of the user: nothing that names
 * them may be left.
 */
export function deletionNote(table: string, userId: string, { actor, at }: DeletionNote): Write {
  return put(table, {
    ...keyOf('deletion', { deletion: deletionId(userId) }),
    actor: actor.by === 'user' ? { ...actor, id: null } : actor,
    expires_at: Math.floor(at.getTime() / 1000) + DELETION_NOTE_LIFETIME,
  });
}
