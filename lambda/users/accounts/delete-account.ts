import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import { wholeUser } from '../model/hooks.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Profile } from '../user.ts';
import type { AccountStore } from './account-store.ts';
import type { DeletionNote } from './deletions.ts';

export interface DeletionDeps {
  readonly store: Pick<AccountStore, 'delete'>;
  readonly model: Pick<UserModel, 'hooks'>;
  readonly clock: Clock;
}

export interface Deletion extends Pick<DeletionNote, 'actor'> {
  readonly profile: Profile;
}

/**
 * Deletes a user, profile and credential together. The event is made from the removal itself, and
 * the relay deletes everything else that is stored of the user.
 *
 * @throws UsersError `LAST_SUPERUSER`, `TOO_MANY_REQUESTS`; HookRefusal
 */
export async function deleteAccount(
  deps: DeletionDeps,
  { profile, actor }: Deletion,
): Promise<'deleted' | 'stale'> {
  await deps.model.hooks.beforeDelete(wholeUser(profile.user));
  const note = { actor, at: deps.clock.now() };
  const outcome = await deps.store.delete(profile, note);
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
  return outcome;
}
