import { UsersError } from '../errors.ts';
import type { SessionStore } from '../ports.ts';
import type { SessionKey } from './session.ts';

/**
 * Ends one session of a user, from the next request on.
 *
 * @throws UsersError `NOT_FOUND` when the user has none of the id
 */
export async function endSession(
  deps: { readonly sessions: Pick<SessionStore, 'remove'> },
  session: SessionKey,
): Promise<void> {
  if ((await deps.sessions.remove(session)) === 'absent') throw new UsersError('NOT_FOUND');
}
