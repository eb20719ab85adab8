import { UsersError } from './errors.ts';
import type { UserStore } from './ports.ts';
import { unlessStale } from './stale.ts';
import type { Profile } from './user.ts';

/**
 * Deletes a user, profile and credential together. The event is made from the removal itself.
 *
 * @throws UsersError `LAST_SUPERUSER`, `NOT_FOUND`
 */
export async function deleteUser(
  deps: { store: Pick<UserStore, 'lookup' | 'delete'> },
  { profile }: { profile: Profile },
): Promise<void> {
  const outcome = await unlessStale(deps.store, profile, 'NOT_FOUND', (current) =>
    deps.store.delete(current),
  );
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
}
