import type { Clock } from '../clock.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';

/** The event for an account that was added. */
export function accountsChanged(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  actor: Actor,
): NewEvent {
  const at = clock.now().toISOString();
  return { id: ids.next(), type: 'after-update', at, actor, changed: ['oauth_accounts'] };
}
