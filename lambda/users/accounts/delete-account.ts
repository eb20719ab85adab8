import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Actor } from '../events/event.ts';
import { wholeUser } from '../model/hooks.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Profile } from '../user.ts';
import type { AccountStore } from './account-store.ts';

export interface DeletionDeps {
  readonly store: Pick<AccountStore, 'delete'>;
  readonly model: Pick<UserModel, 'hooks'>;
  readonly clock: Clock;
}

/**
 * Deletes a user, profile and credential together. The event is made from the removal itself, and
 * the relay deletes everything else that is stored of the user.
 *
 * @throws UsersError `LAST_SUPERUSER`; HookRefusal
 */
export async function deleteAccount(
  deps: DeletionDeps,
  { profile, actor }: { readonly profile: Profile; readonly actor: Actor },
): Promise<'deleted' | 'stale'> {
  await deps.model.hooks.beforeDelete(wholeUser(profile.user));
  const outcome = await deps.store.delete(profile, { actor, at: deps.clock.now() });
  if (outcome === 'last_superuser') throw new UsersError('LAST_SUPERUSER');
  return outcome;
}
