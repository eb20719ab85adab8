import type { UserReads } from '../user-reads.ts';
import { type Deletion, type DeletionDeps, deleteAccount } from './delete-account.ts';
import { unlessSignedOut } from './stale.ts';

/**
 * Users delete themselves.
 *
 * @throws UsersError `LAST_SUPERUSER`, `TOO_MANY_REQUESTS`; HookRefusal;
 * `UNAUTHORIZED` when the user was signed out or deleted in between
 */
export async function deleteMe(
  deps: DeletionDeps & { readonly store: Pick<UserReads, 'lookup'> },
  { profile }: Omit<Deletion, 'actor'>,
): Promise<void> {
  const actor = { id: profile.user.id, by: 'user' } as const;
  await unlessSignedOut(deps.store, profile, (current) =>
    deleteAccount(deps, { profile: current, actor }),
  );
}
