import { keyOf } from '../../../../lib/contract/items.ts';
import type { OAuthAccount } from '../../../users/user.ts';
import { put, type Write } from '../expressions.ts';

export const accountKey = ({ client, subject }: OAuthAccount) =>
  keyOf('account', { client, subject });

/** An account at a provider belongs to one user: its key can be taken only once. */
export function accountWrites(
  table: string,
  userId: string,
  account: OAuthAccount,
  createdAt: string,
): Write[] {
  const attributes = { ...account, user_id: userId, created_at: createdAt };
  return [
    put(table, { ...accountKey(account), ...attributes }),
    put(table, { ...keyOf('account-of-user', { user: userId, ...account }), ...attributes }),
  ];
}
