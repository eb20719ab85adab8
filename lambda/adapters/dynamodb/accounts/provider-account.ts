import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { NewLink, OAuthAccount } from '../../../users/user.ts';
import { put, type Write } from '../expressions.ts';

export const accountKey = ({ client, issuer, subject }: OAuthAccount) =>
  keyOf('account', { client, issuer, subject });

/** The key of the same account as it was stored before its key had the issuer. */
export const earlierAccountKey = ({ client, subject }: OAuthAccount) =>
  keyOf('earlier-account', { client, subject });

export interface StoredLink {
  readonly userId: string;
  readonly account: NewLink;
  readonly createdAt: string;
  /** As `versionOfLink` says. */
  readonly linkVersion: number;
}

/** An account at a provider belongs to one user: its key can be taken only once. */
export function accountWrites(
  table: string,
  { userId, account, createdAt, linkVersion }: StoredLink,
): Write[] {
  const attributes = {
    ...account,
    user_id: userId,
    created_at: createdAt,
    link_version: linkVersion,
  };
  const { client, issuer, subject } = account;
  const pointer = keyOf('account-of-user', { user: userId, client, issuer, subject });
  return [
    put(table, { ...accountKey(account), ...attributes }),
    put(table, { ...pointer, ...attributes }),
  ];
}
