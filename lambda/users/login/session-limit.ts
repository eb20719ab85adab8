import type { Clock } from '../clock.ts';
import { hasEnded, type Session } from '../sessions/session.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { LoginRecord, LoginStore } from './login-store.ts';

export interface SessionLimitDeps {
  readonly logins: LoginStore;
  readonly sessions: Pick<SessionStore, 'sessionsOf' | 'remove'>;
  readonly clock: Clock;
  /** Sessions that a user may have at once. */
  readonly maxSessions: number;
}

/** A login takes less, so one that races with another sees that one's session, or is seen by it. */
const RACE_MS = 10_000;

/**
 * Records a login that is stored, and ends the user's oldest sessions beyond the limit: no more than two
 * waits for the table where there is room.
 *
 * The sessions are read while the login is written, and so without those of logins that end a moment
 * later. Where a session is so new that there may be such, they are read again after the write: the last
 * login to be written then sees all of them.
 */
export async function recordWithinLimit(
  deps: SessionLimitDeps,
  login: LoginRecord & { readonly session: Session },
): Promise<'recorded' | 'stale'> {
  const { session } = login;
  const [outcome, seen] = await Promise.all([
    deps.logins.recordLogin(login),
    deps.sessions.sessionsOf(session.userId),
  ]);
  if (outcome === 'stale') return outcome;
  const now = deps.clock.now();
  const racing = seen.some(
    ({ sessionId, created_at }) =>
      sessionId !== session.sessionId && now.getTime() - Date.parse(created_at) < RACE_MS,
  );
  const stored = racing ? await deps.sessions.sessionsOf(session.userId) : seen;
  const others = stored.filter(({ sessionId }) => sessionId !== session.sessionId);
  const inOrder = inOrderOfStaying([session, ...others], session.tokenVersion, now);
  const beyond = inOrder.slice(deps.maxSessions);
  await Promise.all(beyond.map((one) => deps.sessions.remove(one)));
  return outcome;
}

/**
 * The newest first, the present one not excepted: all who race agree on which are to stay, so that they
 * end at the limit and not below it. Last what is of no use any more: ended, expired, or of an earlier
 * version. Of the latter one may have survived a change of the password; it was the last of them to be
 * used.
 */
function inOrderOfStaying(
  sessions: readonly Session[],
  tokenVersion: number,
  now: Date,
): Session[] {
  const rank = (session: Session) =>
    !hasEnded(session, now) && session.tokenVersion === tokenVersion
      ? `1 ${session.sessionId}`
      : `0 ${session.last_used_at}`;
  return [...sessions].sort((a, b) => (rank(a) > rank(b) ? -1 : 1));
}
