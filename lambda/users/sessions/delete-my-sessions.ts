import type { UserChange } from '../accounts/account-store.ts';
import { unlessStale } from '../accounts/stale.ts';
import { UsersError } from '../errors.ts';
import { notLocked } from '../limits/guess.ts';
import type { Profile } from '../user.ts';
import { type DeleteSessionsDeps, endOfSessions } from './delete-sessions.ts';
import { type AccessClaims, isHonoured } from './session.ts';

/**
 * Users end their own sessions, as `deleteSessions` does, except the one in use.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`; `NOT_FOUND` when the user was deleted in between; `UNAUTHORIZED` when the
 * session in use was ended in between, which this must not undo
 */
export async function deleteMySessions(
  deps: DeleteSessionsDeps,
  {
    profile,
    survivor,
    unlessLocked,
  }: {
    readonly profile: Profile;
    readonly survivor: AccessClaims;
  } & Pick<UserChange, 'unlessLocked'>,
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', async (before) => {
    if (!before.user.is_active || !isHonoured(before, survivor)) {
      throw new UsersError('UNAUTHORIZED');
    }
    const change = endOfSessions(before, survivor.sessionId);
    return notLocked(await deps.store.update({ ...change, unlessLocked }));
  });
}
