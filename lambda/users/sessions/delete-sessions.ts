import { unlessStale } from '../accounts/stale.ts';
import { UsersError } from '../errors.ts';
import type { UserStore } from '../ports.ts';
import type { Profile } from '../user.ts';
import { type AccessClaims, isHonoured } from './session.ts';

interface RevokeSessionsInput {
  readonly profile: Profile;
  /** The login that does it for its own user: it alone goes on. */
  readonly survivor?: AccessClaims;
}

/**
 * Ends the sessions of a user by one write, however many there are: what was issued before is not
 * honoured again, be it stored or not. The user stays as they are, so there is no event.
 *
 * @throws UsersError `NOT_FOUND` when the user was deleted meanwhile; `UNAUTHORIZED` when the survivor's
 * own login was ended meanwhile, which this must not take back
 */
export async function revokeSessions(
  deps: { store: Pick<UserStore, 'lookup' | 'update'> },
  { profile, survivor }: RevokeSessionsInput,
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', async (before) => {
    if (survivor && !(before.user.is_active && isHonoured(before, survivor))) {
      throw new UsersError('UNAUTHORIZED');
    }
    return deps.store.update({
      before,
      user: before.user,
      tokenVersion: before.tokenVersion + 1,
      survivingToken: survivor?.sessionId,
    });
  });
}
