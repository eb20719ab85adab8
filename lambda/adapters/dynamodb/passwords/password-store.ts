import { CURRENT_PASSWORD_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type { Counter } from '../../../users/limits/counter.ts';
import type {
  CurrentHash,
  PasswordReset,
  PasswordStore,
} from '../../../users/passwords/password-store.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { update } from '../expressions.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { counterKey, toWatched } from '../limits/counters.ts';
import { ENDS_EARLIER_LINKS } from '../link-floor.ts';
import { batchGet } from '../reads.ts';

export class DynamoDBPasswordStore implements PasswordStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async currentHash(
    { userId, email }: { readonly userId: string; readonly email: string },
    counters: readonly Counter[],
  ): Promise<CurrentHash | 'gone'> {
    const keys = [credentialKey(email), ...counters.map(counterKey)];
    const items = await this.#batch(keys, CURRENT_PASSWORD_ATTRIBUTES);
    const watched = toWatched(counters, items);
    const own = items.find((item) => isOfUser(item, userId));
    if (own) return { hash: own.password_hash, watched };
    const [profile] = await this.#batch([profileKey(userId)], ['email']);
    if (!profile) return 'gone';
    const [moved] = await this.#batch([credentialKey(profile.email)], CURRENT_PASSWORD_ATTRIBUTES);
    const hash: string | undefined =
      moved && isOfUser(moved, userId) ? moved.password_hash : undefined;
    return { hash, watched };
  }

  async resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'> {
    return (await write(this.#client, resetWrites(this.#table, reset))) ?? 'reset';
  }

  #batch(keys: readonly Item[], attributes: readonly string[]): Promise<readonly Item[]> {
    return batchGet(this.#client, this.#table, keys, attributes);
  }
}

/** Whether it is the credential of this user. */
function isOfUser({ sk, user_id }: Item, userId: string): boolean {
  return sortKeyParts('credential', sk) !== undefined && user_id === userId;
}

function resetWrites(table: string, reset: PasswordReset): ConditionalWrite<'stale'>[] {
  const { userId, email, credentialVersion, passwordHash, forgotten = [], event } = reset;
  return refuse('stale', [
    update(table, {
      key: credentialKey(email),
      set: { password_hash: passwordHash, is_verified: true },
      copy: ENDS_EARLIER_LINKS,
      add: { credential_version: 1, token_version: 1 },
      equals: { user_id: userId, credential_version: credentialVersion, is_active: true },
    }),
    update(table, {
      key: profileKey(userId),
      set: { updated_at: event.at, event, is_verified: true },
      copy: ENDS_EARLIER_LINKS,
      add: { version: 1, token_version: 1 },
      remove: ['surviving_token', 'passwordless'],
      equals: { email },
    }),
    ...forgotten.map((counter) => ({ Delete: { TableName: table, Key: counterKey(counter) } })),
  ]);
}
