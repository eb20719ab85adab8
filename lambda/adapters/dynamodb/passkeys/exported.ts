import { publicPasskey } from '../../../users/passkeys/passkey.ts';
import type { Exporters } from '../accounts/personal-data-store.ts';
import type { Item } from '../item.ts';
import { toPasskey } from './passkey-items.ts';

/** What an export says of a passkey. */
export const PASSKEYS_EXPORTED: Pick<Exporters, 'passkey'> = {
  passkey: (item: Item) => publicPasskey(toPasskey(item)),
};
