import { unlessStale } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import type { Actor } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { factorEvent } from './factor-event.ts';
import type { FactorStore } from './factor-store.ts';

export interface DeleteMfaDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly factors: Pick<FactorStore, 'recoveryCodes' | 'removeFactors'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Removes authenticator app and recovery codes from a user who has lost them. Nothing happens to a user who has none.
 *
 * @throws UsersError `NOT_FOUND` when the user was deleted in between
 */
export async function deleteMfa(
  deps: DeleteMfaDeps,
  { profile, actor }: { readonly profile: Profile; readonly actor: Actor },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', async (before) => {
    if (!before.factors?.totp) return 'removed';
    const recoveryCodes = await deps.factors.recoveryCodes(before.user.id);
    const event = factorEvent(deps, actor, { type: 'after-mfa-disable', method: 'totp' });
    const outcome = await deps.factors.removeFactors({ before, recoveryCodes, event });
    return outcome === 'removed' ? outcome : 'stale';
  });
}
