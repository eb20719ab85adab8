import { sortKeyParts } from '../../../../lib/contract/items.ts';
import type { Exporters } from '../accounts/personal-data-store.ts';

/** What an export says of an account at a provider. */
export const ACCOUNTS_EXPORTED: Pick<Exporters, 'account-of-user'> = {
  'account-of-user': ({ sk }) => ({ ...sortKeyParts('account-of-user', sk) }),
};
