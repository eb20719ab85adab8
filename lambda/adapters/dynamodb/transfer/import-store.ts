import { keyOf } from '../../../../lib/contract/item-keys.ts';
import { deletionId } from '../../../users/accounts/deletions.ts';
import type { ImportStore, Moved, MovedUser } from '../../../users/transfer/import-store.ts';
import { countSuperusers } from '../accounts/superusers.ts';
import { newItems } from '../accounts/writes.ts';
import { refusalsOf, refuse, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { check, checkAbsent, put } from '../expressions.ts';
import { credentialKey } from '../keys.ts';

/** Users of another system, put into one DynamoDB table. */
export class DynamoDBImportStore implements ImportStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * Requests for mails to the address stay: they end within a minute, and to look for them would double what an import
   * costs.
   */
  async importUser(moved: MovedUser): Promise<Moved> {
    const { profile, credential } = newItems(moved);
    const deletion = keyOf('deletion', { deletion: deletionId(moved.user.id) });
    const refused = await refusalsOf<Exclude<Moved, 'imported' | 'present'>>(this.#client, [
      { write: put(this.#table, credential), refusal: 'email_taken' },
      { write: put(this.#table, profile), refusal: 'id_taken' },
      { write: checkAbsent(this.#table, deletion), refusal: 'id_deleted' },
      // It only counts up, without a condition.
      ...refuse('id_taken', countSuperusers(this.#table, undefined, moved.user)),
    ]);
    const refusals = refused.map(({ refusal }) => refusal);
    const areTaken = refusals.includes('email_taken') && refusals.includes('id_taken');
    if (areTaken && (await this.#isOneUser(moved))) return 'present';
    return refusals[0] ?? 'imported';
  }

  /** The address and the id can be two users' own. A condition tells without reading anything. */
  async #isOneUser({ user: { id, email } }: MovedUser): Promise<boolean> {
    const owned = check(this.#table, credentialKey(email), { user_id: id });
    return (await write(this.#client, refuse('another', [owned]))) === undefined;
  }
}
