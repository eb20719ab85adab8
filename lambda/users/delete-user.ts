import type { UserModel } from './custom-fields.ts';
import { UsersError } from './errors.ts';
import { wholeUser } from './hooks.ts';
import type { UserStore } from './ports.ts';
import { unlessStale } from './stale.ts';
import type { Profile } from './user.ts';

/**
 * Deletes a user, profile and credential together. The event is made from the removal itself.
 *
 * @throws UsersError `LAST_SUPERUSER`, `NOT_FOUND`; HookRefusal
 */
export async function deleteUser(
  deps: { store: Pick<UserStore, 'lookup' | 'delete'>; model: Pick<UserModel, 'hooks'> },
  { profile }: { profile: Profile },
): Promise<void> {
  const outcome = await unlessStale(deps.store, profile, 'NOT_FOUND', async (current) => {
    await deps.model.hooks.beforeDelete(wholeUser(current.user));
    return deps.store.delete(current);
  });
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
}
