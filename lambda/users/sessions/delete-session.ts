import { UsersError } from '../errors.ts';
import type { SessionKey } from './session.ts';
import type { SessionStore } from './session-store.ts';

/**
 * Ends one session of a user, from the next request on.
 *
 * @throws UsersError `NOT_FOUND` when the user has no session with this id
 */
export async function deleteSession(
  deps: { readonly sessions: Pick<SessionStore, 'remove'> },
  session: SessionKey,
): Promise<void> {
  const outcome = await deps.sessions.remove(session);
  if (outcome === 'absent') throw new UsersError('NOT_FOUND');
}
