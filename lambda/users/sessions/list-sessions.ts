import type { Clock } from '../clock.ts';
import type { Profile } from '../user.ts';
import { isLive, type PublicSession, publicSession } from './session.ts';
import type { SessionStore } from './session-store.ts';

/** A session as the lists have it. */
export type ListedSession = PublicSession & {
  /** Whether it is the caller's own. */
  readonly current: boolean;
};

/** The sessions that a user can still use, newest first. */
export async function listSessions(
  deps: { readonly sessions: Pick<SessionStore, 'sessionsOf'>; readonly clock: Clock },
  { profile, currentId }: { profile: Profile; currentId?: string },
): Promise<readonly ListedSession[]> {
  const stored = await deps.sessions.sessionsOf(profile.user.id);
  const now = deps.clock.now();
  return stored
    .filter((session) => isLive(profile, session, now))
    .map((session) => ({
      ...publicSession(session),
      current: session.sessionId === currentId,
    }));
}
