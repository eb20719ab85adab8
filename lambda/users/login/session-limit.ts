import type { Clock } from '../clock.ts';
import { type AccessClaims, hasEnded, type Session } from '../sessions/session.ts';
import type { SessionStore } from '../sessions/session-store.ts';
import type { LoginRecord, LoginRecorded, LoginStore } from './login-store.ts';

export interface SessionLimitDeps {
  readonly logins: LoginStore;
  readonly sessions: Pick<SessionStore, 'sessionsOf' | 'remove' | 'endPresented'>;
  readonly clock: Clock;
  /** Sessions that a user may have at once. */
  readonly maxSessions: number;
  /** Hears of a user who may have more sessions than that until the next login. */
  readonly tidyingFailed: (userId: string, error: unknown) => void;
}

/** A login takes less, so of two logins that race, at least one sees the other's session. */
const RACE_MS = 10_000;

/**
 * Records a login that is stored, and ends the user's oldest sessions beyond the limit: at most two
 * round trips if there is room, and one more to end the login that it replaces.
 *
 * A login that is written stands, with its event, whatever then comes of the limit: the next login
 * keeps to it.
 *
 * @param replaced a login that ends once this one is written, and takes no room
 */
export async function recordWithinLimit(
  deps: SessionLimitDeps,
  login: LoginRecord & { readonly session: Session },
  replaced?: AccessClaims,
): Promise<LoginRecorded> {
  const { session, renewed } = login;
  const now = deps.clock.now();
  const reading = deps.sessions.sessionsOf(session.userId);
  const [outcome] = await Promise.all([
    deps.logins.recordLogin(login),
    Promise.allSettled([reading]),
  ]);
  if (outcome !== 'recorded') return outcome;
  const end = replaced && (await deps.sessions.endPresented(replaced, now));
  const gone = [renewed?.claims.sessionId, end === 'ended' ? replaced?.sessionId : undefined];
  try {
    await endBeyond(deps, { session, seen: await reading, gone, now });
  } catch (error) {
    deps.tidyingFailed(session.userId, error);
  }
  return outcome;
}

/**
 * The sessions are read while the login is written, so those of logins that end a moment later may
 * be missing. If a session is so new that this is possible, they are read again after the write:
 * the last login to be written then sees all of them.
 */
async function endBeyond(
  { sessions, clock, maxSessions }: SessionLimitDeps,
  {
    session,
    seen,
    gone,
    now,
  }: {
    readonly session: Session;
    /** As they were read while the login was written. */
    readonly seen: readonly Session[];
    readonly gone: readonly (string | undefined)[];
    readonly now: Date;
  },
): Promise<void> {
  const isOther = ({ sessionId }: Session) =>
    sessionId !== session.sessionId && !gone.includes(sessionId);
  const racing = seen.some(
    (one) => isOther(one) && clock.now().getTime() - Date.parse(one.created_at) < RACE_MS,
  );
  const stored = racing ? await sessions.sessionsOf(session.userId) : seen;
  const others = stored.filter(isOther);
  const inOrder = inOrderOfStaying([session, ...others], session.tokenVersion, now);
  const removals = inOrder.slice(maxSessions).map((one) => sessions.remove(one));
  await Promise.allSettled(removals);
  await Promise.all(removals);
}

/**
 * Newest first, the new session included: logins that race agree on which sessions stay, so that
 * the user ends at the limit and not below it. Sessions of no more use come last: ended, expired,
 * or of an earlier token version. One of the latter may have survived a change of the password: the
 * one that was used last.
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
