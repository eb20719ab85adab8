import { LINKED_ACCOUNT_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { keyOf, partitionOf, sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import { linksOf } from '../../../users/links.ts';
import type { LinkedAccount } from '../../../users/oauth/linked-account.ts';
import type { AccountRemoval, AccountRemovals } from '../../../users/oauth/unlink-account.ts';
import { refuse, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { namesOf, remove, update } from '../expressions.ts';
import type { Item } from '../item.ts';
import { profileKey } from '../keys.ts';
import { queryAll } from '../reads.ts';

/** Accounts at providers by their users. */
export class DynamoDBLinkedAccountStore implements AccountRemovals {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async accountsOf(userId: string): Promise<readonly LinkedAccount[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf('account-of-user', { user: userId }) },
      ProjectionExpression: LINKED_ACCOUNT_ATTRIBUTES.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: namesOf(['pk', ...LINKED_ACCOUNT_ATTRIBUTES]),
      ConsistentRead: true,
    });
    return items.flatMap((item) => toAccount(item) ?? []);
  }

  async unlink({ account, before, staying, event }: AccountRemoval): Promise<'unlinked' | 'stale'> {
    const { user, version } = before;
    const table = this.#table;
    const writes = [
      update(table, {
        key: profileKey(user.id),
        set: { event, version: version + 1, link_issuers: issuersOf(before, staying) },
        equals: { version },
      }),
      ...keysOf(user.id, account).map((key) => remove(table, key, { user_id: user.id })),
    ];
    return (await write(this.#client, refuse('stale', writes))) ?? 'unlinked';
  }
}

/** By each issuer of an account that stays, the version that it had. */
function issuersOf(before: AccountRemoval['before'], staying: AccountRemoval['staying']) {
  const issuers = new Set(staying.map(({ issuer }) => issuer));
  return Object.fromEntries(
    Object.entries(linksOf(before).issuers).filter(([issuer]) => issuers.has(issuer)),
  );
}

/** The account by its subject and by its user. */
function keysOf(user: string, { client, issuer, subject }: LinkedAccount) {
  return issuer === undefined
    ? [
        keyOf('earlier-account', { client, subject }),
        keyOf('earlier-account-of-user', { user, client, subject }),
      ]
    : [
        keyOf('account', { client, issuer, subject }),
        keyOf('account-of-user', { user, client, issuer, subject }),
      ];
}

function toAccount({ sk, email, created_at, link_version: linkVersion }: Item) {
  const names = sortKeyParts('account-of-user', sk) ?? sortKeyParts('earlier-account-of-user', sk);
  if (names === undefined) return undefined;
  return {
    ...names,
    ...(email !== undefined && { email }),
    created_at,
    ...(linkVersion !== undefined && { linkVersion }),
  };
}
