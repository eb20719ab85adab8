import type { UserStore } from './ports.ts';
import { unlessStale } from './stale.ts';
import type { Profile } from './user.ts';

/**
 * Ends every session of a user: no credential that was issued before is honoured again. The user stays
 * as they are, so there is no event.
 *
 * @throws UsersError `NOT_FOUND` when the user was deleted meanwhile
 */
export async function revokeSessions(
  deps: { store: Pick<UserStore, 'lookup' | 'update'> },
  { profile }: { profile: Profile },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', (before) =>
    deps.store.update({ before, user: before.user, tokenVersion: before.tokenVersion + 1 }),
  );
}
