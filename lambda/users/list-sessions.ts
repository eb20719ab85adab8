import type { Clock, SessionStore } from './ports.ts';
import { isLive, type Session } from './session.ts';
import type { Profile } from './user.ts';

/** A session as responses have it; names are the wire's. */
export type PublicSession = Pick<
  Session,
  'backend' | 'created_at' | 'last_used_at' | 'ip' | 'user_agent'
> & {
  readonly id: string;
  /** Whether it is the caller's own. */
  readonly current: boolean;
};

/** The sessions that a user can still use, newest first. */
export async function listSessions(
  deps: { readonly sessions: Pick<SessionStore, 'sessionsOf'>; readonly clock: Clock },
  { profile, currentId }: { profile: Profile; currentId?: string },
): Promise<readonly PublicSession[]> {
  const stored = await deps.sessions.sessionsOf(profile.user.id);
  const now = deps.clock.now();
  return stored
    .filter((session) => isLive(profile, session, now))
    .map(({ sessionId: id, backend, created_at, last_used_at, ip, user_agent }) => ({
      id,
      backend,
      created_at,
      last_used_at,
      ip,
      user_agent,
      current: id === currentId,
    }));
}
