import { unlessStale } from '../accounts/stale.ts';
import { UsersError } from '../errors.ts';
import { wholeUser } from '../model/hooks.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UserStore } from '../ports.ts';
import type { Profile } from '../user.ts';

/**
 * Deletes a user, profile and credential together. The event is made from the removal itself, and by the
 * relay what else there is of the user goes.
 *
 * @throws UsersError `LAST_SUPERUSER`, `NOT_FOUND`; HookRefusal
 */
export async function deleteUser(
  deps: { store: Pick<UserStore, 'lookup' | 'delete'>; model: Pick<UserModel, 'hooks'> },
  { profile }: { profile: Profile },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', (current) => tryDelete(deps, current));
}

/** @throws UsersError `LAST_SUPERUSER`; HookRefusal */
export async function tryDelete(
  deps: { store: Pick<UserStore, 'delete'>; model: Pick<UserModel, 'hooks'> },
  profile: Profile,
): Promise<'deleted' | 'stale'> {
  await deps.model.hooks.beforeDelete(wholeUser(profile.user));
  const outcome = await deps.store.delete(profile);
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
  return outcome;
}
