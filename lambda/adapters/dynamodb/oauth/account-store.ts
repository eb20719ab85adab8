import { SIGN_IN_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import { linksOf, versionOfLink } from '../../../users/links.ts';
import type {
  AccountHolder,
  AccountLink,
  AccountSearch,
  FoundAccount,
  OAuthAccountStore,
} from '../../../users/oauth/account-store.ts';
import type { LoginCredential } from '../../../users/user.ts';
import { toLoginCredential } from '../accounts/items.ts';
import {
  accountKey,
  accountWrites,
  earlierAccountKey,
  type StoredLink,
} from '../accounts/provider-account.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { checkUnlessAbsent, update, type Write } from '../expressions.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { batchGet } from '../reads.ts';

/** Accounts at providers; it never reads the hash of a password. */
export class DynamoDBOAuthAccountStore implements OAuthAccountStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find({ account, acceptsEarlier, email }: AccountSearch): Promise<FoundAccount> {
    const keys = [
      ...(account ? [accountKey(account)] : []),
      ...(account && acceptsEarlier ? [earlierAccountKey(account)] : []),
      ...(email === undefined ? [] : [credentialKey(email)]),
    ];
    const items = await batchGet(this.#client, this.#table, keys, SIGN_IN_ATTRIBUTES);
    const holder =
      items.find(({ sk }) => sortKeyParts('account', sk)) ??
      items.find(({ sk }) => sortKeyParts('earlier-account', sk));
    const credential = items.find(({ sk }) => sortKeyParts('credential', sk));
    return {
      ...(holder && { holder: toHolder(holder) }),
      ...(credential && { credential: toLoginCredential(credential) }),
    };
  }

  async link(link: AccountLink): Promise<'linked' | 'stale' | 'account_taken'> {
    const { before, event } = link;
    const set = { event, version: before.version + 1, ...issuersWith(link) };
    const profile = update(this.#table, {
      key: profileKey(before.user.id),
      set,
      equals: { version: before.version },
    });
    return this.#write([{ write: profile, refusal: 'stale' }], link);
  }

  async linkByEmail(
    link: AccountLink,
    { email, tokenVersion }: LoginCredential,
  ): Promise<'linked' | 'stale' | 'account_taken'> {
    const { before, event } = link;
    const { version: floor } = linksOf(before);
    const ended = { token_version: tokenVersion + 1, link_floor: floor };
    const profile = update(this.#table, {
      key: profileKey(before.user.id),
      set: { event, version: before.version + 1, ...ended, ...issuersWith(link) },
      remove: ['surviving_token'],
      equals: { version: before.version, token_version: tokenVersion },
    });
    // The profile is as it was read, so the credential under its address is still this user's.
    const credential = update(this.#table, {
      key: credentialKey(email),
      set: ended,
      equals: { token_version: tokenVersion },
    });
    return this.#write(refuse('stale', [profile, credential]), link);
  }

  /** The user is as it was read, so that a deleted one leaves no account behind. */
  async #write(
    writes: readonly ConditionalWrite<'stale'>[],
    { account, before, event, acceptsEarlier }: AccountLink,
  ): Promise<'linked' | 'stale' | 'account_taken'> {
    const stored = {
      userId: before.user.id,
      account,
      createdAt: event.at,
      linkVersion: versionOfLink(before),
    };
    const all: ConditionalWrite<'stale' | 'account_taken'>[] = [
      ...writes,
      ...refuse('account_taken', accountWrites(this.#table, stored)),
      ...refuse('account_taken', acceptsEarlier ? [this.#isNoOthers(stored)] : []),
    ];
    return (await write(this.#client, all)) ?? 'linked';
  }

  /** The account as it was stored without an issuer is no other user's. */
  #isNoOthers({ account, userId }: StoredLink): Write {
    return checkUnlessAbsent(this.#table, earlierAccountKey(account), { user_id: userId });
  }
}

function issuersWith({ before, account: { issuer } }: AccountLink): Item {
  return { link_issuers: { ...linksOf(before).issuers, [issuer]: versionOfLink(before) } };
}

function toHolder({ user_id: userId, link_version: linkVersion }: Item): AccountHolder {
  return { userId, ...(linkVersion !== undefined && { linkVersion }) };
}
