import { sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type { Exporters } from '../accounts/personal-data-store.ts';
import type { Item } from '../item.ts';

type Kind = 'account-of-user' | 'earlier-account-of-user';

const exporterOf =
  (kind: Kind) =>
  ({ sk, email, created_at }: Item) => ({
    ...sortKeyParts(kind, sk),
    ...(email !== undefined && { email }),
    created_at,
  });

/** What an export says of an account at a provider. */
export const ACCOUNTS_EXPORTED: Pick<Exporters, Kind> = {
  'account-of-user': exporterOf('account-of-user'),
  'earlier-account-of-user': exporterOf('earlier-account-of-user'),
};
