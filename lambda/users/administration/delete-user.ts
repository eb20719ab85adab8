import { type DeletionDeps, deleteAccount } from '../accounts/delete-account.ts';
import { unlessStale } from '../accounts/stale.ts';
import type { Actor } from '../events/event.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';

/**
 * A superuser deletes a user.
 *
 * @throws UsersError `LAST_SUPERUSER`, `NOT_FOUND`; HookRefusal
 */
export async function deleteUser(
  deps: DeletionDeps & { readonly store: Pick<UserReads, 'lookup'> },
  { profile, actor }: { readonly profile: Profile; readonly actor: Actor },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', (current) =>
    deleteAccount(deps, { profile: current, actor }),
  );
}
