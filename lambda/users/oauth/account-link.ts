import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';

/** The event for an account that was added. */
export function accountsChanged({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }) {
  const at = clock.now().toISOString();
  return { id: ids.next(), type: 'after-update', at, changed: ['oauth_accounts'] } as const;
}
