import {
  GUESS_ATTRIBUTES,
  LOOKUP_ATTRIBUTES,
  SIGN_IN_ATTRIBUTES,
} from '../../../../lib/contract/attributes.ts';
import type { Feature } from '../../../../lib/contract/features.ts';
import { itemsOfUser, sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type { AccountStore, NewUser, UserChange } from '../../../users/accounts/account-store.ts';
import type { DeletionNote } from '../../../users/accounts/deletions.ts';
import type { GuessedCredentials } from '../../../users/limits/attempt-store.ts';
import type { Counter } from '../../../users/limits/counter.ts';
import { REQUEST_INTERVAL, type TooSoon } from '../../../users/passwords/mail-limit.ts';
import type { Credential, LoginCredential, Profile } from '../../../users/user.ts';
import type { FoundUsers, UserReads } from '../../../users/user-reads.ts';
import { write, writeAndSee } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { counterKey, toWatched } from '../limits/counters.ts';
import { type EarlierRequests, earlierRequests } from '../passwords/request-items.ts';
import { batchGet, getItem } from '../reads.ts';
import { toCredential, toFoundUsers, toLoginCredential } from './items.ts';
import * as writes from './writes.ts';

/** Refused once more: somebody was faster, a moment ago. */
function outcomeOf(refusal: writes.UpdateRefusal | undefined) {
  return refusal === 'too_soon' ? { retryAfter: REQUEST_INTERVAL } : (refusal ?? 'updated');
}

/** Users in one DynamoDB table; `docs/architecture.md` describes its items. */
export class DynamoDBUserStore implements UserReads, GuessedCredentials, AccountStore {
  readonly #client: Documents;
  readonly #table: string;
  readonly #requests: writes.Requests;

  /** @param features that the table has kinds of items by: what gives an address to a user drops its requests */
  constructor(client: Documents, table: string, features: readonly Feature[] | undefined) {
    this.#client = client;
    this.#table = table;
    this.#requests = itemsOfUser('address', features);
  }

  async lookup(
    ids: readonly string[],
    { email }: { readonly email?: string } = {},
  ): Promise<FoundUsers> {
    const keys = [
      ...[...new Set(ids)].map(profileKey),
      ...(email === undefined ? [] : [credentialKey(email)]),
    ];
    return toFoundUsers(await batchGet(this.#client, this.#table, keys, LOOKUP_ATTRIBUTES));
  }

  async credential(email: string): Promise<Credential | undefined> {
    const item = await getItem(this.#client, this.#table, credentialKey(email));
    return item && toCredential(item);
  }

  async guessedCredential(email: string, counters: readonly Counter[]) {
    const keys = [credentialKey(email), ...counters.map(counterKey)];
    const items = await batchGet(this.#client, this.#table, keys, GUESS_ATTRIBUTES);
    const credential = items.find(({ sk }) => sortKeyParts('credential', sk));
    return {
      credential: credential && toCredential(credential),
      watched: toWatched(counters, items),
    };
  }

  async loginCredential(email: string): Promise<LoginCredential | undefined> {
    const key = credentialKey(email);
    const item = await getItem(this.#client, this.#table, key, SIGN_IN_ATTRIBUTES);
    return item && toLoginCredential(item);
  }

  async create(newUser: NewUser) {
    const refusal = await write(this.#client, writes.create(this.#table, newUser, this.#requests));
    return refusal ?? 'created';
  }

  /** A new address that was asked for within the hour takes one more write, as the item says when that was. */
  async update(
    change: UserChange,
  ): Promise<'updated' | 'stale' | 'email_taken' | 'last_superuser' | TooSoon> {
    const update = (earlier?: EarlierRequests) =>
      writes.updateUser(this.#table, change, this.#requests, earlier);
    const first = await writeAndSee(this.#client, update());
    const { emailChange } = change;
    if (first?.refusal !== 'too_soon' || !emailChange) return outcomeOf(first?.refusal);
    const earlier = earlierRequests(emailChange, first.item);
    if ('retryAfter' in earlier) return earlier;
    return outcomeOf(await write(this.#client, update(earlier)));
  }

  async delete(
    profile: Profile,
    note: DeletionNote,
  ): Promise<'deleted' | 'stale' | 'last_superuser'> {
    const refusal = await write(this.#client, writes.deleteUser(this.#table, profile, note));
    return refusal ?? 'deleted';
  }
}
