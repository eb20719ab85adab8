import { unlessStale } from '../accounts/stale.ts';
import { UsersError } from '../errors.ts';
import type { Profile } from '../user.ts';
import { type DeleteSessionsDeps, endOfSessions } from './delete-sessions.ts';
import { type AccessClaims, isHonoured } from './session.ts';

/**
 * Users end their own sessions, as `deleteSessions` does, except the one in use.
 *
 * @throws UsersError `NOT_FOUND` when the user was deleted in between; `UNAUTHORIZED` when the
 * session in use was ended in between, which this must not undo
 */
export async function deleteMySessions(
  deps: DeleteSessionsDeps,
  {
    profile,
    survivor,
  }: {
    readonly profile: Profile;
    readonly survivor: AccessClaims;
  },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', async (before) => {
    if (!before.user.is_active || !isHonoured(before, survivor)) {
      throw new UsersError('UNAUTHORIZED');
    }
    return deps.store.update(endOfSessions(before, survivor.sessionId));
  });
}
