import { UsersError } from '../errors.ts';
import type { Watched } from '../limits/counter.ts';
import { notLocked } from '../limits/guess.ts';
import type { SessionKey } from './session.ts';
import type { SessionStore } from './session-store.ts';

/**
 * Ends one session of a user, from the next request on.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`; `NOT_FOUND` when the user has no session with this id
 */
export async function deleteSession(
  deps: { readonly sessions: Pick<SessionStore, 'remove'> },
  session: SessionKey,
  unlessLocked?: readonly Watched[],
): Promise<void> {
  const outcome = notLocked(await deps.sessions.remove(session, unlessLocked));
  if (outcome === 'absent') throw new UsersError('NOT_FOUND');
}
