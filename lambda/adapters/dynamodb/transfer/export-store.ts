import { TRANSFER_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { UsersError } from '../../../users/errors.ts';
import type { ExportStore, HashedUser } from '../../../users/transfer/export-users.ts';
import type { User } from '../../../users/user.ts';
import { toUser } from '../accounts/items.ts';
import type { Documents } from '../documents.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { batchGet } from '../reads.ts';

/** Reads of a user whose address changes in between. */
const ATTEMPTS = 5;

/** Users of one DynamoDB table, with their hashes. */
export class DynamoDBExportStore implements ExportStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** A credential is under the address of its profile; one that has moved since is read again, under the new one. */
  async usersWithHashes(ids: readonly string[]): Promise<readonly HashedUser[]> {
    const found: HashedUser[] = [];
    let pending = ids;
    for (let attempt = 0; pending.length > 0; attempt++) {
      if (attempt === ATTEMPTS) throw new UsersError('SERVICE_UNAVAILABLE');
      const users = (await this.#read(pending.map(profileKey))).map(toUser);
      const credentials = await this.#read(users.map(({ email }) => credentialKey(email)));
      const owned = new Map(credentials.map((item) => [`${item.user_id} ${item.email}`, item]));
      const of = ({ id, email }: User) => owned.get(`${id} ${email}`);
      for (const user of users) {
        const credential = of(user);
        if (credential) found.push(hashed(user, credential));
      }
      pending = users.filter((user) => !of(user)).map(({ id }) => id);
    }
    return found;
  }

  async #read(keys: readonly Item[]): Promise<readonly Item[]> {
    if (keys.length === 0) return [];
    return batchGet(this.#client, this.#table, keys, TRANSFER_ATTRIBUTES);
  }
}

function hashed(user: User, { password_hash: passwordHash }: Item): HashedUser {
  return { user, ...(passwordHash !== undefined && { passwordHash }) };
}
